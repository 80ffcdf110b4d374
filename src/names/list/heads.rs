//! What the first line of a list says its columns hold: the words that spreadsheets and people
//! write there, in a few languages.

use crate::roster::alike::fold;

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    First,
    Last,
    Email,
    Tags,
    /// A tag of this key, because somebody asked for it.
    Tag(String),
    Other,
}

/// A whole name. Beside a column of first names it is the last, and beside one of last names the
/// first: `Vorname,Name` and `Nombre,Apellidos`.
const NAME: &[&str] = &[
    "name",
    "names",
    "fullname",
    "displayname",
    "person",
    "anzeigename",
    "vollername",
    "mitarbeiter",
    "nom",
    "nomcomplet",
    "nomaffiché",
    "nombre",
    "nombrecompleto",
    "nombreyapellidos",
    "nome",
    "nomecompleto",
    "naam",
];

const FIRST: &[&str] = &[
    "firstname",
    "givenname",
    "forename",
    "vorname",
    "rufname",
    "prénom",
    "prenom",
    "prénoms",
    "prenoms",
    "nombredepila",
    "voornaam",
];

const LAST: &[&str] = &[
    "lastname",
    "familyname",
    "surname",
    "nachname",
    "familienname",
    "zuname",
    "nomdefamille",
    "apellido",
    "apellidos",
    "primerapellido",
    "segundoapellido",
    "cognome",
    "apelido",
    "sobrenome",
    "achternaam",
];

const EMAIL: &[&str] = &[
    "email",
    "mail",
    "emailaddress",
    "email1value",
    "emailadresse",
    "mailadresse",
    "adresseemail",
    "adressemail",
    "adresseélectronique",
    "adresseelectronique",
    "courriel",
    "correo",
    "correoelectrónico",
    "correoelectronico",
    "direccióndecorreo",
    "direccióndecorreoelectrónico",
    "emailadres",
];

const TAGS: &[&str] = &[
    "tag",
    "tags",
    "label",
    "labels",
    "role",
    "roles",
    "rolle",
    "rollen",
    "rôle",
    "rôles",
    "rol",
    "étiquette",
    "étiquettes",
    "etiqueta",
    "etiquetas",
    "schlagwort",
    "schlagworte",
];

/// What the fields of a header say; a row that is none says nothing.
pub(super) fn columns(fields: &[String]) -> Vec<Column> {
    let column = |field: &String| {
        let word = fold(&field.replace(['_', '-', ' ', '"'], ""));
        let is = |words: &[&str]| words.contains(&word.as_str());
        match () {
            () if is(NAME) => Column::Name,
            () if is(FIRST) => Column::First,
            () if is(LAST) => Column::Last,
            () if is(EMAIL) => Column::Email,
            () if is(TAGS) => Column::Tags,
            () => Column::Other,
        }
    };
    fields.iter().map(column).collect()
}

/// The name in a row, of what stands in the columns for it. A part that stands in the whole name
/// already is not said twice.
pub(super) fn joined(whole: &str, first: &str, last: &str) -> String {
    let has = |part: &str| {
        let words = fold(whole);
        let mut words = words.split(|it: char| !it.is_alphanumeric());
        let part = fold(part);
        words.any(|it| part.split(' ').next() == Some(it))
    };
    let parts = match (whole, first, last) {
        ("", first, last) => [first, "", last],
        (whole, first, "") if !first.is_empty() && !has(first) => [first, "", whole],
        (whole, "", last) if !last.is_empty() && !has(last) => [whole, "", last],
        (whole, _, _) => ["", whole, ""],
    };
    let parts = parts.into_iter().filter(|it| !it.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}
