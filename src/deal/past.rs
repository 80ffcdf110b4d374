//! What was dealt to a team before, by id.

use std::collections::HashMap;

/// How often an item was dealt, and whether lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dealt {
    /// In how many sessions.
    pub times: u32,
    /// In the last 30 days: among those dealt as often, these come last.
    pub lately: bool,
}

/// What was dealt to a team, by the ids of items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past(HashMap<String, Dealt>);

impl Past {
    /// How often this item was dealt.
    pub fn of(&self, id: &str) -> Dealt {
        self.0.get(id).copied().unwrap_or_default()
    }

    /// Says that it is dealt now.
    pub fn add(&mut self, id: &str) {
        let dealt = self.0.entry(id.to_string()).or_default();
        dealt.times += 1;
        dealt.lately = true;
    }
}

impl FromIterator<(String, Dealt)> for Past {
    fn from_iter<T: IntoIterator<Item = (String, Dealt)>>(items: T) -> Self {
        Self(items.into_iter().collect())
    }
}
