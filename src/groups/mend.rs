//! Groups change in flight, with as few people moved as can be.
//!
//! Camp by camp (screens, room) it is arithmetic: for every lawful number of groups, the largest
//! of the groups there are go on, and whoever stands over goes where somebody is missing.

use std::cmp::Reverse;

use rand::Rng;

use super::lots::Lots;
use super::met::Met;
use super::sizes::{Law, Seats, lawful_beside, layout, on_screens};
use super::swaps::Swaps;
use super::wishes::Wishes;
use super::{Asked, Round};

/// So many groups across the camera have every way tried; more go by who is more in them.
const SIDES: usize = 6;

/// A group that is wanted, and the one it goes on from.
#[derive(Clone, Debug)]
struct Seat {
    from: Option<usize>,
    seats: Seats,
}

/// A way to sit, and what speaks against it, worst first.
struct Plan {
    /// Less is worse: how many of those placed stay.
    stay: usize,
    /// People moved out of groups that were well.
    disturbed: usize,
    /// How far the number of groups is from the usual one.
    unusual: usize,
    seats: Vec<Seat>,
}

impl Plan {
    fn rank(&self) -> (Reverse<usize>, usize, usize) {
        (Reverse(self.stay), self.disturbed, self.unusual)
    }

    fn join(mut self, other: Self) -> Self {
        self.stay += other.stay;
        self.disturbed += other.disturbed;
        self.unusual += other.unusual;
        self.seats.extend(other.seats);
        self
    }
}

/// Changes `groups` for the people who are there now, with the fewest moves.
///
/// `groups` holds who was placed; whoever left is already taken out, newcomers are in no group, and
/// somebody may have changed between room and screen. Placing a newcomer moves nobody. Before the
/// groups talk, the sizes come out as lawful as fresh ones. While they talk (`talking`), groups of
/// two up to one more than wanted are left alone; only somebody alone, or alone across the camera,
/// moves, and a newcomer joins the smallest group that fits. Groups that go on stand first, in
/// their old order.
#[must_use]
pub fn mend(asked: &Asked, groups: &[Vec<usize>], talking: bool, rng: &mut impl Rng) -> Round {
    let mut lots = Lots::new(rng);
    let screens = on_screens(asked.members);
    let groups = placed_once(groups, screens.len());
    let (held, seats) = seats(asked, &screens, &groups, talking);

    // Those who stay sit down, everybody else waits; homes let the search change its mind about
    // who it is that moves.
    let mut kinds: Vec<u8> = screens.iter().map(|it| u8::from(*it)).collect();
    let mut homes = vec![None; screens.len()];
    let mut waiting = vec![true; screens.len()];
    let mut seated: Vec<Vec<usize>> = Vec::new();
    for (number, seat) in seats.iter().enumerate() {
        let mut old = seat.from.map_or_else(Vec::new, |it| groups[it].clone());
        for person in &old {
            homes[*person] = Some(number);
        }
        lots.shuffle(&mut old);
        let (mut screen, mut room) = (seat.seats.screens, seat.seats.room);
        old.retain(|it| {
            let left = if screens[*it] { &mut screen } else { &mut room };
            let stays = *left > 0;
            *left -= usize::from(stays);
            stays
        });
        for person in &old {
            waiting[*person] = false;
            if seat.from.is_some_and(|it| held.contains(&it)) {
                kinds[*person] = 2;
            }
        }
        seated.push(old);
    }
    let mut waiting: Vec<usize> = (0..screens.len()).filter(|it| waiting[*it]).collect();
    lots.shuffle(&mut waiting);
    for (group, seat) in seated.iter_mut().zip(&seats) {
        let here = |group: &[usize]| group.iter().filter(|it| screens[**it]).count();
        while let Some(found) = {
            let on_screen = here(group);
            let screen = on_screen < seat.seats.screens;
            let room = group.len() - on_screen < seat.seats.room;
            let fits = |it: &usize| if screens[*it] { screen } else { room };
            waiting.iter().position(fits)
        } {
            let person = waiting.swap_remove(found);
            if seat.from.is_some_and(|it| held.contains(&it)) {
                kinds[person] = 2;
            }
            group.push(person);
        }
    }
    let everybody: Vec<usize> = (0..screens.len()).collect();
    let swaps = Swaps {
        met: &Met::new(screens.len(), asked.past, 0),
        ids: &everybody,
        wishes: Wishes::default(),
        kinds: &kinds,
        homes: &homes,
        look_ahead: false,
    };
    swaps.improve(seated, &mut lots)
}

/// The groups without strangers, doubles and empty ones.
fn placed_once(groups: &[Vec<usize>], n: usize) -> Vec<Vec<usize>> {
    let mut seen = vec![false; n];
    let mut clean = Vec::new();
    for group in groups {
        let group: Vec<usize> = group
            .iter()
            .copied()
            .filter(|it| {
                seen.get_mut(*it)
                    .is_some_and(|seen| !std::mem::replace(seen, true))
            })
            .collect();
        if !group.is_empty() {
            clean.push(group);
        }
    }
    clean
}

/// The groups wanted in their order, and the old ones among them that are left as they are.
fn seats(
    asked: &Asked,
    screens: &[bool],
    groups: &[Vec<usize>],
    talking: bool,
) -> (Vec<usize>, Vec<Seat>) {
    let made_of = |group: &Vec<usize>| {
        let on = group.iter().filter(|it| screens[**it]).count();
        Seats {
            screens: on,
            room: group.len() - on,
        }
    };
    let made: Vec<Seats> = groups.iter().map(made_of).collect();
    let n = Seats {
        screens: screens.iter().filter(|it| **it).count(),
        room: screens.iter().filter(|it| !**it).count(),
    };
    let (_, most) = asked.sizes.sane();
    let mut held = Vec::new();
    if talking {
        let whole = |it: &usize| {
            let Seats { screens, room } = made[*it];
            screens > 1 && room > 1 && screens + room <= most + 1
        };
        held.extend((0..made.len()).filter(whole));
    }
    let mut seats: Vec<Seat> = held
        .iter()
        .map(|it| Seat {
            from: Some(*it),
            seats: made[*it],
        })
        .collect();
    let mut left = n;
    for seat in &seats {
        left.screens -= seat.seats.screens;
        left.room -= seat.seats.room;
    }
    // Somebody who is the only one left of their camp joins people who sit across the camera
    // already; where there is no place, those are not left alone either.
    for screen in [true, false] {
        let alone = if screen { left.screens } else { left.room };
        if alone != 1 || held.is_empty() {
            continue;
        }
        let free = |it: &&mut Seat| it.seats.screens + it.seats.room <= most;
        let smallest = seats.iter_mut().filter(free);
        let Some(seat) = smallest.min_by_key(|it| it.seats.screens + it.seats.room) else {
            held.clear();
            seats.clear();
            left = n;
            break;
        };
        if screen {
            seat.seats.screens += 1;
            left.screens = 0;
        } else {
            seat.seats.room += 1;
            left.room = 0;
        }
    }
    let open = (0..made.len()).filter(|it| !held.contains(it));
    let open: Vec<(usize, Seats)> = open.map(|it| (it, made[it])).collect();
    let plan = if left.screens == 1 && left.room > 0 {
        beside_the_screen(asked, &open, left.room, talking)
    } else {
        apart(asked, &open, left, talking)
    };
    seats.extend(plan.seats);
    seats.sort_by_key(|it| it.from.unwrap_or(usize::MAX));
    (held, seats)
}

/// Screens and room apart. A group that has both goes on as either.
fn apart(asked: &Asked, groups: &[(usize, Seats)], n: Seats, talking: bool) -> Plan {
    let both: Vec<usize> = (0..groups.len())
        .filter(|it| {
            let seats = groups[*it].1;
            seats.screens > 0 && seats.room > 0
        })
        .collect();
    let ways = if both.len() <= SIDES {
        1 << both.len()
    } else {
        1
    };
    let plans = (0..ways).map(|way: usize| {
        let (mut on_screens, mut in_room) = (Vec::new(), Vec::new());
        for (at, (number, seats)) in groups.iter().enumerate() {
            let as_screens = match both.iter().position(|it| *it == at) {
                Some(place) if ways > 1 => way >> place & 1 == 1,
                _ => seats.screens >= seats.room,
            };
            if as_screens {
                on_screens.push((*number, seats.screens));
            } else {
                in_room.push((*number, seats.room));
            }
        }
        camp(asked, &on_screens, n.screens, true, talking)
            .join(camp(asked, &in_room, n.room, false, talking))
    });
    let best = plans.min_by_key(Plan::rank);
    best.unwrap_or_else(|| camp(asked, &[], 0, true, talking))
}

/// The only person on a screen, with one or two of the room beside them.
fn beside_the_screen(asked: &Asked, groups: &[(usize, Seats)], room: usize, talking: bool) -> Plan {
    let usual = layout(1, room, asked.sizes, asked.five);
    let usual = usual.first().map_or(1, |it| it.room);
    let hosts = groups.iter().map(Some).chain([None]);
    let plans = hosts.flat_map(|host| lawful_beside(room).map(move |beside| (host, beside)));
    let plans = plans.map(|(host, beside)| {
        let seats = host.map_or(
            Seats {
                screens: 0,
                room: 0,
            },
            |it| it.1,
        );
        let others = groups
            .iter()
            .filter(|it| host.is_none_or(|host| host.0 != it.0));
        let others: Vec<(usize, usize)> = others.map(|it| (it.0, it.1.room)).collect();
        let with_screen = Plan {
            stay: seats.screens + seats.room.min(beside),
            disturbed: seats.room.saturating_sub(beside),
            unusual: usize::from(beside != usual),
            seats: vec![Seat {
                from: host.map(|it| it.0),
                seats: Seats {
                    screens: 1,
                    room: beside,
                },
            }],
        };
        with_screen.join(camp(asked, &others, room - beside, false, talking))
    });
    let best = plans.min_by_key(Plan::rank);
    best.unwrap_or_else(|| camp(asked, &[], 0, true, talking))
}

/// The best for one camp of `n`, from what there is of its groups.
fn camp(asked: &Asked, groups: &[(usize, usize)], n: usize, remote: bool, talking: bool) -> Plan {
    let mut groups: Vec<(usize, usize)> = groups.iter().copied().filter(|it| it.1 > 0).collect();
    groups.sort_by_key(|it| (Reverse(it.1), it.0));
    let law = if talking {
        Law::talking(n, asked.sizes, groups.iter().filter(|it| it.1 > 1).count())
    } else {
        Law::of(n, asked.sizes, remote, asked.five)
    };
    let plans = (law.fewest..=law.largest).map(|k| with_groups(&groups, n, k, law, remote));
    plans.min_by_key(Plan::rank).unwrap_or(Plan {
        stay: 0,
        disturbed: 0,
        unusual: 0,
        seats: Vec::new(),
    })
}

/// The best with `k` groups: the largest go on.
fn with_groups(groups: &[(usize, usize)], n: usize, k: usize, law: Law, remote: bool) -> Plan {
    let mut sizes: Vec<usize> = (0..k)
        .map(|it| {
            let here = groups.get(it).map_or(0, |it| it.1);
            here.clamp(law.least, law.most)
        })
        .collect();
    let mut total: usize = sizes.iter().sum();
    while total > n {
        let Some(size) = sizes.iter_mut().filter(|it| **it > law.least).max() else {
            break;
        };
        *size -= 1;
        total -= 1;
    }
    while total < n {
        let Some(size) = sizes.iter_mut().filter(|it| **it < law.most).min() else {
            break;
        };
        *size += 1;
        total += 1;
    }
    let stays = |it: usize| groups[it].1.min(sizes.get(it).copied().unwrap_or_default());
    let whole = (0..groups.len()).filter(|it| groups[*it].1 > 1);
    Plan {
        stay: (0..groups.len()).map(stays).sum(),
        disturbed: whole.map(|it| groups[it].1 - stays(it)).sum(),
        unusual: k.abs_diff(law.usual),
        seats: sizes
            .iter()
            .enumerate()
            .map(|(it, size)| Seat {
                from: groups.get(it).map(|it| it.0),
                seats: if remote {
                    Seats {
                        screens: *size,
                        room: 0,
                    }
                } else {
                    Seats {
                        screens: 0,
                        room: *size,
                    }
                },
            })
            .collect(),
    }
}
