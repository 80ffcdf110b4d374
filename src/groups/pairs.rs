//! Pairs of people, and how few of them can be alike.

/// All pairs of a group.
pub(crate) fn pairs(group: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    let pairs = group.iter().enumerate();
    pairs.flat_map(|(at, one)| group[..at].iter().map(move |other| (*one, *other)))
}

/// Pairs among `n`.
pub(crate) fn choose(n: usize) -> usize {
    n * n.saturating_sub(1) / 2
}

/// The fewest pairs that share one of `bins` when `all` are put into them.
pub(crate) fn spread(all: usize, bins: usize) -> usize {
    if bins == 0 {
        return 0;
    }
    let (each, over) = (all / bins, all % bins);
    over * choose(each + 1) + (bins - over) * choose(each)
}
