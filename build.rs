//! Tells cargo to build again when a ritual or a bank is added, changed or removed:
//! the folder is embedded in the program, and the macro that does it watches only
//! the files it already knows.

fn main() {
    println!("cargo:rerun-if-changed=prompts");
}
