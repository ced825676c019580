//! What a comparison of two slips has found.

use cplink::interpret::Comparison;
use cplink::spec::Kind;

use super::people::People;

/// The kinds of both sides, compared.
pub(super) struct Compared {
    pub(super) people: People,
    pub(super) tables: Vec<(Kind, Comparison)>,
    /// Kinds that only one side has, and whether it is the newer one.
    pub(super) alone: Vec<(Kind, bool)>,
}
