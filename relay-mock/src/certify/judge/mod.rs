//! Pack and transcript become a verdict. Nothing here reads, writes or looks at a clock: a run can be judged again at
//! any time, by newer rules.

mod case;
mod conclude;
mod facts;
mod finding;
mod known;
mod meaning;
mod money;
mod outcome;
mod own_notes;
mod pictures;
mod rules;
mod table;
mod taken;
mod tolerate;
mod verdict;
mod word;

pub use case::case;
pub use conclude::judge;
pub use finding::{Class, Finding};
pub use known::apply;
pub use verdict::{
    CaseVerdict, CheckVerdict, Counts, FORMAT, KnownProblem, PackVerdict, PatternVerdict, Text, Verdict,
};
pub use word::Word;
