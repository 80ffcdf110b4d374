//! Topics that no bank asks about, in languages beside English: the same topics as in
//! [`super::english`], as far as a list has been written. Entries as there.

/// The blocked topics of a language, by the first part of its tag; `None` where nobody has written
/// them yet.
pub(super) fn blocked(language: &str) -> Option<&'static [(&'static str, &'static str)]> {
    match language {
        "en" => Some(super::english::BLOCKED),
        "de" => Some(GERMAN),
        "fr" => Some(FRENCH),
        "es" => Some(SPANISH),
        _ => None,
    }
}

const GERMAN: &[(&str, &str)] = &[
    (
        "health",
        "krankheit*, krank, kranke, kranken, behinderung*, behindert*, therapie*, diagnose*, \
        medikament*, krankenhaus*, depress*, angststörung*, burnout, krebs, autis*, schwanger*, \
        fehlgeburt*",
    ),
    (
        "the body",
        "übergewicht*, dein gewicht, ihr gewicht, abnehmen, diät*, kalorie*, dein körper, nackt*, \
        umarm*, händchen",
    ),
    (
        "sex and gender",
        "sex, sexuell*, sexuali*, dein geschlecht, transgender, schwul*, lesbisch*, bisexuell*, \
        queer",
    ),
    (
        "faith",
        "gott, götter, kirche*, moschee*, synagoge*, gebet*, beten, religi*, dein glaube, \
        deinen glauben, bibel, koran, sünde*, krafttier*",
    ),
    (
        "politics",
        "politi*, wahlen, gewählt hast, abtreibung*, gewerkschaft*",
    ),
    (
        "origin and status",
        "ethni*, rasse, hautfarbe*, wirklich her, einwander*, visum, flüchtling*, geflüchtet*, \
        staatsbürger*, staatsangehörig*",
    ),
    (
        "crime",
        "verhaftet*, verbrechen*, kriminell*, gefängnis*, illegal*",
    ),
    (
        "violence and death",
        "trauma*, missbrauch*, missbraucht*, suizid*, selbstmord*, getötet*, mord*, sterben, \
        stirbt, starb, gestorben*, tod, tode, todes*, beerdigung*, trauer*, witwe*, gewalt*",
    ),
    (
        "addiction",
        "sucht, süchtig*, alkoholi*, betrunken*, drogen*, entzug",
    ),
    (
        "money of one's own",
        "gehalt, gehälter, lohn, schulden, vermögen, verdienst du, verdienen sie",
    ),
    (
        "love and family plans",
        "kinder haben, kinder bekommen, kinderwunsch*, dein ex, deine ex, scheidung*, geschieden*, \
        verheiratet*, hochzeit*, single, erster kuss, ersten kuss, verliebt*, liebesleben",
    ),
    (
        "confessions",
        "beicht*, gesteh*, peinlich*, schlimmste, schlimmsten, größte angst, wahrheit oder \
        pflicht, lästern, deine noten, dein abschluss",
    ),
];

const FRENCH: &[(&str, &str)] = &[
    (
        "health",
        "maladie*, malade, malades, handicap*, thérapie*, diagnosti*, médicament*, hôpital, \
        dépressi*, burn-out, cancer, autis*, enceinte*, grossesse*, fausse couche",
    ),
    (
        "the body",
        "surpoids, votre poids, ton poids, maigrir, régime*, calorie*, ton corps, votre corps, \
        tout nu",
    ),
    (
        "sex and gender",
        "sexe, sexuel*, sexualité*, transgenre*, gay, lesbienne*, bisexuel*, queer",
    ),
    (
        "faith",
        "dieu, dieux, église*, mosquée*, synagogue*, prière*, prier, religi*, ta foi, votre foi, \
        bible, coran, péché*, animal totem",
    ),
    (
        "politics",
        "politique*, voté, élection*, avortement*, syndicat*, syndiqué*",
    ),
    (
        "origin and status",
        "ethni*, ta race, votre race, couleur de peau, vraiment originaire, immigr*, visa, \
        réfugié*, nationalité*",
    ),
    ("crime", "arrêté par, crime*, criminel*, prison*, illégal*"),
    (
        "violence and death",
        "trauma*, maltraitance*, suicid*, tué, tuée, meurtre*, mourir, mort, morte, morts, décès, \
        décédé*, enterrement*, deuil*, veuf, veuve*, violen*",
    ),
    (
        "addiction",
        "addict*, alcoolique*, ivre, ivres, drogue*, désintoxication",
    ),
    (
        "money of one's own",
        "salaire*, dette, dettes, fortune, gagnes-tu, gagnez-vous",
    ),
    (
        "love and family plans",
        "avoir des enfants, ton ex, votre ex, divorc*, marié*, mariage*, célibataire*, premier \
        baiser, amoureux, amoureuse*",
    ),
    (
        "confessions",
        "confess*, avoue*, avouer, honte*, pire souvenir, plus grande peur, action ou vérité, \
        ragot*, tes notes, vos notes",
    ),
];

const SPANISH: &[(&str, &str)] = &[
    (
        "health",
        "enfermedad*, enferma, enfermo, discapa*, terapia*, diagnóstico*, medicamento*, \
        hospital*, depresi*, ansiedad, cáncer, autis*, embarazo*, embarazada*",
    ),
    (
        "the body",
        "sobrepeso, tu peso, su peso, adelgazar, dieta*, caloría*, tu cuerpo, su cuerpo, desnud*",
    ),
    (
        "sex and gender",
        "sexo, sexual*, tu género, transgénero*, gay, lesbiana*, bisexual*, queer",
    ),
    (
        "faith",
        "dios, dioses, iglesia*, mezquita*, sinagoga*, oración*, rezar, religi*, tu fe, su fe, \
        biblia, corán, pecado*, animal de poder",
    ),
    (
        "politics",
        "política*, político*, votaste, elecciones, aborto*, sindicato*",
    ),
    (
        "origin and status",
        "étnic*, etnia*, tu raza, color de piel, realmente eres, inmigr*, visado*, refugiad*, \
        nacionalidad*, ciudadanía",
    ),
    ("crime", "arrest*, crimen*, criminal*, cárcel*, ilegal*"),
    (
        "violence and death",
        "trauma*, maltrato*, abuso*, suicid*, asesin*, morir, murió, muerte*, muerto*, muerta*, \
        funeral*, luto, viuda*, viudo*, violen*",
    ),
    (
        "addiction",
        "adicc*, adict*, alcohólic*, borrach*, droga*, rehabilitación",
    ),
    (
        "money of one's own",
        "salario*, sueldo*, deuda*, tu riqueza, cuánto ganas",
    ),
    (
        "love and family plans",
        "tener hijos, tu ex, divorci*, casado, casada, matrimonio*, boda, bodas, solter*, primer \
        beso, enamora*",
    ),
    (
        "confessions",
        "confes*, confiesa, vergüenza*, peor recuerdo, mayor miedo, verdad o reto, chisme*, tus \
        notas",
    ),
];
