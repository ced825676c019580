//! The verdict: `result.json`, whose schema is `relay-mock/result.schema.json`.

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::word::Word;
use crate::certify::scenario::{Level, Role, Shape};
use crate::certify::transcript::RunRecord;

/// The form of the verdict.
pub const FORMAT: &str = "CPX-certify-result/1";

/// A verdict about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Its form: [`FORMAT`].
    pub format: String,
    /// The run that was judged: its id, product, driver, and the pack it was made with.
    pub run: RunRecord,
    /// The pack by which it was judged.
    pub pack: PackVerdict,
    /// The version of the judge.
    pub judge: String,
    /// The whole: the worst of all cases that must pass and are no known failures.
    pub word: Word,
    /// The exit code.
    pub exit: u8,
    /// How many cases have each word.
    pub counts: Counts,
    /// The patterns that have cases.
    pub patterns: Vec<PatternVerdict>,
    /// The cases, in the order of the pack.
    pub cases: Vec<CaseVerdict>,
    /// What is wrong with the known failures.
    pub known_problems: Vec<KnownProblem>,
}

/// The pack by which a run was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackVerdict {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of its files.
    pub sha256: String,
    /// Its title in Japanese.
    pub title_ja: String,
    /// Its title in English.
    pub title_en: String,
    /// Which text the clauses are of.
    pub clauses: String,
    /// Whether that text is not final, or not all of it public.
    pub provisional: bool,
    /// Whether it is, to the byte, the pack that the run was made with.
    pub same_as_run: bool,
}

/// How many cases have each word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Counts {
    /// 合格.
    pub pass: usize,
    /// 注意付き合格.
    pub pass_with_notes: usize,
    /// 不合格.
    pub fail: usize,
    /// 判定不能.
    pub inconclusive: usize,
    /// 対象外.
    pub not_applicable: usize,
    /// 未実施.
    pub not_run: usize,
}

impl Counts {
    pub(super) fn of(cases: &[CaseVerdict]) -> Self {
        let count = |word| cases.iter().filter(|case| case.word == word).count();
        Self {
            pass: count(Word::Pass),
            pass_with_notes: count(Word::PassWithNotes),
            fail: count(Word::Fail),
            inconclusive: count(Word::Inconclusive),
            not_applicable: count(Word::NotApplicable),
            not_run: count(Word::NotRun),
        }
    }

    /// The count of a word.
    pub fn get(&self, word: Word) -> usize {
        match word {
            Word::Pass => self.pass,
            Word::PassWithNotes => self.pass_with_notes,
            Word::Fail => self.fail,
            Word::Inconclusive => self.inconclusive,
            Word::NotApplicable => self.not_applicable,
            Word::NotRun => self.not_run,
        }
    }
}

/// A pattern: it passes when every applicable case that must pass did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatternVerdict {
    /// Its id.
    pub id: String,
    /// Its title in Japanese.
    pub title_ja: String,
    /// Its title in English.
    pub title_en: String,
    /// How it ended.
    pub word: Word,
    /// How many applicable cases must pass.
    pub musts: usize,
    /// How many of them did.
    pub passed: usize,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseVerdict {
    /// Its id.
    pub id: String,
    /// The pattern for which it counts.
    pub pattern: String,
    /// How much it counts.
    pub level: Level,
    /// What kind of check it is.
    pub shape: Shape,
    /// As whom the product worked.
    pub role: Role,
    /// Its title in Japanese.
    pub title_ja: String,
    /// Its title in English.
    pub title_en: String,
    /// Where the standard says so.
    pub clause: String,
    /// How it ended.
    pub word: Word,
    /// Why it was not judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// Whether all that fails is a known failure.
    pub known: bool,
    /// The checks.
    pub checks: Vec<CheckVerdict>,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckVerdict {
    /// Its name in the case.
    pub name: String,
    /// How it ended; `not-run` where the case ended before.
    pub word: Word,
    /// Records, and attachments, with the same bytes.
    pub same_bytes: usize,
    /// Records written otherwise, with the same meaning.
    pub same_meaning: usize,
    /// What it found: first what fails.
    pub findings: Vec<Finding>,
    /// How many findings more there are.
    pub more: usize,
}

/// What is wrong with a known failure: each of them fails the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownProblem {
    /// The case, as `expect.toml` has it.
    pub case: String,
    /// The check.
    pub check: String,
    /// The finding.
    pub finding: String,
    /// Which problem: `stale`, `unused`, `expired`, `too-many`.
    pub problem: String,
    /// In Japanese.
    pub ja: String,
    /// In English.
    pub en: String,
}
