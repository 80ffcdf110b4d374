//! What is wrong in a file that a person wrote: where, what, and how to mend it.
//!
//! Readers and checks make [`Fault`]s and never stop at the first one; whoever shows them
//! calls [`render`].

use std::ops::Range;
use std::path::PathBuf;

use serde::Serialize;

/// Whether a fault must be mended before the file is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file is not used until it is mended.
    Error,
    /// The file works; a person should look.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Stable id of the rule, such as `T001`.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// Which file.
    pub path: PathBuf,
    /// The bytes it is about.
    pub span: Range<usize>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// How to mend it, in a sentence.
    pub help: String,
}

/// A fault as `--json` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields of DESIGN §3")]
pub struct Row {
    pub rule: String,
    pub severity: Severity,
    pub path: String,
    pub line: usize,
    pub column: usize,
    pub message: String,
}
