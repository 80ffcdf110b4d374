//! The schemas that `firelight schema` prints, held against the readers of the same files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use firelight::bank::read::BANK;
use firelight::commands::schema::{KINDS, of};
use firelight::fault::Severity;
use firelight::fields::{Field, Shape, read, schema::schema};
use firelight::plan::PLAN;
use firelight::ritual::read::shape::RITUAL;
use firelight::roster::PERSON;
use firelight::team::TEAM;
use firelight::team::care::CARE;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::rig::Rig;
use crate::sample::{event, log_of, opening};

/// TOML as an editor hands it to a schema: dates are texts.
fn toml(source: &str) -> Value {
    fn value(it: toml::Value) -> Value {
        match it {
            toml::Value::String(it) => it.into(),
            toml::Value::Integer(it) => it.into(),
            toml::Value::Float(it) => it.into(),
            toml::Value::Boolean(it) => it.into(),
            toml::Value::Datetime(it) => it.to_string().into(),
            toml::Value::Array(it) => it.into_iter().map(value).collect(),
            toml::Value::Table(it) => it.into_iter().map(|(key, it)| (key, value(it))).collect(),
        }
    }
    value(toml::Value::Table(toml::from_str(source).unwrap()))
}

/// A schema at work; one that is none itself is caught here.
fn validator(schema: &Value) -> Validator {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(schema).unwrap()
}

/// What a schema has against a value.
fn faults(schema: &Value, value: &Value) -> Vec<String> {
    complaints(&validator(schema), value)
}

fn complaints(validator: &Validator, value: &Value) -> Vec<String> {
    let found = validator.iter_errors(value);
    found
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect()
}

fn schema_of(kind: &str) -> Value {
    of(kind).unwrap()
}

#[test]
fn every_schema_is_printed_and_is_one_of_2020_12() {
    for kind in KINDS {
        let outcome = Rig::new().run(&format!("schema {kind}"));
        assert_eq!(outcome.code(), 0, "{kind}");
        let printed: Value = serde_json::from_str(&outcome.out).unwrap();
        assert_eq!(printed, schema_of(kind));
        assert_eq!(
            printed["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        assert!(jsonschema::meta::is_valid(&printed), "{kind}");
    }
}

#[test]
fn every_file_below_prompts_fits_its_schema() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts")];
    let mut n_files = 0;
    while let Some(folder) = folders.pop() {
        let is_rituals = folder.ends_with("rituals");
        let schema = schema_of(if is_rituals { "ritual" } else { "bank" });
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let value = toml(&fs::read_to_string(&path).unwrap());
            assert_eq!(faults(&schema, &value), Vec::<String>::new(), "{path:?}");
            n_files += 1;

            let mut other = value;
            other["titel"] = json!("Two words");
            assert_ne!(faults(&schema, &other), Vec::<String>::new(), "{path:?}");
        }
    }
    assert!(n_files >= 6, "{n_files}");
}

#[test]
fn files_of_people_as_they_are_written_fit_and_so_does_the_readme() {
    let rig = Rig::new();
    fs::create_dir_all(rig.team()).unwrap();
    let ana = "team add Ana,Zo\u{eb}(lead,x\"y)<z@x.org>";
    for line in [ana, "team away Ana --until fri", "team tag Ana remote"] {
        assert_eq!(rig.run(line).code(), 0, "{line}");
    }
    let person = schema_of("person");
    let mut n_files = 0;
    for path in fs::read_dir(rig.team().join("people")).unwrap() {
        let source = fs::read_to_string(path.unwrap().path()).unwrap();
        let value = toml(&source);
        assert_eq!(faults(&person, &value), Vec::<String>::new(), "{source}");
        for key in ["format", "id", "name"] {
            let mut less = value.clone();
            less.as_object_mut().unwrap().remove(key);
            assert!(!faults(&person, &less).is_empty(), "{key}");
        }
        let mut newer = value;
        newer["pronouns"] = json!("she");
        assert!(faults(&person, &newer).is_empty());
        n_files += 1;
    }
    assert_eq!(n_files, 2);

    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let blocks = readme.split("```toml\n").skip(1);
    let blocks = blocks.map(|it| it.split("```").next().unwrap());
    let mut n_blocks = [0, 0];
    for block in blocks {
        let (kind, n) = match block {
            it if it.starts_with("[[contact]]") => ("care", 0),
            it if it.starts_with("format = \"firelight.ritual/1\"") => ("ritual", 1),
            _ => continue,
        };
        let found = faults(&schema_of(kind), &toml(block));
        assert_eq!(found, Vec::<String>::new(), "{block}");
        n_blocks[n] += 1;
    }
    assert_eq!(n_blocks, [1, 1]);
}

#[test]
fn a_wrong_step_a_missing_key_and_a_wrong_word_do_not_fit() {
    let ritual = schema_of("ritual");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/rituals/two-words.toml");
    let good = fs::read_to_string(path).unwrap();
    assert!(faults(&ritual, &toml(&good)).is_empty());
    for (from, to) in [
        ("title = ", "titel = "),
        ("family = \"moments\"", "family = \"moment\""),
        ("kind = \"turns\"", "kind = \"turn\""),
        ("kind = \"turns\"", "kind = \"turns\"\nmode = \"pick\""),
        ("firelight.ritual/1", "firelight.ritual/2"),
    ] {
        assert!(good.contains(from), "{from}");
        let bad = toml(&good.replacen(from, to, 1));
        assert!(!faults(&ritual, &bad).is_empty(), "{from} to {to}");
    }
}

/// Every table of fields below these, itself first.
fn tables(fields: &'static [Field], all: &mut Vec<&'static [Field]>) {
    fn below(shape: &'static Shape, all: &mut Vec<&'static [Field]>) {
        match shape {
            Shape::Table(fields) => tables(fields, all),
            Shape::List(inner) | Shape::Pair(inner) | Shape::OneOrMore(inner) => below(inner, all),
            Shape::Map(inner) => below(inner, all),
            Shape::Kinds { common, kinds } => {
                tables(common, all);
                kinds.iter().for_each(|it| tables(it.1, all));
            }
            _ => {}
        }
    }
    if !all.iter().any(|it| std::ptr::eq(*it, fields)) {
        all.push(fields);
        fields.iter().for_each(|it| below(&it.shape, all));
    }
}

fn all_tables() -> Vec<&'static [Field]> {
    let mut all = Vec::new();
    for fields in [RITUAL, BANK, TEAM, PLAN, PERSON, CARE] {
        tables(fields, &mut all);
    }
    all
}

#[test]
fn a_schema_and_the_reader_judge_every_value_of_every_key_alike() {
    let values = [
        "\"\"",
        "\"  \"",
        "\"two-words\"",
        "\"Two words\"",
        "\"-a\"",
        "\"90s\"",
        "\"7m30s\"",
        "\"2m90\"",
        "\"7d\"",
        "\"auto\"",
        "\"09:30\"",
        "\"9:30\"",
        "\"2026-02-30\"",
        "2026-11-30",
        "2026-11-30T09:30:00Z",
        "\"open\"",
        "\"moments\"",
        "\"grid\"",
        "\"warm\"",
        "\"question\"",
        "\"firelight.plan/1\"",
        "\"firelight.team/2\"",
        "true",
        "-6",
        "0",
        "1",
        "5",
        "6",
        "480",
        "481",
        "1.5",
        "[]",
        "[1]",
        "[1, 2]",
        "[1, 2, 3]",
        "[\"a\", \"b\"]",
        "[\"a\", 1]",
        "[\"open\", 3]",
        "{}",
        "{ a = 1 }",
        "{ de = {} }",
        "{ de = { text = \"x\" } }",
        "{ min = 1, best = [1, 2], max = 3 }",
    ];
    let (mut right, mut wrong) = (0, 0);
    for fields in all_tables() {
        let schema = validator(&schema("a part", fields));
        for field in fields {
            for value in values {
                if value.starts_with("2026") && !matches!(field.shape, Shape::Date) {
                    // Editors hand a date to a schema as a text, so it cannot tell the two.
                    continue;
                }
                let source = format!("{} = {value}\n", field.name);
                let (_, found) = read(source.as_bytes(), Path::new("x.toml"), "part", fields);
                let found = found.beside(Some(())).faults;
                // Which other keys are missing is no matter here.
                let mut reader = found.iter().filter(|it| {
                    it.severity == Severity::Error && (it.rule != "S005" || it.span.start > 0)
                });
                let reader = reader.next().map(|it| it.message.clone());
                let at = format!("/{}", field.name);
                let value = toml(&source);
                let schema = complaints(&schema, &value)
                    .into_iter()
                    .find(|it| it.starts_with(&at));
                assert_eq!(
                    reader.is_some(),
                    schema.is_some(),
                    "{source} the reader: {reader:?}; the schema: {schema:?}"
                );
                if reader.is_some() {
                    wrong += 1
                } else {
                    right += 1
                }
            }
        }
    }
    assert!(right > 500 && wrong > 500, "{right} right, {wrong} wrong");
}

#[test]
fn every_key_that_is_read_is_in_a_schema_with_its_meaning() {
    fn properties(schema: &Value, into: &mut BTreeSet<(String, String)>) {
        match schema {
            Value::Object(fields) => {
                for (key, it) in fields {
                    if let (true, Value::Object(all)) = (key == "properties", it) {
                        for (name, it) in all {
                            let doc = it["description"].as_str().unwrap_or_default();
                            into.insert((name.clone(), doc.to_string()));
                        }
                    }
                    properties(it, into);
                }
            }
            Value::Array(all) => all.iter().for_each(|it| properties(it, into)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for kind in ["ritual", "bank", "team", "plan", "person", "care"] {
        properties(&schema_of(kind), &mut found);
    }
    let mut n_keys = 0;
    for field in all_tables().into_iter().flatten() {
        let key = (field.name.to_string(), field.meaning());
        assert!(found.contains(&key), "{key:?}");
        n_keys += 1;
    }
    assert!(n_keys > 100, "{n_keys}");
}

#[test]
fn a_published_log_fits_and_every_field_of_it_is_known() {
    let schema = schema_of("session");
    let log = log_of(&opening(), &[event(0)]);
    let value: Value = serde_json::from_slice(&log.bytes().unwrap()).unwrap();
    assert_eq!(faults(&schema, &value), Vec::<String>::new());
    for key in value.as_object().unwrap().keys() {
        assert!(schema["properties"].get(key).is_some(), "{key}");
        if ["format", "id", "ritual", "started"].contains(&key.as_str()) {
            let mut less = value.clone();
            less.as_object_mut().unwrap().remove(key);
            assert!(!faults(&schema, &less).is_empty(), "{key}");
        }
    }
    let mut other = value.clone();
    other["format"] = json!("firelight.session/2");
    assert!(!faults(&schema, &other).is_empty());
    // A newer version's keys are passed over.
    other = value;
    other["weather"] = json!("fine");
    assert!(faults(&schema, &other).is_empty());
}

#[test]
fn requests_and_answers_of_groups_fit() {
    let schema = schema_of("groups");
    let people: Vec<Value> = ["Ana", "Ben", "Chi", "Dev", "Elif", "Farouk"]
        .iter()
        .map(|it| json!({"name": it, "tags": {"dept": it[..1]}, "remote": false}))
        .collect();
    let request = json!({
        "people": people, "size": 3, "rounds": 2,
        "present": [["Ana", "Ben", "Chi", "Dev", "Elif", "Farouk"], ["Ana", "Ben", "Chi"]],
        "history": [[["Ana", "Ben"], ["Gone", "Chi"]]], "apart": [], "together": [["Ana", "Chi"]],
        "mix": ["dept"], "hosts": ["Dev", "Elif"], "new": ["Ben", "Farouk"], "first": "both",
        "seed": 1
    });
    // What is really answered: groups, and what cannot be had.
    let ground = crate::leak_rig::Ground::new();
    let answer = |request: &Value, code: i32| -> Value {
        std::fs::write(ground.top.join("cwd/request.json"), request.to_string()).unwrap();
        let ran = ground.within(&["groups", "--request", "request.json"], []);
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        serde_json::from_str(&ran.out).unwrap()
    };
    let mut impossible = request.clone();
    impossible["apart"] = json!([["Ana", "Chi"]]);
    let refused = answer(&impossible, 1);
    assert_eq!(refused["impossible"][0]["people"], json!(["Ana", "Chi"]));
    let good = [
        request.clone(),
        json!({"people": [{"name": "Ana"}], "size": "3-4"}),
        answer(&request, 0),
        refused,
    ];
    for it in good {
        assert_eq!(faults(&schema, &it), Vec::<String>::new(), "{it}");
    }
    for (key, wrong) in [
        ("size", json!(1)),
        ("people", json!(["Ana"])),
        ("histroy", json!([])),
        ("apart", json!([["Ana"]])),
        ("rounds", json!(0)),
    ] {
        let mut bad = request.clone();
        bad[key] = wrong;
        assert!(!faults(&schema, &bad).is_empty(), "{key}");
    }
}
