//! A script that cannot be played: where, what, and what to do.

use std::fmt;

use super::problem::Problem;

/// A script that cannot be played.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptError {
    /// What the script is called: a file's name, most often.
    pub source: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// Which fault of the script, from 1.
    pub fault: Option<usize>,
    /// The field.
    pub field: Option<String>,
    /// What is wrong with it.
    pub problem: Box<Problem>,
}

impl ScriptError {
    /// What is wrong, in Japanese.
    pub fn message_ja(&self) -> String {
        let [ja, _] = self.problem.message();
        self.place(["行", "番目の障害", "「", "」"], "：") + &ja
    }

    /// The same in English.
    pub fn message_en(&self) -> String {
        let [_, en] = self.problem.message();
        let mut place = Vec::new();
        place.extend(self.line.map(|line| format!("line {line}")));
        place.extend(self.fault.map(|fault| format!("fault {fault}")));
        place.extend(self.field.as_ref().map(|field| format!("\"{field}\"")));
        if place.is_empty() { en } else { format!("{}: {en}", place.join(", ")) }
    }

    /// What to do, in Japanese.
    pub fn remedy_ja(&self) -> String {
        let [ja, _] = self.problem.remedy();
        ja
    }

    /// The same in English.
    pub fn remedy_en(&self) -> String {
        let [_, en] = self.problem.remedy();
        en
    }

    fn place(&self, [line, fault, open, close]: [&str; 4], end: &str) -> String {
        let mut place = Vec::new();
        place.extend(self.line.map(|n| format!("{n}{line}")));
        place.extend(self.fault.map(|n| format!("{n}{fault}")));
        place.extend(self.field.as_ref().map(|field| format!("{open}{field}{close}")));
        if place.is_empty() { String::new() } else { place.join("、") + end }
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.source, self.message_en(), self.remedy_en())
    }
}

impl std::error::Error for ScriptError {}
