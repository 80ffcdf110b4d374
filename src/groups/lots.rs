//! Lots for the searches: splitmix64, seeded once from the caller's chance. Its numbers are the
//! same on every machine and with every version of `rand`, so the same seed gives the same groups.

use rand::Rng;

/// A small, fast source of chance.
#[derive(Clone)]
pub(crate) struct Lots(u64);

impl Lots {
    /// Begins with one number of the caller's.
    pub(crate) fn new(rng: &mut impl Rng) -> Self {
        Self(rng.next_u64())
    }

    /// Another source, which goes its own way.
    pub(crate) fn split(&mut self) -> Self {
        Self(self.bits())
    }

    /// 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, or 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (((self.bits() >> 32) * n as u64) >> 32) as usize
    }

    /// How much worse may be taken at `heat`: exponential with mean `heat`, in integers only,
    /// because a library's `exp` may differ from machine to machine in the last bit.
    pub(crate) fn tolerance(&mut self, heat: i64) -> i64 {
        let bits = self.bits() | 1;
        let zeros = bits.leading_zeros();
        // The digits behind the leading one, as 10 bits: log2 between powers taken as a line.
        let digits = ((bits << zeros) >> 53) & 1023;
        let log2 = (i64::from(zeros) + 1) * 1024 - digits as i64;
        (heat * log2 * 710) >> 20
    }

    /// Shuffles.
    pub(crate) fn shuffle<T>(&mut self, of: &mut [T]) {
        for it in (1..of.len()).rev() {
            of.swap(it, self.below(it + 1));
        }
    }
}
