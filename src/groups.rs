//! Fair groups: how large, and who with whom, so that people meet whom they have not met.
//!
//! Pure: no disk, clock, terminal; people are numbers; chance comes in, and the same chance gives
//! the same groups. Another program can use this room as it stands.
//!
//! People on screens and people in the room form groups apart, and nobody faces a table alone
//! through a camera. Two cases need a word from whoever announces the groups: exactly one person on
//! a screen sits with one or two of the room, who then join from their own devices; and somebody
//! alone in the room among people on screens joins them on their own device.

pub(crate) mod lots;
mod mend;
pub(crate) mod met;
mod sizes;
mod swaps;
#[cfg(test)]
mod tests;

use rand::Rng;

pub use mend::mend;
pub use sizes::sizes;

use lots::Lots;
use met::Met;
use swaps::Swaps;

/// One person, as the dealing of groups must know them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Whether they are on a screen of their own and not in the room.
    pub remote: bool,
}

/// How large groups are wanted: 3 to 4, say. 2 to 2 means pairs, and one trio when odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// The smallest group wanted.
    pub least: usize,
    /// The largest group wanted.
    pub most: usize,
}

impl Sizes {
    /// Nobody sits alone, and the largest is not smaller than the smallest.
    fn sane(self) -> (usize, usize) {
        let least = self.least.max(2);
        (least, self.most.max(least))
    }
}

/// What becomes of five people whom groups of three or four were wanted for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Five {
    /// Three and two.
    #[default]
    Split,
    /// One group of five.
    One,
}

/// The groups of one round, of people by their numbers.
pub type Round = Vec<Vec<usize>>;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Everybody who is there now; elsewhere people are numbers into this list.
    pub members: &'a [Member],
    /// How large groups are wanted.
    pub sizes: Sizes,
    /// What becomes of five.
    pub five: Five,
    /// Rounds already held, oldest first. People who are away now do not appear in them.
    pub past: &'a [Round],
}

/// Forms the groups of one round.
///
/// Meeting again costs by how often two people met and by how lately. The order of the groups, and
/// of people within a group, says nothing. More than one round in advance is not this one's task.
#[must_use]
pub fn form(asked: &Asked, rng: &mut impl Rng) -> Round {
    let mut lots = Lots::new(rng);
    let screens = sizes::on_screens(asked.members);
    let kinds: Vec<u8> = screens.iter().map(|it| u8::from(*it)).collect();
    let camp = |wanted: bool, lots: &mut Lots| {
        let everybody = 0..screens.len();
        let mut camp: Vec<usize> = everybody.filter(|it| screens[*it] == wanted).collect();
        lots.shuffle(&mut camp);
        camp
    };
    let (mut on_screens, mut in_room) = (camp(true, &mut lots), camp(false, &mut lots));
    let layout = sizes::layout(on_screens.len(), in_room.len(), asked.sizes, asked.five);
    let seated = layout.iter().map(|seats| {
        let mut group = on_screens.split_off(on_screens.len() - seats.screens);
        group.extend(in_room.split_off(in_room.len() - seats.room));
        group
    });
    let groups = seated.collect();
    let met = Met::new(asked.members.len(), asked.past);
    let mut swaps = Swaps::new(&met, &kinds, &[], groups);
    swaps.improve(&mut lots);
    let mut groups = swaps.groups;
    for group in &mut groups {
        lots.shuffle(group);
    }
    lots.shuffle(&mut groups);
    groups
}
