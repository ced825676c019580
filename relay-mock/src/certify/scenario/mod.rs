//! A case as data. `relay-mock/packs/README.md` says the form.

mod case;
mod cause;
mod check;
mod checks;
mod fact;
mod folder;
mod known;
mod raw;
mod read;
mod step;
mod strict;
mod tamper;
mod tolerance;
mod written;

pub use case::{Case, Level, Need, Role, Shape};
pub use cause::Cause;
pub use check::{Absent, Check, CheckKind, Expected};
pub use fact::{Fact, Measure};
pub use known::{Known, KnownFailure};
pub use read::read;
pub use step::{Basis, File, Outcome, Step};
pub use strict::{PackError, Problem};
pub use tamper::Tamper;
pub use tolerance::Tolerance;
pub use written::written;
