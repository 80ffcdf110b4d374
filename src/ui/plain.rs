//! The plain port: lines in, lines out.
