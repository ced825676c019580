//! Lists of a peer, of which no more is taken into memory than anybody needs.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

/// A list of at most `N`; a longer one is an error.
pub(super) fn at_most<'de, const N: usize, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    from.deserialize_seq(Bounded::<N, true, T>(PhantomData))
}

/// The first `N` of a list; the others are passed over.
pub(super) fn the_first<'de, const N: usize, T: Deserialize<'de>, D: Deserializer<'de>>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    from.deserialize_seq(Bounded::<N, false, T>(PhantomData))
}

struct Bounded<const N: usize, const STRICT: bool, T>(PhantomData<T>);

impl<'de, const N: usize, const STRICT: bool, T: Deserialize<'de>> Visitor<'de> for Bounded<N, STRICT, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {N}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut found = Vec::new();
        while found.len() < N {
            match list.next_element()? {
                Some(one) => found.push(one),
                None => return Ok(found),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {
            if STRICT {
                return Err(A::Error::custom("a list beyond all limits"));
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_bounded() {
        let read = |text: &str| at_most::<2, u8, _>(&mut serde_json::Deserializer::from_str(text)).ok();
        assert_eq!(read("[]"), Some(vec![]));
        assert_eq!(read("[1,2]"), Some(vec![1, 2]));
        assert_eq!(read("[1,2,3]"), None);
        let read = |text: &str| the_first::<2, u8, _>(&mut serde_json::Deserializer::from_str(text)).ok();
        assert_eq!(read("[1,2,3,\"x\"]"), Some(vec![1, 2]));
        assert_eq!(read("[1]"), Some(vec![1]));
    }
}
