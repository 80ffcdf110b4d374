//! `firelight schema KIND`: the JSON Schema of a kind of file, for editors and scripts.

use clap::builder::PossibleValuesParser;
use serde_json::Value;

use super::{Context, Exit, Failure};
use crate::agreements::AGREEMENT;
use crate::bank::read::BANK;
use crate::fields::schema::schema;
use crate::logs;
use crate::plan::PLAN;
use crate::ritual::read::shape::RITUAL;
use crate::roster::PERSON;
use crate::team::TEAM;
use crate::team::care::CARE;

/// The command, for help.
pub const ABOUT: &str = "What a kind of file may hold, as JSON Schema";

/// What `groups` reads and answers, which is JSON and no file.
const GROUPS: &str = include_str!("schema/groups.json");

/// What can be asked for.
#[derive(Debug, clap::Args)]
#[command(
    about = ABOUT,
    after_help = "Examples:\n  firelight schema ritual > ritual.schema.json\n  firelight schema session\n\nFirst line of a ritual, so that an editor completes it:\n  #:schema ../../ritual.schema.json"
)]
pub struct Args {
    /// Which kind
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(KINDS))]
    kind: String,
}

/// The kinds that have a schema.
pub const KINDS: [&str; 9] = [
    "session",
    "ritual",
    "bank",
    "team",
    "plan",
    "agreement",
    "person",
    "care",
    "groups",
];

/// Prints a schema.
///
/// # Errors
/// When the answer cannot be written.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<Exit, Failure> {
    context.json(&of(&args.kind).map_err(|it| Failure::Failed(it.to_string()))?)?;
    Ok(Exit::Done)
}

/// The schema of a kind.
///
/// # Errors
/// Only if a schema were no JSON.
pub fn of(kind: &str) -> serde_json::Result<Value> {
    Ok(match kind {
        "ritual" => schema("A ritual of Firelight", RITUAL),
        "bank" => schema("A bank of Firelight", BANK),
        "team" => schema("A team's decisions, firelight.toml", TEAM),
        "plan" => schema("A plan of Firelight", PLAN),
        "person" => open(schema("Somebody in the team, people/ID.toml", PERSON)),
        "agreement" => open(schema(
            "How a team shares stories, agreements/DATE-ID.toml",
            AGREEMENT,
        )),
        "care" => schema("Whom a team can call, care.toml", CARE),
        "session" => logs::schema(),
        _ => serde_json::from_str(GROUPS)?,
    })
}

/// Keys of a newer version are kept and passed over.
fn open(mut schema: Value) -> Value {
    schema["additionalProperties"] = Value::Bool(true);
    schema
}
