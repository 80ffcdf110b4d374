//! How long a round takes after a year of weeks, for few people and very many.
//!
//! The past is kept as it comes, four bytes for each person and week. Times are medians, and stand
//! beside that of shuffling as many people, which a machine's noise strikes as well.

use std::hint::black_box;
use std::time::Instant;

use firelight::groups::{Asked, Five, Member, Met, Sizes, form_after};
use rand::SeedableRng;
use rand::rngs::ChaCha12Rng;

use super::search::Lots;

const WEEKS: usize = 52;

pub fn table() {
    println!(
        "{:>8} {:>5} {:>10} {:>12} {:>8} {:>10}",
        "people", "size", "ms", "x a shuffle", "again", "MB so far"
    );
    for n in [12, 24, 40, 100, 1_000, 10_000, 100_000] {
        for size in [2, 4] {
            row(n, size);
        }
    }
}

fn row(n: usize, size: usize) {
    let mut lots = Lots::new(n as u64);
    let mut people: Vec<usize> = (0..n).collect();
    let mut met = Met::new(n, &[], WEEKS + 1);
    for _ in 0..WEEKS {
        lots.shuffle(&mut people);
        met.hold(&people.chunks(size).map(<[usize]>::to_vec).collect());
    }
    let members = vec![Member::default(); n];
    let asked = Asked {
        members: &members,
        sizes: Sizes {
            least: size,
            most: size,
        },
        five: Five::Split,
        past: &[],
    };
    let (mut forming, mut shuffling, mut again) = (Vec::new(), Vec::new(), 0);
    for seed in 0..9 {
        let mut rng = ChaCha12Rng::seed_from_u64(seed);
        let begun = Instant::now();
        let round = black_box(form_after(&asked, &met, &mut rng));
        forming.push(begun.elapsed().as_secs_f64() * 1e3);
        let begun = Instant::now();
        lots.shuffle(&mut people);
        black_box(&people);
        shuffling.push(begun.elapsed().as_secs_f64() * 1e3);
        again = met.again(&round);
    }
    let (forming, shuffling) = (median(forming), median(shuffling));
    println!(
        "{n:>8} {size:>5} {forming:>10.2} {:>12.1} {again:>8} {:>10}",
        forming / shuffling,
        most_memory()
    );
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The most memory that was in use so far, where the system tells.
fn most_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kb = line.and_then(|it| it.split_whitespace().next()?.parse::<usize>().ok());
    kb.map_or_else(|| "?".to_string(), |it| (it / 1024).to_string())
}
