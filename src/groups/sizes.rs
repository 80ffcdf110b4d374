//! The arithmetic of groups: how many, how large, and who may sit with whom across a camera.

use super::{Five, Member, Sizes};

/// How large the groups of `n` people are, largest first; they differ by at most one.
///
/// Within what is wanted, people in a room sit in the smallest groups, because everybody gets more
/// time to talk; people on screens sit in the largest, because a group survives a lost line.
/// Where `n` does not divide so: groups one larger than wanted, as long as nobody sits in more than
/// four; else groups one smaller. Five people whom three or four were wanted for are as `five` says.
#[must_use]
pub fn sizes(n: usize, wanted: Sizes, remote: bool, five: Five) -> Vec<usize> {
    let (least, most) = wanted.sane();
    let (fewest, largest) = (n.div_ceil(most), n / least);
    let k = if n == 0 {
        return Vec::new();
    } else if fewest <= largest {
        if remote { fewest } else { largest }
    } else if largest == 0 && n <= 4 || n == 5 && most > 2 && five == Five::One {
        // Too few for a group of those wanted: they are one.
        1
    } else if largest > 0 && n.div_ceil(largest) <= 4 {
        largest
    } else {
        fewest
    };
    (0..k).map(|it| n / k + usize::from(it < n % k)).collect()
}

/// What sizes are lawful for a number of people, and in how many groups.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Law {
    pub(crate) least: usize,
    pub(crate) most: usize,
    pub(crate) fewest: usize,
    pub(crate) largest: usize,
    /// The number of groups that a fresh round would have.
    pub(crate) usual: usize,
}

impl Law {
    /// Before the groups talk.
    pub(crate) fn of(n: usize, wanted: Sizes, remote: bool, five: Five) -> Self {
        let (least, most) = wanted.sane();
        let usual = sizes(n, wanted, remote, five);
        if n.div_ceil(most) <= n / least {
            Self {
                least,
                most,
                fewest: n.div_ceil(most),
                largest: n / least,
                usual: usual.len(),
            }
        } else {
            // There is no choice: the usual sizes are the only ones.
            Self {
                least: usual.last().copied().unwrap_or_default(),
                most: usual.first().copied().unwrap_or_default(),
                fewest: usual.len(),
                largest: usual.len(),
                usual: usual.len(),
            }
        }
    }

    /// While the groups talk: two is enough, and one more than wanted is not too many.
    pub(crate) fn talking(n: usize, wanted: Sizes, usual: usize) -> Self {
        let (_, most) = wanted.sane();
        let (fewest, largest) = (n.div_ceil(most + 1), n / 2);
        let largest = largest.max(fewest);
        Self {
            least: 2.min(n),
            most: most + 1,
            fewest,
            largest,
            usual: usual.clamp(fewest, largest),
        }
    }
}

/// What a group is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seats {
    pub(crate) screens: usize,
    pub(crate) room: usize,
}

/// Who counts as on a screen. Somebody alone in the room among people on screens joins them on
/// their own device, so all of them are.
pub(crate) fn on_screens(members: &[Member]) -> Vec<bool> {
    let remote = members.iter().filter(|it| it.remote).count();
    let all = remote > 0 && members.len() - remote == 1;
    members.iter().map(|it| it.remote || all).collect()
}

/// The groups of a fresh round: screens and room apart, and one group across the camera when there
/// is exactly one person on a screen.
pub(crate) fn layout(screens: usize, room: usize, wanted: Sizes, five: Five) -> Vec<Seats> {
    let mut layout = Vec::new();
    let mut left = room;
    if screens == 1 && room > 0 {
        let beside = beside_the_screen(room, wanted, five);
        layout.push(Seats {
            screens,
            room: beside,
        });
        left -= beside;
    } else {
        let sizes = sizes(screens, wanted, true, five).into_iter();
        layout.extend(sizes.map(|screens| Seats { screens, room: 0 }));
    }
    let sizes = sizes(left, wanted, false, five).into_iter();
    layout.extend(sizes.map(|room| Seats { screens: 0, room }));
    layout
}

/// How many of the room may sit with the only person on a screen: one or two, and never so that
/// one is left over.
pub(crate) fn lawful_beside(room: usize) -> impl Iterator<Item = usize> {
    (1..=2.min(room)).filter(move |it| room - it != 1)
}

/// How many of the room do: as leaves the fewest groups outside of the wanted sizes.
fn beside_the_screen(room: usize, wanted: Sizes, five: Five) -> usize {
    let (least, most) = wanted.sane();
    let odd = |beside: usize| {
        let others = sizes(room - beside, wanted, false, five);
        let all = others.into_iter().chain([beside + 1]);
        all.filter(|it| !(least..=most).contains(it)).count()
    };
    // Two when nothing speaks against it: one of them may be called away.
    lawful_beside(room)
        .min_by_key(|it| (odd(*it), 2 - it))
        .unwrap_or(room)
}
