//! The rules over what a bank says trip and do not trip.

use std::collections::BTreeSet;

use crate::check::tests::rules;

/// One item in a bank of questions; the rules that it breaks.
fn item(more: &str) -> Vec<&'static str> {
    let bank =
        format!("[bank]\ntitle = \"Zz\"\n[[item]]\nid = \"zz-one\"\nthemes = \"now\"\n{more}\n");
    rules(&[("zz.toml", &bank)]).iter().map(|it| it.1).collect()
}

/// What a text breaks as a light question.
fn asked(text: &str) -> Vec<&'static str> {
    item(&format!("level = 1\ntext = \"{text}\""))
}

/// What a text breaks as a personal question, which has all it needs.
fn asked_deeper(text: &str) -> Vec<&'static str> {
    item(&format!(
        "level = 3\ntext = \"{text}\"\nlighter = \"What did you notice today?\"\nfollow = \"What came of it?\""
    ))
}

#[test]
fn every_rule_for_words_trips_and_does_not() {
    let long = |n: usize| format!("What {}?", "do ".repeat(n).trim());
    for (rule, trips, fine) in [
        ("Q005", &*long(20), &*long(19)),
        ("Q005", &*long(30), "What grows near you?"),
        ("Q005", "What grows here?", "What grows near you?"),
        (
            "Q006",
            "What is near? And what is far?",
            "What is near, and what is far?",
        ),
        (
            "Q007",
            "Do you like the window?",
            "What do you like about the window?",
        ),
        (
            "Q007",
            "Would you move the window?",
            "Would you rather move or stay put?",
        ),
        (
            "Q008",
            "Which is your favourite sound here?",
            "Which sound here do you like?",
        ),
        (
            "Q008",
            "What was the best of today?",
            "What was good at least for a moment?",
        ),
        (
            "Q010",
            "What would you do with your salary?",
            "What would you do with an hour?",
        ),
        (
            "Q010",
            "Which of your plans died quietly?",
            "Which of your dice is the lucky one?",
        ),
        (
            "Q011",
            "What did your mother teach you?",
            "Who taught you to tie a knot?",
        ),
        (
            "Q011",
            "What do you cook on a grey day?",
            "What is unclear on a grey day?",
        ),
        (
            "Q012",
            "What do you do at the weekend?",
            "What do you do on days off?",
        ),
        (
            "Q012",
            "What can you see from there?",
            "What have you noticed from there?",
        ),
        (
            "Q013",
            "Which superpower do you use here?",
            "Which skill do you use here?",
        ),
        (
            "Q014",
            "Which professional responsibilities occasionally overwhelm individuals?",
            "Which of your duties is easy for you today?",
        ),
        (
            "Q023",
            "Who in this team is fun to be with?",
            "What in this team is fun to do?",
        ),
        (
            "Q025",
            "Are tomatoes a fruit?",
            "Which fruit is nearest to you today?",
        ),
        (
            "Q024",
            "What do you guys notice first here?",
            "What do all of you notice first here?",
        ),
        ("Q026", "What is near you today", "What is near you today?"),
        (
            "Q026",
            "What is  near you today?",
            "What is near you: a pen, a cup?",
        ),
        (
            "Q026",
            "What isn’t near you today?",
            "What isn't near you today?",
        ),
    ] {
        assert!(
            asked(trips).contains(&rule),
            "{rule}: {trips} {:?}",
            asked(trips)
        );
        assert_eq!(asked(fine), [""; 0], "{fine}");
    }
    for (rule, trips, fine) in [
        (
            "Q021",
            "Why did you change your mind?",
            "What made you change your mind?",
        ),
        (
            "Q022",
            "What did your manager make easier?",
            "What became easier for you here?",
        ),
    ] {
        assert_eq!(asked_deeper(trips), [rule], "{trips}");
        assert_eq!(asked_deeper(fine), [""; 0], "{fine}");
    }
}

#[test]
fn what_goes_deeper_has_a_lighter_one_and_follow_ups_that_are_open() {
    let deeper = |more: &str| {
        item(&format!(
            "level = 3\ntext = \"What made you change your mind?\"\n{more}"
        ))
    };
    let (lighter, follow) = (
        "lighter = \"What did you notice today?\"\n",
        "follow = \"What came of it?\"\n",
    );
    assert_eq!(deeper(&format!("{lighter}{follow}")), [""; 0]);
    assert_eq!(deeper(lighter), ["Q017"]);
    assert_eq!(deeper(follow), ["Q017"]);
    assert_eq!(
        deeper(&format!("{lighter}follow = \"Did it help?\"\n")),
        ["Q030"]
    );
}

#[test]
fn a_flag_says_what_is_touched() {
    let cook = "level = 1\ntext = \"What do you cook on a grey day?\"\n";
    assert_eq!(item(cook), ["Q011"]);
    assert_eq!(item(&format!("{cook}flags = [\"family\"]")), ["Q011"]);
    assert_eq!(item(&format!("{cook}flags = [\"food\"]")), [""; 0]);
}

#[test]
fn a_person_may_overrule_what_is_a_matter_of_judgement_and_nothing_else() {
    let see = "level = 1\ntext = \"Which superpower do you use here?\"\n";
    assert_eq!(item(see), ["Q013"]);
    assert_eq!(
        item(&format!(
            "{see}allow = {{ Q013 = \"the team's own joke\" }}"
        )),
        [""; 0]
    );
    assert_eq!(
        item(&format!("{see}allow = {{ Q014 = \"why not\" }}")),
        ["Q013", "Q031"]
    );
    assert_eq!(
        item(&format!("{see}allow = {{ Q01 = \"why not\" }}")),
        ["Q013", "Q031"]
    );
    assert_eq!(
        item(&format!("{see}allow = {{ Q016 = \"why not\" }}")),
        ["Q013", "Q031"]
    );
    assert!(item(&format!("{see}allow = {{ Q013 = \"\" }}")).contains(&"S007"));
}

/// A bank with these texts at these levels.
fn bank(items: &[(String, usize)], more: &str) -> String {
    let mut bank = format!("[bank]\ntitle = \"Zz\"\n{more}");
    for (at, (text, level)) in items.iter().enumerate() {
        let deeper = "lighter = \"What did you notice today?\"\nfollow = \"What came of it?\"\n";
        let deeper = if *level >= 3 { deeper } else { "" };
        let theme = at % 5;
        bank += &format!(
            "[[item]]\nid = \"zz{at}\"\ntext = \"{text}\"\nlevel = {level}\nthemes = \"t{theme}\"\ntense = \"now\"\ntags = \"work-useful\"\n{deeper}"
        );
    }
    bank
}

/// Texts that are not alike: each has three words of its own.
fn texts(n: usize, opening: impl Fn(usize) -> String) -> Vec<(String, usize)> {
    let word = |at: usize| -> String {
        let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap());
        [letter(at / 26), letter(at), 'x'].iter().collect()
    };
    (0..n)
        .map(|at| {
            (
                format!("{} {}s {}t {}r?", opening(at), word(at), word(at), word(at)),
                1,
            )
        })
        .collect()
}

/// Ten different openings.
fn opening(at: usize) -> String {
    let first = ["What", "Which", "How", "When", "Where"][at % 5];
    let second = ["near", "far"][at % 2];
    format!("{first} {second}")
}

#[test]
fn questions_that_ask_nearly_the_same_are_found_once() {
    let pair = |one: &str, other: &str| {
        let items = [(one.to_string(), 1), (other.to_string(), 1)];
        rules(&[("zz.toml", &bank(&items, ""))])
            .iter()
            .map(|it| it.1)
            .collect::<Vec<_>>()
    };
    let one = "Which paper of this desk will you nearly frame today?";
    assert_eq!(
        pair(one, "Which paper of this desk will you nearly keep today?"),
        ["Q003"]
    );
    assert_eq!(pair(one, "Which door near you is open?"), [""; 0]);
    // Across files, it is said of one of them.
    let (a, b) = ("a".to_string(), "b".to_string());
    let a = bank(&[(one.to_string(), 1)], "").replace("zz0", &a);
    let b = bank(
        &[(
            "Which paper of this desk will you frame today?".to_string(),
            1,
        )],
        "",
    )
    .replace("zz0", &b);
    assert_eq!(
        rules(&[("zz-a.toml", &a), ("zz-b.toml", &b)]),
        [("zz-b".to_string(), "Q003")]
    );
}

#[test]
fn a_bank_is_held_against_its_openings_and_rankings() {
    let of = |items: &[(String, usize)]| {
        rules(&[("zz.toml", &bank(items, ""))])
            .iter()
            .map(|it| it.1)
            .collect::<BTreeSet<_>>()
    };
    let none = BTreeSet::new();
    assert_eq!(of(&texts(40, opening)), none);
    let same = |at: usize| {
        if at < 4 {
            "Here you, what".to_string()
        } else {
            opening(at)
        }
    };
    assert_eq!(of(&texts(40, same)), none);
    let same = |at: usize| {
        if at < 5 {
            "Here you, what".to_string()
        } else {
            opening(at)
        }
    };
    assert_eq!(of(&texts(40, same)), BTreeSet::from(["Q004"]));
    assert_eq!(of(&texts(24, |_| "Here you, what".to_string())), none);
    let often = |every: usize, what: &str| {
        let ranked = texts(40, |at| {
            if at % every == 0 {
                format!("{} {what}", opening(at))
            } else {
                opening(at)
            }
        });
        of(&ranked)
    };
    assert_eq!(often(10, "best"), BTreeSet::from(["Q008"]));
    let found = rules(&[(
        "zz.toml",
        &bank(
            &texts(40, |at| {
                if at % 10 == 0 {
                    format!("{} best", opening(at))
                } else {
                    opening(at)
                }
            }),
            "",
        ),
    )]);
    assert_eq!(found.len(), 5, "each of the four, and the bank: {found:?}");
    assert_eq!(often(5, "and why"), none);
    assert_eq!(often(4, "and why"), BTreeSet::from(["Q006"]));
    let imagined = |every: usize| {
        of(&texts(40, |at| {
            if at % every == 0 {
                format!("Imagine {}", opening(at))
            } else {
                opening(at)
            }
        }))
    };
    assert!(!imagined(5).contains("Q009"));
    assert!(imagined(4).contains("Q009"));
}

#[test]
fn a_large_bank_has_the_whole_scale() {
    let level = |at: usize| match at / 5 % 20 {
        0..6 => 1,
        6..12 => 2,
        12..17 => 3,
        17..19 => 4,
        _ => 5,
    };
    let mut items = texts(100, opening);
    for (at, item) in items.iter_mut().enumerate() {
        item.1 = level(at);
    }
    let of = |items: &[(String, usize)], change: &dyn Fn(String) -> String| {
        let bank = change(bank(items, ""));
        rules(&[("zz.toml", &bank)])
            .iter()
            .map(|it| it.1)
            .collect::<Vec<_>>()
    };
    let as_is = |it: String| it;
    assert_eq!(of(&items, &as_is), [""; 0]);
    let mut light = items.clone();
    light
        .iter_mut()
        .filter(|it| it.1 == 2)
        .take(6)
        .for_each(|it| it.1 = 1);
    assert_eq!(of(&light, &as_is), ["Q019", "Q019"]);
    assert_eq!(of(&items, &|it| it.replace("\"t4\"", "\"t3\"")), [""; 0]);
    let small = of(&items, &|it| it.replacen("\"t4\"", "\"t3\"", 1));
    assert_eq!(small, ["Q020"]);
    assert_eq!(
        of(&items, &|it| it.replacen("\"work-useful\"", "\"rare\"", 1)),
        ["Q020"]
    );
    assert_eq!(
        of(&items, &|it| it.replacen(
            "\"work-useful\"",
            "\"other\"",
            66
        )),
        ["Q027"]
    );
    assert_eq!(
        of(&items, &|it| it.replacen(
            "tense = \"now\"",
            "tense = \"past\"",
            51
        )),
        ["Q027"]
    );
    let allowed = of(&items, &|it| {
        let it = it.replacen("tense = \"now\"", "tense = \"past\"", 51);
        it.replacen(
            "title = \"Zz\"\n",
            "title = \"Zz\"\nallow = { Q027 = \"for old hands\" }\n",
            1,
        )
    });
    assert_eq!(allowed, [""; 0]);
    // A lack of deep ones in one theme.
    let mut shallow = items.clone();
    shallow[95].1 = 4;
    assert_eq!(of(&shallow, &as_is), ["Q019"]);
}

/// What one text of a bank in this language breaks, beside that not every rule looks at it.
fn said_in(lang: &str, text: &str) -> Vec<&'static str> {
    let bank = format!(
        "[bank]\ntitle = \"Zz\"\nlang = \"{lang}\"\n[[item]]\nid = \"zz-a\"\nthemes = \"now\"\nlevel = 1\ntext = \"{text}\"\n"
    );
    let found = rules(&[("zz.toml", &bank)]).into_iter().map(|it| it.1);
    found.filter(|it| *it != "Q033").collect()
}

#[test]
fn a_question_of_another_language_is_held_to_what_needs_no_words() {
    assert_eq!(said_in("de-CH", "Was war heute angenehm?"), [""; 0]);
    assert_eq!(said_in("fr", "Quel bruit d’ici te plaît\u{a0}?"), [""; 0]);
    assert_eq!(said_in("ja", "今日うれしかったことは何ですか。"), [""; 0]);
    for (lang, text, rule) in [
        ("de", "Was war gut? Und was nicht?", "Q006"),
        ("ja", "今日は何を見ましたか？明日は何を見ますか？", "Q006"),
        ("de", &*format!("Was {}?", "und ".repeat(30).trim()), "Q005"),
        ("nl", "Wat nu?", "Q005"),
        ("ja", &*"今日は何".repeat(20), "Q005"),
        ("de", "Wie denkst du über dein Gehalt?", "Q010"),
        ("fr", "Comment parles-tu de ton salaire ?", "Q010"),
        ("es", "¿Cómo hablas de tu sueldo en casa?", "Q010"),
        ("nl", "Wat is  er nu goed?", "Q026"),
    ] {
        assert_eq!(said_in(lang, text), [rule], "{text}");
    }
    // Nobody has written down the topics of this one.
    assert_eq!(said_in("nl", "Hoe praat je over je salaris?"), [""; 0]);
    let deep = "level = 3\ntext = \"Was hat dich hier verändert?\"\n";
    let bank = format!(
        "[bank]\ntitle = \"Zz\"\nlang = \"de\"\n[[item]]\nid = \"zz-a\"\nthemes = \"now\"\n{deep}"
    );
    let found = rules(&[("zz.toml", &bank)]);
    let found: Vec<_> = found.iter().map(|it| it.1).collect();
    assert_eq!(
        found,
        ["Q033", "Q017", "Q017"],
        "a lighter one, a follow-up"
    );
}

#[test]
fn near_doubles_are_found_in_any_language() {
    let item = |id: &str, text: &str| {
        format!("[[item]]\nid = \"{id}\"\nthemes = \"now\"\nlevel = 1\ntext = \"{text}\"\n")
    };
    let bank = format!(
        "[bank]\ntitle = \"Zz\"\nlang = \"de\"\n{}{}",
        item("zz-a", "Welches kleine Geräusch hast du heute gemocht?"),
        item("zz-b", "Welches kleine Geräusch hast du gestern gemocht?")
    );
    assert!(rules(&[("zz.toml", &bank)]).iter().any(|it| it.1 == "Q003"));
}

#[test]
fn what_no_rule_looked_for_is_said_until_two_people_have() {
    let bank = "[bank]\ntitle = \"Zz\"\nlang = \"nl\"\n[[item]]\nid = \"zz-a\"\nthemes = \"now\"\nlevel = 1\ntext = \"Wat is er nu goed?\"\n";
    assert_eq!(rules(&[("zz.toml", bank)]), [("zz".to_string(), "Q033")]);
    let allowed = bank.replace("lang", "allow = { Q033 = \"Ana and Ben did\" }\nlang");
    assert_eq!(rules(&[("zz.toml", &allowed)]), []);
    let english = allowed.replace("\"nl\"", "\"en\"");
    assert_eq!(rules(&[("zz.toml", &english)])[0].1, "Q031");
}

#[test]
fn a_text_is_one_line_that_can_be_seen() {
    for odd in [
        "\\n",
        "\\r\\n",
        "\\u001B[2J",
        "\\u202E",
        "\\u2028",
        "\\u2066",
    ] {
        let found = asked(&format!("What grows near you?{odd}Pass is no answer."));
        assert_eq!(found, ["Q032"], "{odd}");
    }
    let follow = "level = 1\ntext = \"What grows near you?\"\nfollow = \"What\\nthen is it?\"";
    assert_eq!(item(follow), ["Q032"]);
}

#[test]
fn a_declared_language_is_there_for_every_item_with_its_gaps() {
    let with = |translated: &str, german: &str| {
        let bank = format!(
            "[bank]\ntitle = \"Zz\"\nkind = \"stem\"\n{translated}[[item]]\nid = \"zz-a\"\nlevel = 1\nthemes = \"now\"\ntext = \"What helped was …\"\n{german}"
        );
        let found = rules(&[("zz.toml", &bank)]).into_iter().map(|it| it.1);
        found.filter(|it| *it != "S008").collect::<Vec<_>>()
    };
    let german = "[item.i18n.de]\ntext = \"Geholfen hat …\"\n";
    assert_eq!(with("", ""), [""; 0]);
    assert_eq!(with("translated = [\"de\"]\n", german), [""; 0]);
    assert_eq!(with("translated = [\"de\"]\n", ""), ["Q029"]);
    assert_eq!(with("translated = [\"de\", \"fr\"]\n", german), ["Q029"]);
    assert_eq!(
        with("translated = [\"de\"]\n", &german.replace(" …", "")),
        ["Q029"]
    );
}
