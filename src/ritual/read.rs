//! From TOML to a clean ritual, every fault at once.
