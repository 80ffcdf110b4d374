//! What is said of a text that is no request: where it is no JSON, or which key takes what.

use serde_json::Value;
use serde_json::error::Category;

use super::Wrong;

/// A key, whether it takes a value, and what it takes.
type Key = (&'static str, fn(&Value) -> bool, &'static str);

const KEYS: &[Key] = &[
    (
        "people",
        Value::is_array,
        r#"a list of people: [{"name": "Ana"}]"#,
    ),
    ("size", |_| true, r#"2, 3, 4 or "3-4""#),
    ("rounds", is_whole, "a whole number"),
    (
        "present",
        is_lists,
        r#"a list of names for each round: [["Ana", "Ben"]]"#,
    ),
    (
        "history",
        is_rounds,
        r#"rounds of groups of names: [[["Ana", "Ben"], ["Chi", "Dev"]]]"#,
    ),
    ("apart", is_lists, r#"lists of names: [["Ana", "Ben"]]"#),
    ("together", is_lists, r#"lists of names: [["Ana", "Ben"]]"#),
    ("mix", is_texts, r#"a list of tags: ["dept"]"#),
    ("hosts", is_texts, r#"a list of names: ["Ana"]"#),
    ("new", is_texts, r#"a list of names: ["Ana"]"#),
    ("first", is_text, r#""mix", "both" or "meetings""#),
    ("seed", is_whole, "a whole number, 0 or more"),
];

/// Whether every item of a list is as `is` says.
fn is_list(value: &Value, is: fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|it| it.iter().all(is))
}

fn is_texts(value: &Value) -> bool {
    is_list(value, Value::is_string)
}

fn is_lists(value: &Value) -> bool {
    is_list(value, is_texts)
}

fn is_rounds(value: &Value) -> bool {
    is_list(value, is_lists)
}

fn is_whole(value: &Value) -> bool {
    value.is_u64() || value.is_null()
}

fn is_text(value: &Value) -> bool {
    value.is_string() || value.is_null()
}

fn is_person(value: &Value) -> bool {
    let is_known = |(key, value): (&String, &Value)| match key.as_str() {
        "name" => value.is_string(),
        "tags" => value
            .as_object()
            .is_some_and(|it| it.values().all(Value::is_string)),
        "remote" => value.is_boolean(),
        _ => false,
    };
    let person = value.as_object();
    person.is_some_and(|it| it.contains_key("name") && it.iter().all(is_known))
}

/// Everything that is wrong with a text that could not be read because of `error`.
pub(super) fn wrong(text: &str, error: &serde_json::Error) -> Vec<Wrong> {
    let wrong = |rule: &'static str, says: String| Wrong {
        rule,
        people: Vec::new(),
        says,
    };
    let value: Value = match error.classify() {
        Category::Data => serde_json::from_str(text).unwrap_or_default(),
        Category::Eof if text.trim().is_empty() => {
            return vec![wrong("json", "There is nothing in it.".to_string())];
        }
        Category::Eof => {
            let says = format!("It ends too early, in line {}.", error.line());
            return vec![wrong("json", says)];
        }
        Category::Io | Category::Syntax => {
            return vec![wrong("json", format!("This is no JSON: {error}."))];
        }
    };
    let Some(request) = value.as_object() else {
        let says = r#"A request is as {"people": [{"name": "Ana"}], "size": 3}."#;
        return vec![wrong("json", says.to_string())];
    };
    let mut all = Vec::new();
    for (key, is, takes) in KEYS {
        match request.get(*key) {
            Some(value) if !is(value) => all.push(wrong(key, format!("It takes {takes}."))),
            None if ["people", "size"].contains(key) => {
                all.push(wrong(key, format!("It must be there: {takes}.")));
            }
            _ => {}
        }
    }
    let people = request.get("people").and_then(Value::as_array);
    let people = people.into_iter().flatten().enumerate();
    if let Some((at, _)) = people.into_iter().find(|it| !is_person(it.1)) {
        let says = format!(
            r#"Number {} is not as {{"name": "Ana", "tags": {{"dept": "x"}}, "remote": true}}, of which only the name must be there."#,
            at + 1
        );
        all.push(wrong("people", says));
    }
    let known: Vec<&str> = KEYS.iter().map(|it| it.0).collect();
    for key in request.keys().filter(|it| !known.contains(&it.as_str())) {
        let says = format!(
            "{key:?} is no key of a request. There are: {}.",
            known.join(", ")
        );
        all.push(wrong("json", says));
    }
    if all.is_empty() {
        let says = error.to_string();
        let says = says.replace("duplicate field", "this key stands there twice:");
        all.push(wrong("json", format!("{says}.")));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::Request;

    #[test]
    fn what_is_no_request_is_said_without_a_word_of_the_program() {
        let said = |text: &str| {
            let wrong = Request::read(text).unwrap_err();
            let said = wrong.iter().map(|it| format!("{}: {}", it.rule, it.says));
            said.collect::<Vec<_>>().join("\n")
        };
        let texts = [
            "",
            r#"{"people": ["#,
            "[1]",
            r#"{"people": [{"name": "Ana"}], "size": 3,}"#,
            r#"{"people": "Ana", "rounds": -1, "history": [["Ana", "Ben"]], "mix": "dept", "seeds": 1}"#,
            r#"{"people": [{"name": "Ana"}, "Ben"], "size": 3, "seed": 1.5, "first": 2}"#,
            r#"{"people": [{"name": "Ana", "tag": {}}], "size": 3, "present": ["Ana"], "hosts": [1]}"#,
            r#"{"people": [], "size": 3, "size": 4}"#,
        ];
        let all: Vec<String> = texts.iter().map(|it| said(it)).collect();
        insta::assert_snapshot!(all.join("\n---\n"), @r#"
        json: There is nothing in it.
        ---
        json: It ends too early, in line 1.
        ---
        json: A request is as {"people": [{"name": "Ana"}], "size": 3}.
        ---
        json: This is no JSON: trailing comma at line 1 column 41.
        ---
        people: It takes a list of people: [{"name": "Ana"}].
        size: It must be there: 2, 3, 4 or "3-4".
        rounds: It takes a whole number.
        history: It takes rounds of groups of names: [[["Ana", "Ben"], ["Chi", "Dev"]]].
        mix: It takes a list of tags: ["dept"].
        json: "seeds" is no key of a request. There are: people, size, rounds, present, history, apart, together, mix, hosts, new, first, seed.
        ---
        first: It takes "mix", "both" or "meetings".
        seed: It takes a whole number, 0 or more.
        people: Number 2 is not as {"name": "Ana", "tags": {"dept": "x"}, "remote": true}, of which only the name must be there.
        ---
        present: It takes a list of names for each round: [["Ana", "Ben"]].
        hosts: It takes a list of names: ["Ana"].
        people: Number 1 is not as {"name": "Ana", "tags": {"dept": "x"}, "remote": true}, of which only the name must be there.
        ---
        json: this key stands there twice: `size` at line 1 column 32.
        "#);
    }
}
