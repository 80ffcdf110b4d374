//! From TOML to a clean bank, every fault at once.
