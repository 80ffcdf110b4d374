//! Session logs: what a team keeps of a session, one JSON file each, written once.
//!
//! The bytes are a pure function of the session, so writing a log again gives the same file.
//! [`publish`] writes them, [`read`] reads any set of them. A log holds no names, no answers
//! and nobody's turns; `allowed_fields` in the tests is the list of what it may hold.

pub mod publish;
pub mod read;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{Datelike as _, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Stamp;
use crate::fields::is_slug;
use crate::json::json_safe;
use crate::keep::{self, Text};

/// The name of the log's format, with its major version.
pub const FORMAT: &str = "firelight.session/1";

/// The id under which groups that were saved without a session stand among the logs.
pub const SAVED: &str = "groups";

/// Why a step falls away where one person is alone.
pub const NEEDS_TWO: &str = "needs two people";

/// Bytes of one log at most.
pub const MOST: u64 = 64 << 20;

/// What is kept of one session. Words, not enums: a newer version may know more of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Log {
    /// The format's name and major version.
    #[schemars(extend("const" = FORMAT))]
    pub format: String,
    /// The session's id, a UUID.
    pub id: String,
    /// What was held.
    pub ritual: Held,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub started: Stamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub ended: Option<Stamp>,
    /// The IANA name of the time zone.
    #[serde(default)]
    pub zone: String,
    /// room, remote, hybrid.
    #[serde(default)]
    pub mode: String,
    /// Whether it came to its end.
    #[serde(default)]
    pub finished: bool,
    /// The word of the deepest level that could be dealt.
    #[serde(default)]
    pub ceiling: String,
    /// What happened, in order.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Texts that people chose to keep, sorted.
    #[serde(default)]
    pub kept: Vec<Kept>,
    /// Totals of at least five people.
    #[serde(default)]
    pub counts: BTreeMap<String, Count>,
}

/// The ritual that was held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Held {
    /// Its id.
    pub id: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// The hash of its file.
    #[serde(default)]
    pub hash: String,
    /// Its family.
    #[serde(default)]
    pub family: String,
}

/// One step as it was held, or why it was not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The kind's word.
    pub kind: String,
    /// As planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_minutes: Option<f64>,
    /// As it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_minutes: Option<f64>,
    /// Groups of each round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Round>,
    /// What was dealt, sorted by id: a set, not an order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dealt: Vec<Dealt>,
    /// Why it was not held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

/// Who sat together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    /// Opaque ids of people, sorted within a group.
    pub groups: Vec<Vec<String>>,
}

/// A question that was offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dealt {
    /// The item's id.
    pub id: String,
    /// Its text.
    #[serde(default)]
    pub text: String,
    /// Its level, 1 to 5.
    #[serde(default)]
    pub level: u8,
}

/// A text that people chose to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    /// item, headline, theme and so on.
    pub form: String,
    /// The text.
    #[schemars(with = "String")]
    pub text: Text,
}

// Made from `keep::total` only; what stands here is read by whoever asks for the schema.
/// A total, never of fewer than five people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// How many people.
    pub n: u64,
    /// Their mean answer, for a scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// What most of them chose, without a veto; several where as many chose each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Vec<String>>,
    /// Whether nobody objected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<bool>,
}

impl Count {
    /// What came of it, as a person reads it; nothing of fewer people than may be told of.
    pub fn words(&self) -> String {
        if keep::total(self.n).is_none() {
            return "of fewer people than may be told of".to_string();
        }
        let chosen = self.chosen.as_deref();
        let came = keep::words(self.n, self.mean, self.agreed, chosen);
        format!("{came} ({} people)", self.n)
    }
}

/// Why a log has no file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoName {
    /// Of the session.
    #[error("the session's id is not a UUID")]
    Id,
    /// Of the ritual.
    #[error("the ritual's id is not lower-case letters, digits and hyphens")]
    Ritual,
    /// Year 0 or 10000.
    #[error("the year has not four digits")]
    Year,
}

/// What a log may hold, as JSON Schema.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Log).to_value()
}

impl Log {
    /// The file's bytes.
    ///
    /// # Errors
    /// Only if JSON cannot hold the log, which no value of it brings about.
    pub fn bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut json = json_safe(&serde_json::to_string_pretty(self)?);
        json.push('\n');
        Ok(json.into_bytes())
    }

    /// Where it lies below the team's folder, from start and ids alone.
    ///
    /// # Errors
    /// When one of them cannot be part of a file name.
    pub fn name(&self) -> Result<PathBuf, NoName> {
        let id = Uuid::try_parse(&self.id).map_err(|_| NoName::Id)?;
        if !is_slug(&self.ritual.id) {
            return Err(NoName::Ritual);
        }
        let folder = month(self.started);
        let started = self.started.with_timezone(&Utc);
        if !(1..=9999).contains(&started.year()) {
            return Err(NoName::Year);
        }
        let stamp = started.format("%Y%m%dT%H%M%SZ");
        let ritual = &self.ritual.id;
        Ok(format!("{folder}/{stamp}-{ritual}-{id}.json").into())
    }
}

/// The folder below the team's of logs that begin in a month.
fn month(started: Stamp) -> String {
    started
        .with_timezone(&Utc)
        .format("sessions/%Y/%m")
        .to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use serde_json::Value;

    use super::*;

    /// A log with every field; what is not here may not be in a log.
    pub(super) const EXAMPLE: &str = r#"{
  "format": "firelight.session/1",
  "id": "0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e",
  "ritual": {
    "id": "breakout-graded",
    "title": "Ten minutes, one question you choose",
    "hash": "b3:9f2c",
    "family": "conversations"
  },
  "started": "2026-11-30T09:30:12+01:00",
  "ended": "2026-11-30T09:46:40+01:00",
  "zone": "Europe/Berlin",
  "mode": "hybrid",
  "finished": true,
  "ceiling": "personal",
  "steps": [
    {
      "kind": "groups",
      "planned_minutes": 10.0,
      "actual_minutes": 10.5,
      "rounds": [
        {
          "groups": [
            [
              "7kq2mz",
              "p3x9aa"
            ]
          ]
        }
      ],
      "dealt": [
        {
          "id": "help-small-hand",
          "text": "What small help\u202e?",
          "level": 2
        }
      ]
    },
    {
      "kind": "ask",
      "left_out": "needs five people"
    }
  ],
  "kept": [
    {
      "form": "theme",
      "text": "We ask for help later than we could."
    }
  ],
  "counts": {
    "would_do_again": {
      "n": 7,
      "mean": 4.4
    }
  }
}
"#;

    #[test]
    fn a_log_is_the_same_bytes_again() {
        let log: Log = serde_json::from_str(EXAMPLE).unwrap();
        assert_eq!(String::from_utf8(log.bytes().unwrap()).unwrap(), EXAMPLE);
    }

    #[test]
    fn allowed_fields() {
        fn keys(value: &Value, into: &mut BTreeSet<String>) {
            match value {
                Value::Object(fields) => {
                    for (key, value) in fields {
                        into.insert(key.clone());
                        keys(value, into);
                    }
                }
                Value::Array(values) => values.iter().for_each(|it| keys(it, into)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        let log: Log = serde_json::from_str(EXAMPLE).unwrap();
        let mut found = BTreeSet::new();
        keys(&serde_json::to_value(log).unwrap(), &mut found);
        let allowed = "actual_minutes ceiling counts dealt ended family finished form format groups \
             hash id kept kind left_out level mean mode n planned_minutes ritual rounds started \
             steps text title would_do_again zone";
        assert_eq!(found.into_iter().collect::<Vec<_>>().join(" "), allowed);
    }

    #[test]
    fn the_name_is_the_start_in_utc_and_the_two_ids() {
        let log: Log = serde_json::from_str(EXAMPLE).unwrap();
        assert_eq!(
            log.name().unwrap(),
            Path::new(
                "sessions/2026/11/20261130T083012Z-breakout-graded-0193a6c2-7f0e-7c1b-9d4e-1f2a3b4c5d6e.json"
            )
        );
    }

    #[test]
    fn no_text_shapes_a_name() {
        for id in [
            "",
            "../x",
            "a/b",
            "-rf",
            "Con",
            "a b",
            "é",
            "x\n",
            &"a".repeat(41),
        ] {
            let mut log: Log = serde_json::from_str(EXAMPLE).unwrap();
            log.ritual.id = id.to_string();
            assert_eq!(log.name(), Err(NoName::Ritual), "{id}");
        }
        let mut log: Log = serde_json::from_str(EXAMPLE).unwrap();
        log.id = "../../x".to_string();
        assert_eq!(log.name(), Err(NoName::Id));
    }
}
