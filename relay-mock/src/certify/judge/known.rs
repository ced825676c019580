//! Known failures: what fails as it was said to does not fail the run, and what was said without need does.

use time::Date;

use super::conclude::conclude;
use super::finding::Finding;
use super::verdict::{CaseVerdict, KnownProblem, Verdict};
use super::word::Word;
use crate::certify::scenario::{Known, KnownFailure};

/// How many cases an entry may cover.
const MAX_CASES: usize = 20;

/// Holds the known failures against a verdict, as of a day.
pub fn apply(verdict: &mut Verdict, known: &Known, today: Date) {
    let mut problems = Vec::new();
    let mut good: Vec<&KnownFailure> = Vec::new();
    for entry in &known.0 {
        let covered: Vec<&CaseVerdict> = verdict.cases.iter().filter(|case| entry.covers(&case.id)).collect();
        let problem = if covered.is_empty() {
            Some(("stale", "このケースはパックにありません。", "The pack has no such case."))
        } else if covered.len() > MAX_CASES {
            Some(("too-many", "1つの項目で対象にできるのは20ケースまでです。", "An entry covers at most 20 cases."))
        } else if entry.until < today {
            Some(("expired", "期限を過ぎています。", "Its day has passed."))
        } else if !covered.iter().all(|case| case.word == Word::NotRun || fails(case, entry)) {
            Some((
                "unused",
                "このとおりに不合格にならないケースがあります。",
                "A case that it covers does not fail so.",
            ))
        } else {
            None
        };
        match problem {
            None => good.push(entry),
            Some((problem, ja, en)) => problems.push(KnownProblem {
                case: entry.case.clone(),
                check: entry.check.clone(),
                finding: entry.finding.clone(),
                problem: problem.to_owned(),
                ja: ja.to_owned(),
                en: en.to_owned(),
            }),
        }
    }
    for case in &mut verdict.cases {
        let covered = |check: &str, finding: &Finding| {
            good.iter().any(|entry| entry.covers(&case.id) && entry.check == check && entry.finding == finding.id)
        };
        let mut failing = case.checks.iter().flat_map(|check| {
            check.findings.iter().filter(|finding| finding.fails()).map(|finding| covered(&check.name, finding))
        });
        // Findings that are not listed are not known either.
        let all_listed = case.checks.iter().all(|check| check.more == 0);
        let known = case.word == Word::Fail && all_listed && failing.all(|known| known);
        case.known = known;
    }
    verdict.known_problems = problems;
    conclude(verdict);
}

fn fails(case: &CaseVerdict, entry: &KnownFailure) -> bool {
    let mut checks = case.checks.iter().filter(|check| check.name == entry.check);
    checks.any(|check| check.findings.iter().any(|finding| finding.fails() && finding.id == entry.finding))
}
