//! Words and turns of phrase that the rules for English look for.
//!
//! A list has its entries between commas. An entry is a word, several words in a row, or the beginning of a word with `*` behind it. The
//! lists name what was seen to hurt or to shut people out; `allow` with a reason is for the rest.

/// Topics that no question of ours touches.
pub(super) const BLOCKED: &[(&str, &str)] = &[
    (
        "health",
        "\
        illness*, disease*, sick, disabilit*, disabled, therapy, therapist*, diagnos*, \
        medication*, surgery, hospital*, depress*, anxiety, burnout, mental health, cancer, \
        autis*, pregnan*, miscarriage*, fertility",
    ),
    (
        "the body",
        "\
        overweight, your weight, lose weight, diet, diets, calorie*, your body, naked, hug, \
        hugs, hold hands, massage*",
    ),
    (
        "sex and gender",
        "\
        sex, sexual*, sexy, your gender, coming out, transgender, gay, lesbian, bisexual, \
        queer",
    ),
    (
        "faith",
        "\
        god, gods, church*, mosque*, synagogue*, prayer*, pray, religio*, your faith, \
        bible, quran, sin, sins, spirit animal*, totem*",
    ),
    (
        "politics",
        "politic*, vote for, voted for, election*, brexit, abortion*, trade union*",
    ),
    (
        "origin and status",
        "\
        ethnic*, your race, racial*, skin colour, skin color, really from, immigra*, visa, \
        refugee*, citizenship",
    ),
    (
        "crime",
        "arrested, crime*, criminal*, prison*, jail, illegal*",
    ),
    (
        "violence and death",
        "\
        trauma*, abuse*, abusive, suicid*, killed, murder*, die, dies, died, dying, death*, \
        funeral*, grief, grieving, widow*, passed away, assault*, violen*",
    ),
    ("addiction", "addict*, alcoholic*, drunk*, drugs, rehab"),
    (
        "money of one's own",
        "\
        salary, salaries, wage, wages, debt, debts, wealth*, net worth, you earn, get rich, \
        were rich",
    ),
    (
        "love and family plans",
        "\
        have children, want children, want kids, dating, your ex, divorc*, marriage, \
        married, are you single, you single, wedding*, boyfriend*, girlfriend*, first kiss, crush, romantic*, \
        love life, soulmate*",
    ),
    (
        "confessions",
        "\
        confess*, embarrass*, worst thing you, worst memory, childhood memory, darkest, \
        biggest fear, fear most, truth or dare, dare you, guess who, gossip*, your degree, \
        your grades",
    ),
];

/// Topics that are off unless a step asks for them, by the flag that says so.
pub(super) const FLAGGED: &[(&str, &str)] = &[
    (
        "family",
        "\
        family, families, mother, mothers, father*, mum, mom, dad, parent, parents, \
        sister*, brother*, grandmother*, grandfather*, grandparent*, grandma*, grandpa*, \
        uncle, uncles, aunt, aunts, cousin*, son, daughter*, sibling*, children, kids, \
        husband*, wife, spouse*",
    ),
    (
        "childhood",
        "\
        childhood, growing up, grew up, as a child, as a kid, when you were little, \
        when you were young, younger self, teenage*",
    ),
    ("home-town", "home town, hometown, are you from"),
    (
        "school",
        "school*, classroom*, homework, university, college, exam, exams, graduat*",
    ),
    (
        "holidays",
        "holiday*, christmas, easter, ramadan, new year, birthday*, vacation*",
    ),
    (
        "food",
        "\
        food*, meal*, breakfast*, lunch*, dinner*, cook*, recipe*, dish, dishes, snack*, \
        eat, eating, ate, restaurant*, dessert*, pizza, chocolate",
    ),
    ("sleep", "sleep*, asleep, bedtime, nap, naps, insomnia"),
    ("pets", "pet, pets, dog, dogs, cat, cats"),
    ("travel", "abroad, passport*, flight*, airport*, travel*"),
    ("fitness", "gym, workout*, marathon*, jogging, fitness"),
    (
        "alcohol",
        "beer*, wine, wines, alcohol*, cocktail*, whisk*, pub",
    ),
    (
        "loss",
        "loss, losses, lost someone, lost somebody, goodbye*",
    ),
    ("failure", "fail, fails, failed, failing, failure*"),
    (
        "names",
        "your name, first name, nickname*, surname*, named after",
    ),
    (
        "languages",
        "mother tongue, native language, accent, accents, bilingual",
    ),
    (
        "age",
        "the 70s, the 80s, the 90s, your age, your generation, years old",
    ),
    ("military", "military, army, soldier*, veteran*"),
    (
        "home",
        "your house, your flat, your apartment, your bedroom, your kitchen, living room",
    ),
    ("meaning", "meaning of life, purpose of life"),
];

/// What presumes a life, and what to write instead.
pub(super) const PRESUMED: &[(&str, &str)] = &[
    ("your parents", "someone who looked out for you"),
    ("as a child, as a kid, growing up", "earlier in life"),
    (
        "your kids, your children, your partner, your husband, your wife",
        "people you share time with",
    ),
    ("vacation*, your holidays", "time off, even an hour"),
    (
        "favourite restaurant, favorite restaurant",
        "food that fits your mood",
    ),
    ("celebrate christmas, at christmas", "a day you mark"),
    ("grab a beer, for a beer, for drinks", "meet after work"),
    (
        "you see, you saw, you hear, you heard, you walk*, stand up, go for a walk",
        "come across, or notice",
    ),
    ("your country, your home country", "a place you know"),
    ("dream job", "work you would miss"),
    ("college, university", "where you learned it"),
    ("commut*", "the start of your workday"),
    ("weekend*", "days off"),
];

/// Turns of phrase, names and stories that not everybody knows.
pub(super) const IDIOMS: &str = "\
        piece of cake, low-hanging fruit, touch base, ballpark, home run, slam dunk, \
        outside the box, hit the ground running, game changer, on the same page, \
        elephant in the room, bucket list, couch potato, elevator pitch, rockstar*, \
        rock star*, ninja*, unicorn*, happy hour, desert island, time machine, lottery, \
        superhero*, superpower*, zombie*, celebrit*, netflix, instagram, tiktok, facebook, \
        disney, star wars, harry potter, marvel, pokemon, spotify, youtube, starbucks, \
        silver lining, rule of thumb, rabbit hole, cold feet, break the ice";

/// Words that leave somebody out, by sex or by body.
pub(super) const EXCLUDING: &str = "\
        guys, ladies, gentlemen, manpower, man-hour*, chairman, salesman, mankind, crazy, \
        insane, lame, dumb, blind to, blind spot*, deaf to, sanity check, handicap*, \
        tribe*, powwow*, spastic, stand-up";

/// Rankings, which freeze people.
pub(super) const RANKING: &str = "\
        favourite*, favorite*, best, worst, most, ever, greatest, biggest, least, happiest, \
        proudest, hardest, funniest, strangest, weirdest";

/// Where a word of [`RANKING`] ranks nothing.
pub(super) const NO_RANKING: &str =
    "at least, at most, at best, most of, for the most part, hardly ever, best wishes";

/// Beginnings that can be answered by yes or no.
pub(super) const CLOSED: &str = "\
        do, does, did, is, are, was, were, have, has, had, can, could, would, will, should, \
        shall, may, might, am";

/// Beginnings that lead away from what was.
pub(super) const HYPOTHETICAL: &str =
    "if you, if there, if we, imagine, suppose, what if, would you rather";

/// Somebody who is not there, by a role.
pub(super) const THIRD_PERSON: &str = "\
        your manager, your boss, your lead, your colleague, a colleague who, \
        a teammate who, somebody in the team who, someone in the team who, \
        someone on the team who, your teammate";

/// People held against each other.
pub(super) const COMPARING: &str = "\
        who on the team, who in the team, who in this team, who on this team, who here, \
        who among, which of us, which of your colleagues, which colleague, which teammate, \
        most likely to, is the most, better than your";

/// Words that are in every sentence and tell nothing about what it asks.
pub(super) const STOP: &str = "\
        a an the and or but of in on at to for from by with without as is \
        are was were be been do does did have has had would could can will \
        should may might you your yours yourself i me my we us our it its \
        this that these those there here what which who whom whose when where \
        how why if than then so not no one some somebody someone something \
        about into up out more most very just like";
