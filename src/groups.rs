//! Fair groups: how large, and who with whom, so that people meet whom they have not met.
//!
//! Pure: no disk, clock, terminal; people are numbers; chance comes in, and the same chance gives
//! the same groups, whatever the machine and however many threads it has: budgets are tries, never
//! seconds. Another program can use this room as it stands.
//!
//! ```
//! use firelight::groups::{Five, Member, Plan, Sizes, Wishes, season};
//! use rand::SeedableRng;
//! use rand::rngs::ChaCha12Rng;
//!
//! // Thirteen people drink coffee in pairs, one trio each time, four times; 0 and 1 never together.
//! let members = vec![Member::default(); 13];
//! let plan = Plan {
//!     members: &members,
//!     sizes: Sizes { least: 2, most: 2 },
//!     five: Five::Split,
//!     rounds: 4,
//!     present: &[],
//!     past: &[],
//!     wishes: Wishes { apart: &[(0, 1)], ..Wishes::default() },
//! };
//! let season = season(&plan, &mut ChaCha12Rng::seed_from_u64(1));
//! assert_eq!(season.rounds[0].len(), 6);
//! assert_eq!((season.quality.new, season.quality.again), (32, 0));
//! assert!(season.quality.proven && season.refused.is_empty());
//! ```
//!
//! [`season`] plans, [`form`] and [`form_after`] make one round, and [`mend`] changes groups that stand.
//!
//! How: a season for everybody is one that is known to be perfect, a part of it, or one with people
//! taken out, or one in which few are known to meet again; else the best of several searches by
//! annealing. A round after others is annealed by who met whom, how often and how lately; among
//! very many people the few who clash are exchanged one by one. Pairs go round a circle (Kirkman 1847). The problem is the social golfer's (Harvey,
//! CSPLib 010; Dotu and Van Hentenryck 2005; Triska and Musliu 2012), with adjacent group sizes by
//! Miller, Barr, Kavanagh, Valkov and Purchase (Symmetry 13(1):13, 2021); each file names what it
//! follows. How good a season is comes with it, with a bound that no season can better.
//!
//! People on screens and people in the room form groups apart, and nobody faces a table alone
//! through a camera. Two cases need a word from whoever announces the groups: exactly one person on
//! a screen sits with one or two of the room, who then join from their own devices; and somebody
//! alone in the room among people on screens joins them on their own device.

mod exact;
mod join;
pub(crate) mod lots;
mod mend;
pub(crate) mod met;
pub(crate) mod pairs;
mod plan;
mod quality;
mod relabel;
mod season;
mod sizes;
mod starters;
mod swaps;
mod table;
#[cfg(test)]
mod tests;
mod weeks;
mod whole;
mod wishes;

use rand::Rng;

pub use join::{halves, join, joined_sizes};
pub use mend::mend;
pub use met::Met;
pub use plan::Plan;
pub use quality::Quality;
pub use season::{Season, season};
pub use sizes::sizes;
pub use wishes::{First, Refused, Rule, Wishes};

use lots::Lots;
use sizes::Seats;
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
/// of people within a group, says nothing. More than one round in advance is [`season`]'s task.
#[must_use]
pub fn form(asked: &Asked, rng: &mut impl Rng) -> Round {
    form_after(asked, &Met::new(asked.members.len(), asked.past, 0), rng)
}

/// Forms the groups of one round, after a past that was kept from round to round: for very many
/// people, among whom to gather it anew takes longer than to form groups. `asked.past` is looked at
/// only when `met` knows fewer people than there are.
#[must_use]
pub fn form_after(asked: &Asked, met: &Met, rng: &mut impl Rng) -> Round {
    let n = asked.members.len();
    if met.len() < n {
        return form_after(asked, &Met::new(n, asked.past, 0), rng);
    }
    let everybody: Vec<usize> = (0..n).collect();
    let mut lots = Lots::new(rng);
    deal_out(asked, met, &everybody, Wishes::default(), &mut lots)
}

/// Forms one round of `asked.members`, who are `ids` in `met` and `wishes`.
pub(crate) fn deal_out(
    asked: &Asked,
    met: &Met,
    ids: &[usize],
    wishes: Wishes,
    lots: &mut Lots,
) -> Round {
    let screens = sizes::on_screens(asked.members);
    let kinds: Vec<u8> = screens.iter().map(|it| u8::from(*it)).collect();
    let swaps = Swaps {
        met,
        ids,
        wishes,
        kinds: &kinds,
        homes: &[],
        // In a crowd somebody new is always there.
        look_ahead: met.held() > 0 && met.len() <= 400,
    };
    let n_screens = screens.iter().filter(|it| **it).count();
    let layout = sizes::layout(
        n_screens,
        screens.len() - n_screens,
        asked.sizes,
        asked.five,
    );
    let groups = seat(&layout, &screens, &swaps.bunches(), lots);
    let mut groups = swaps.improve(groups, lots);
    for group in &mut groups {
        lots.shuffle(group);
    }
    lots.shuffle(&mut groups);
    groups
}

/// Seats everybody as chance has it, bunches first and whole where that can be.
pub(crate) fn seat(
    layout: &[Seats],
    screens: &[bool],
    bunches: &[Vec<usize>],
    lots: &mut Lots,
) -> Round {
    let mut groups: Round = vec![Vec::new(); layout.len()];
    let mut order: Vec<usize> = (0..screens.len()).collect();
    lots.shuffle(&mut order);
    order.sort_by_key(|it| std::cmp::Reverse(bunches.get(*it).map_or(0, Vec::len)));
    let mut free = layout.to_vec();
    let mut seated = vec![false; screens.len()];
    let mut least = [0; 2];
    for person in order {
        if seated[person] {
            continue;
        }
        let mut bunch = vec![person];
        let mates = bunches.get(person).into_iter().flatten();
        // Of a bunch that is larger than a group some may sit already.
        bunch.extend(mates.filter(|it| !seated[**it]));
        let seats = |free: &Seats| {
            if screens[person] {
                free.screens
            } else {
                free.room
            }
        };
        // Single people fill one group after the other; a bunch takes the emptiest.
        let first = &mut least[usize::from(screens[person])];
        while free.get(*first).is_some_and(|it| seats(it) == 0) {
            *first += 1;
        }
        let group = if bunch.len() == 1 {
            *first
        } else {
            let emptiest = (0..free.len()).max_by_key(|it| seats(&free[*it]));
            emptiest.unwrap_or_default()
        };
        let Some(left) = free.get_mut(group) else {
            break;
        };
        let left = if screens[person] {
            &mut left.screens
        } else {
            &mut left.room
        };
        for person in bunch.into_iter().take(*left) {
            seated[person] = true;
            groups[group].push(person);
            *left -= 1;
        }
    }
    // Those of a bunch for whom there was no place with the others.
    for person in (0..screens.len()).filter(|it| !seated[*it]) {
        let seats = |free: &Seats| {
            if screens[person] {
                free.screens
            } else {
                free.room
            }
        };
        if let Some(group) = free.iter().position(|it| seats(it) > 0) {
            let free = &mut free[group];
            *if screens[person] {
                &mut free.screens
            } else {
                &mut free.room
            } -= 1;
            groups[group].push(person);
        }
    }
    groups
}
