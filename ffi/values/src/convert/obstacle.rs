//! What keeps files from being messages.

use crate::{Obstacle, Obstacles};

impl<'e> FromIterator<&'e cplink::Error> for Obstacles {
    fn from_iter<I: IntoIterator<Item = &'e cplink::Error>>(errors: I) -> Self {
        Self { items: errors.into_iter().map(|error| Obstacle { error: error.into() }).collect() }
    }
}
