//! What is asked of a season.

use super::wishes::Wishes;
use super::{Five, Member, Round, Sizes};

/// A season that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Everybody who may come; elsewhere people are numbers into this list.
    pub members: &'a [Member],
    /// How large groups are wanted.
    pub sizes: Sizes,
    /// What becomes of five.
    pub five: Five,
    /// How many rounds.
    pub rounds: usize,
    /// Who is there, round by round; empty when everybody always is. A round is formed from the
    /// rounds before it alone.
    pub present: &'a [Vec<usize>],
    /// Rounds already held, oldest first.
    pub past: &'a [Round],
    /// What is wished.
    pub wishes: Wishes<'a>,
}
