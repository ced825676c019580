//! Why a unit must be refused.

use cplink::Code;
use cplink::finding::Rule;

/// Why a unit must be refused: a finding of the rules, or an error of the message that carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A finding of a rule.
    Rule(Rule),
    /// An error, as `ffi/errors.md` names it.
    Error(Code),
}

impl Cause {
    /// The cause of an id: a rule's, or an error's name.
    pub fn parse(id: &str) -> Option<Self> {
        let error = || Code::ALL.iter().find(|code| code.name() == id).copied().map(Self::Error);
        Rule::from_id(id).map(Self::Rule).or_else(error)
    }

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.id(),
            Self::Error(code) => code.name(),
        }
    }

    /// Where the standard says so; of an error the rules of the exchange do.
    pub fn clause(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.clause(),
            Self::Error(_) => "連携システムの規則",
        }
    }
}
