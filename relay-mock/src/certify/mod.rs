//! Certification: a vendor's software is put through a pack of cases, and what it does is judged by meaning.
//!
//! | module | noun |
//! |---|---|
//! | [`guard`] | numbers outside a pack's invented ranges: they could be a real person's |
//! | [`scenario`] | a case as data: its steps and checks |
//! | [`pack`] | a set of cases, embedded or in a folder |
//! | [`transcript`] | what was asked of a product and what it did, and the folder of a run |
//! | [`drive`] | the products: each driver does the same requests |
//! | [`run`] | pack and driver become a transcript |
//! | [`judge`] | pack and transcript become a verdict: no input, no output, no clock |
//! | [`report`] | a verdict as text, page and JUnit XML |
//! | [`bundle`] | a verdict with all it rests on, signed; and its check |

pub mod bundle;
pub mod drive;
pub mod guard;
pub mod judge;
pub mod pack;
pub mod report;
pub mod run;
pub mod scenario;
pub mod transcript;
