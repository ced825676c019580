//! Chance that falls alike whenever the seed is the same.

/// A number from 0 up to, not including, 1, for the `n`th call that a fault could have met.
///
/// This is SplitMix64, written out so that a seed means the same in every version of every library.
pub(super) fn fraction(seed: u64, fault: u64, n: u64) -> f64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let start = mix(seed.wrapping_add(STEP)) ^ fault.wrapping_mul(0xd134_2543_de82_ef95);
    let drawn = mix(start.wrapping_add(n.wrapping_mul(STEP)));
    // The 53 bits that a double holds exactly.
    (drawn >> 11) as f64 / (1_u64 << 53) as f64
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_even_and_goes_by_seed_and_fault() {
        let hits = |seed, fault| (0..10_000).filter(|n| fraction(seed, fault, *n) < 0.1).collect::<Vec<_>>();
        assert!((900..1_100).contains(&hits(7, 0).len()), "{}", hits(7, 0).len());
        assert_eq!(hits(7, 0), hits(7, 0));
        assert_ne!(hits(7, 0), hits(8, 0));
        assert_ne!(hits(7, 0), hits(7, 1));
        assert!((0..1_000).all(|n| (0.0..1.0).contains(&fraction(u64::MAX, 99, n))));
    }
}
