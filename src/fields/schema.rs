//! A table of fields as JSON Schema (2020-12), which editors complete and check TOML with.
//!
//! It is made of the table that the reader walks, so it has the same keys, words and bounds.
//! What a schema cannot say, `check` says: durations of nothing or of more than a day, more
//! days than a year has, and what values mean together.

use serde_json::{Map, Value, json};

use super::{Field, Kind, Shape};

/// The dialect of JSON Schema.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

const DURATION: &str =
    "[0-9]{1,5}h([0-9]{1,5}m)?([0-9]{1,5}s)?|[0-9]{1,5}m([0-9]{1,5}s)?|[0-9]{1,5}s";

/// The schema of a file with these fields.
pub fn schema(title: &str, fields: &[Field]) -> Value {
    let mut steps = None;
    let mut whole = table(&[fields], &mut steps);
    whole.insert("$schema".to_string(), json!(DIALECT));
    whole.insert("title".to_string(), json!(title));
    if let Some(steps) = steps {
        whole.insert("$defs".to_string(), json!({ "step": steps }));
    }
    Value::Object(whole)
}

fn table(fields: &[&[Field]], steps: &mut Option<Value>) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields.iter().copied().flatten() {
        let mut property = value(&field.shape, steps);
        property["description"] = json!(field.meaning());
        properties.insert(field.name.to_string(), property);
        if field.required {
            required.push(field.name);
        }
    }
    let mut table = Map::new();
    table.insert("type".to_string(), json!("object"));
    table.insert("properties".to_string(), Value::Object(properties));
    table.insert("required".to_string(), json!(required));
    table.insert("additionalProperties".to_string(), json!(false));
    table
}

fn value(shape: &Shape, steps: &mut Option<Value>) -> Value {
    match shape {
        Shape::Text | Shape::Line => json!({ "type": "string", "pattern": r"\S" }),
        Shape::Slug => text("[a-z0-9][a-z0-9-]{0,39}"),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Duration => text(DURATION),
        Shape::DurationOr(word) => json!({ "anyOf": [{ "const": word }, text(DURATION)] }),
        Shape::Days => text("[0-9]{1,5}d"),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Time => text("([01][0-9]|2[0-3]):[0-5][0-9]"),
        Shape::Integer { min, max } => {
            json!({ "type": "integer", "minimum": min, "maximum": max })
        }
        Shape::Scale(words) => json!({ "anyOf": [
            { "enum": words },
            { "type": "integer", "minimum": 1, "maximum": words.len() },
        ] }),
        Shape::OneOf(words) => json!({ "enum": words }),
        Shape::List(inner) => json!({ "type": "array", "items": value(inner, steps) }),
        Shape::Pair(inner) => json!({
            "type": "array", "items": value(inner, steps), "minItems": 2, "maxItems": 2,
        }),
        Shape::OneOrMore(inner) => {
            let inner = value(inner, steps);
            json!({ "anyOf": [inner, { "type": "array", "items": inner }] })
        }
        Shape::Format(format) => json!({ "const": format }),
        Shape::Table(fields) => Value::Object(table(&[fields], steps)),
        Shape::Map(inner) => {
            json!({ "type": "object", "additionalProperties": value(inner, steps) })
        }
        Shape::Kinds { common, kinds } => {
            // Steps hold steps, so they are named; the name is there before what it stands for.
            if steps.is_none() {
                *steps = Some(Value::Null);
                let all = kinds.iter().map(|it| step(common, it, steps)).collect();
                *steps = Some(json!({ "oneOf": Value::Array(all) }));
            }
            json!({ "$ref": "#/$defs/step" })
        }
    }
}

fn step(common: &[Field], (word, own): &Kind, steps: &mut Option<Value>) -> Value {
    let mut step = table(&[common, own], steps);
    step.insert("title".to_string(), json!(word));
    let mut step = Value::Object(step);
    step["properties"]["kind"]["const"] = json!(word);
    step
}

/// A text that is this and nothing more.
fn text(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": format!("^({pattern})$") })
}
