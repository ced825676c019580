//! What every driver does.

use serde_json::Value;

use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, Step};
use crate::certify::transcript::{Answer, KeptFile, Profile, Receipts};

/// A product that can be put through cases.
pub trait Driver {
    /// The driver's name, as in `run.json`.
    fn name(&self) -> &'static str;

    /// Asks the product what it is.
    ///
    /// # Errors
    /// The answer that is none ([`Answer::Broken`]).
    fn hello(&mut self) -> Result<Profile, Answer>;

    /// Begins a case: the product forgets everything before it. A product that was broken is started anew.
    ///
    /// # Errors
    /// The answer that is none ([`Answer::Broken`]).
    fn begin(&mut self, pack: &Pack, case: &Case) -> Result<(), Answer>;

    /// Does one step.
    fn step(&mut self, case: &Case, step: &Step) -> Reply;

    /// What the product wrote on standard error since it was last asked, the end of it.
    fn stderr(&mut self) -> String;

    /// The faults of the relay that came in the case, for a driver that has a relay.
    fn faults(&mut self) -> Option<Value> {
        None
    }

    /// The receipts of the case's messages, for a driver that has a relay.
    ///
    /// # Errors
    /// They cannot be had ([`Answer::Broken`]).
    fn receipts(&mut self) -> Result<Option<Receipts>, Answer> {
        Ok(None)
    }

    /// Ends the product and forgets what it wrote: what it handed out could be about a real person, and what it is
    /// still to write could quote it.
    fn discard(&mut self);
}

/// What came of a step.
#[derive(Debug)]
pub struct Reply {
    /// What the product was asked, without the paths of this machine.
    pub request: Value,
    /// Its answer.
    pub answer: Answer,
    /// The files that it was given, or that were taken from it. Nothing of them is on the disk any more.
    pub files: Vec<KeptFile>,
}
