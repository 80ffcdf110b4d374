//! Lists as people export and paste them, and what is said of those that cannot be read.

use proptest::prelude::*;

use super::*;

/// Every newcomer as `name <email> [tags]`, then every fault as `line: message`.
fn told(source: &[u8]) -> Vec<String> {
    let Read { value, faults } = read(Path::new("team.csv"), source, &["dept".to_string()]);
    let value = value.map(|it| it.people);
    let newcomer = |it: Newcomer| {
        let email = it.email.map_or_else(String::new, |it| format!(" <{it}>"));
        let mut tags = it.name.tags;
        tags.extend(it.name.remote.then(|| "remote".to_string()));
        format!("{}{email} {tags:?}", it.name.name)
    };
    let text = String::from_utf8_lossy(source);
    let fault = |it| {
        let row = crate::fault::row(it, &text);
        format!("{}: {}", row.line, row.message)
    };
    let newcomers = value.unwrap_or_default().into_iter().map(newcomer);
    newcomers.chain(faults.iter().map(fault)).collect()
}

#[test]
fn tables_are_read_with_any_mark_end_and_separator() {
    let wanted = [
        "Ana Lopez <ana@x.org> [\"lead\", \"ux\"]",
        "Ben [\"remote\"]",
        "Chi, Dr. []",
    ];
    for source in [
        "name,email,tags\nAna Lopez,ana@x.org,\"lead,ux\"\nBen,,remote\n\"Chi, Dr.\",,\n",
        "\u{feff}Name;E-Mail;Tags\r\nAna Lopez;ana@x.org;lead,ux\r\n\r\nBen;;Remote\r\nChi, Dr.;;\r\n",
        "Tags\tName\tTeam\tEmail\nlead/ux\tAna Lopez\tx\tana@x.org\nremote\tBen\n\t\"Chi, Dr.\"",
    ] {
        assert_eq!(told(source.as_bytes()), wanted, "{source}");
    }
    let names = "First Name,Last Name,E-mail Address\nAna,Lopez,ana@x.org\nBen,,\n";
    assert_eq!(
        told(names.as_bytes()),
        ["Ana Lopez <ana@x.org> []", "Ben []"]
    );
}

#[test]
fn without_a_header_addresses_and_known_tags_make_a_table() {
    assert_eq!(
        told(b"Ana,ana@x.org,lead\nBen,,remote\nChi\n"),
        ["Ana <ana@x.org> [\"lead\"]", "Ben [\"remote\"]", "Chi []"]
    );
    // Names as people write them, one after another.
    for names in ["Ana,Ben,Chi,Dev\n", "Ana,Ben\nChi,Dev,Eli\n"] {
        assert!(told(names.as_bytes()).len() > 3, "{names}");
    }
    // Nobody is called 50000, flu or Design: where no column is said to have names, none is guessed.
    for cells in [
        "Employee,Salary,Illness\nAna,much,flu\n",
        "Wer,Gehalt\nAna,50000\n",
        "Wer,Bereich\nAna,Design\nBen,Sales\n",
        "Ana,Ben\nChi,Dev\n",
    ] {
        assert_eq!(
            told(cells.as_bytes()),
            ["1: this line does not say in which column the names are"]
        );
    }
}

#[test]
fn headers_are_known_in_a_few_languages_and_first_and_last_names_are_joined() {
    for header in [
        "Vorname,Nachname,E-Mail-Adresse,Abteilung",
        "Vorname,Name,E-Mail,Abteilung",
        "Pr\u{e9}nom,Nom,Courriel,Service",
        "PRENOM,NOM DE FAMILLE,Adresse e-mail,Service",
        "Nombre,Apellidos,Correo,\u{c1}rea",
        "Nome,Cognome,Mail,Reparto",
        "Forename,Surname,Email,Department",
    ] {
        let rows = told(format!("{header}\nAna,L\u{f3}pez,ana@x.org,Design\n").as_bytes());
        assert_eq!(rows, ["Ana L\u{f3}pez <ana@x.org> []"], "{header}");
    }
    for (source, wanted) in [
        ("Nachname;Vorname\nL\u{f3}pez;Ana\n", "Ana L\u{f3}pez []"),
        (
            "Nombre;Primer apellido;Segundo apellido\nAna;Ruiz;Gil\n",
            "Ana Ruiz Gil []",
        ),
        ("Name,First name\n\"Ruiz, Ana\",Ana\n", "Ruiz, Ana []"),
        (
            "Name,First name,Last name\nAnita Ruiz,Ana,Ruiz\n",
            "Anita Ruiz []",
        ),
        ("nom\nAna Ruiz\n", "Ana Ruiz []"),
        ("Nombre,Etiquetas\nAna,remote\n", "Ana [\"remote\"]"),
    ] {
        assert_eq!(told(source.as_bytes()), [wanted], "{source}");
    }
}

#[test]
fn everybody_in_a_list_has_a_line() {
    let lines = |source: &str| -> Vec<Option<usize>> {
        let list = read(Path::new("team.csv"), source.as_bytes(), &[]).value;
        list.unwrap().people.iter().map(|it| it.line).collect()
    };
    assert_eq!(
        lines("name,tags\r\nAna,\r\n\r\nBen,\r\n"),
        [Some(2), Some(4)]
    );
    assert_eq!(
        lines("Ana, Ben\n# none\nChi\n"),
        [Some(1), Some(1), Some(3)]
    );
}

#[test]
fn pasted_lines_are_read_with_marks_brackets_and_addresses() {
    let source =
        "- Ana (lead, new)\n2. Ben <ben@x.org>\n\nChi, Dev (remote)\nEli <e@x.org>; Finn\n";
    assert_eq!(
        told(source.as_bytes()),
        [
            "Ana [\"lead\", \"new\"]",
            "Ben <ben@x.org> []",
            "Chi []",
            "Dev [\"remote\"]",
            "Eli <e@x.org> []",
            "Finn []"
        ]
    );
}

#[test]
fn what_cannot_be_read_is_named_with_its_line_and_then_nobody_is_taken() {
    let rows = told(b"name,email\nAna,ana\n,b@x.org\nChi,c@x.org\nd@x.org,\n");
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[0].starts_with("2: this is no address"), "{rows:?}");
    assert!(rows[1].starts_with("3: there is no name"), "{rows:?}");
    assert!(rows[2].starts_with("5: there is no name"), "{rows:?}");
    let pasted = told(b"Ana (lead\nBen\n\nChi <x>\n42\ne@x.org\n");
    assert_eq!(pasted.len(), 4, "{pasted:?}");
    assert!(pasted[0].starts_with("1: A bracket"), "{pasted:?}");
    assert!(pasted[1].starts_with("4: An address"), "{pasted:?}");
    assert!(pasted[2].starts_with("5: there is no name"), "{pasted:?}");
    assert!(pasted[3].starts_with("6: An address"), "{pasted:?}");
    let open = told(b"name,email\n\"Ana,a@x.org\nBen,b@x.org\n");
    assert_eq!(open, ["2: a quotation mark opens here and is not closed"]);
    assert_eq!(told(b"Ana\nB\xe9n\n"), ["2: this is not UTF-8 text"]);
    assert_eq!(told(b""), [""; 0]);
}

#[test]
fn a_header_without_a_column_of_names_is_refused_and_adds_nobody() {
    for header in ["email,dept", "E-Mail;Abteilung", "last name\temail", "tags"] {
        let rows = told(format!("{header}\nana@x.org\n").as_bytes());
        assert_eq!(rows, ["1: no column here is called name"], "{header}");
    }
}

#[test]
fn lines_that_begin_with_a_hash_are_comments() {
    let ana = ["Ana <ana@x.org> [\"lead\"]"];
    for source in [
        "# from the wiki, \"June\nAna <ana@x.org> (lead)\n  # Ben is gone\n",
        "\u{feff}# name, email\r\nname,email,tags\r\nAna,ana@x.org,lead\r\n#Ben,b@x.org,\r\n",
        "#,name,email,tags\n1,Ana,ana@x.org,lead\n",
    ] {
        let source = source.replace("Ana <ana@x.org> (lead)", "Ana (lead) <ana@x.org>");
        assert_eq!(told(source.as_bytes()), ana, "{source}");
    }
    let rows = told(b"# one\n\n# two\n<x\n");
    assert!(rows[0].starts_with("4: "), "{rows:?}");
}

#[test]
fn semicolons_and_tabs_make_columns_whatever_the_first_line_has() {
    for between in [";", "\t"] {
        let rows = told(format!("Gus\nHal{between}lead\nIda{between}i@x.org\n").as_bytes());
        assert_eq!(rows, ["Gus []", "Hal [\"lead\"]", "Ida <i@x.org> []"]);
        // Design may be a tag or somebody.
        let rows = told(format!("Hal{between}design\nIda{between}lead\n").as_bytes());
        assert_eq!(rows, ["1: this may be several people, or one with tags"]);
    }
    let rows = told(b"Ana,lead\nBen,design\n");
    assert_eq!(rows, ["2: this may be several people, or one with tags"]);
    assert_eq!(told(b"Ana\rBen\r"), ["Ana []", "Ben []"]);
}

#[test]
fn quotation_marks_are_not_of_the_name() {
    assert_eq!(
        told(b"\"Ana\"\n\"Lopez, Ben\" <b@x.org>, Chi \"Cheech\" Diaz\n"),
        [
            "Ana []",
            "Lopez, Ben <b@x.org> []",
            "Chi \"Cheech\" Diaz []"
        ]
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_named(
        source in prop::collection::vec(any::<u8>(), 0..200),
        text in "[a-z,;\"\n\r\t(<>@ é\u{a0}]{0,80}",
    ) {
        let _ = told(&source);
        let _ = told(text.as_bytes());
    }
}
