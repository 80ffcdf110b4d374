//! How deep questions may go for these people in this setting, and why, in
//! words. Pure.
//!
//! A ceiling by setting is a default: whoever holds the session may go one level deeper where
//! people agree, never beyond what the ritual and the team allow.

use crate::ritual::{Confidentiality, Level};

/// Most people of a plenary whose answers may be more than light.
const FEW: usize = 8;
/// People who sat in groups so often, with no long gap, know what they agree to.
const KNOWN: usize = 2;

/// The kind of bank whose items have graded levels.
pub const GRADED: &str = "question";

/// Where questions are answered, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Whether in groups, or with everybody listening.
    pub grouped: bool,
    /// How many people, where that is known.
    pub people: Option<usize>,
    /// How often whoever has been there least sat in groups lately.
    pub times: usize,
    /// Whether somebody is a lead: their own people may sit with them.
    pub has_lead: bool,
    /// Whether something goes on in which trust is thin, such as layoffs.
    pub thin: bool,
    /// What may be repeated.
    pub confidentiality: Confidentiality,
}

/// The deepest level for a setting, and why.
pub fn ceiling(setting: &Setting) -> (Level, String) {
    use Confidentiality::{LessonsLeave, Stays};
    let (level, why) = match (setting.grouped, setting.people) {
        (false, Some(n)) if n <= FEW => (Level::Open, "everybody listens"),
        (false, _) => (Level::Light, "many listen"),
        (true, Some(2)) => (Level::Personal, "you are two"),
        (true, _) if setting.times < KNOWN => (
            Level::Personal,
            "some here do this for the first or second time",
        ),
        (true, _) if !matches!(setting.confidentiality, LessonsLeave | Stays) => {
            (Level::Personal, "what is said may leave the room")
        }
        (true, _) => (Level::Tender, "you know this from before"),
    };
    let steps = usize::from(setting.has_lead) + usize::from(setting.thin);
    let lower = (0..steps).fold(level, |it, _| lowered(it));
    if lower == level {
        return (level, sentence(level, why));
    }
    // On a screen that everybody sees, a reason would point at somebody, or at what hurts.
    let words = format!("Questions go up to {} at most today.", lower.word());
    (lower, words)
}

/// One level less, and never less than light.
pub fn lowered(level: Level) -> Level {
    Level::ALL[usize::from(level.number()).saturating_sub(2)]
}

fn sentence(level: Level, why: &str) -> String {
    format!("Questions go up to {} at most: {why}.", level.word())
}

/// The ceiling that holds: the setting's, or the one asked for where that is at most a level
/// deeper.
pub fn agreed(setting: Level, asked: Option<Level>) -> Level {
    let deeper = Level::ALL[usize::from(setting.number()).min(Level::ALL.len() - 1)];
    asked.map_or(setting, |it| it.min(deeper))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: Setting = Setting {
        grouped: true,
        people: Some(12),
        times: 0,
        has_lead: false,
        thin: false,
        confidentiality: Confidentiality::LessonsLeave,
    };

    #[test]
    fn depth_needs_small_groups_known_people_and_a_rule() {
        let level = |setting: Setting| ceiling(&setting).0;
        assert_eq!(level(GROUPS), Level::Personal);
        assert_eq!(level(Setting { times: 2, ..GROUPS }), Level::Tender);
        let open = Confidentiality::Open;
        let open = Setting {
            times: 2,
            confidentiality: open,
            ..GROUPS
        };
        assert_eq!(level(open), Level::Personal);
        let pair = Setting {
            people: Some(2),
            times: 9,
            ..GROUPS
        };
        assert_eq!(level(pair), Level::Personal);
        let plenary = |people| Setting {
            grouped: false,
            people,
            times: 9,
            ..GROUPS
        };
        assert_eq!(level(plenary(Some(8))), Level::Open);
        assert_eq!(level(plenary(Some(9))), Level::Light);
        assert_eq!(level(plenary(None)), Level::Light);
    }

    #[test]
    fn a_lead_among_them_lowers_it_by_one_and_never_below_light() {
        let lead = Setting {
            has_lead: true,
            ..GROUPS
        };
        let (level, why) = ceiling(&lead);
        assert_eq!(level, Level::Open);
        assert_eq!(why, "Questions go up to open at most today.");
        let plenary = Setting {
            grouped: false,
            ..lead
        };
        assert_eq!(ceiling(&plenary).0, Level::Light);
    }

    #[test]
    fn where_trust_is_thin_less_is_asked_and_no_reason_is_given() {
        let thin = Setting {
            thin: true,
            ..GROUPS
        };
        let open = "Questions go up to open at most today.";
        assert_eq!(ceiling(&thin), (Level::Open, open.to_string()));
        let both = Setting {
            has_lead: true,
            ..thin
        };
        assert_eq!(ceiling(&both).0, Level::Light);
    }

    #[test]
    fn whoever_holds_it_may_go_one_level_deeper_or_any_lighter() {
        assert_eq!(agreed(Level::Personal, None), Level::Personal);
        assert_eq!(agreed(Level::Personal, Some(Level::Tender)), Level::Tender);
        assert_eq!(agreed(Level::Open, Some(Level::Tender)), Level::Personal);
        assert_eq!(agreed(Level::Tender, Some(Level::Light)), Level::Light);
        assert_eq!(agreed(Level::Deep, Some(Level::Deep)), Level::Deep);
    }
}
