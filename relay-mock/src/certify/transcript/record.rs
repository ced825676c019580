//! The record of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kept::CaseRecord;
use super::profile::Profile;
use crate::certify::scenario::Case;

/// The form of a run's folder.
pub const FORMAT: &str = "CPX-certify-run/1";

/// `run.json`: what is known when a run begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRecord {
    /// The form of the folder: [`FORMAT`].
    pub format: String,
    /// The run's id.
    pub run: String,
    /// When it began (RFC 3339, UTC).
    pub started: String,
    /// The driver: `program`, `folder`, `relay`, `http`.
    pub driver: String,
    /// The pack.
    pub pack: PackName,
    /// What the product says of itself.
    pub product: Profile,
    /// The version of this program.
    pub by: String,
}

impl RunRecord {
    /// What a case needs and this run does not have: of the product's profile, and of its driver.
    pub fn lacks(&self, case: &Case) -> Vec<String> {
        let is_relay = self.driver == "relay";
        let relay = (case.is_for_relay() && !is_relay).then(|| "driver:relay".to_owned());
        let hand = (is_relay && !case.can_travel()).then(|| "driver:other-than-relay".to_owned());
        self.product.lacks(case).into_iter().chain(relay).chain(hand).collect()
    }
}

/// Which pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackName {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of its files.
    pub sha256: String,
}

/// A run, whole or so far.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// What is known when a run begins.
    pub run: RunRecord,
    /// The cases that were done, by id, with the bytes of their files.
    pub cases: BTreeMap<String, CaseRecord>,
}
