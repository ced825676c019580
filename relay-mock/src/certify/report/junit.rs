//! A verdict as JUnit XML, for a build server. The markup is in `templates/junit.xml`.
//!
//! | word | element |
//! |---|---|
//! | 不合格 | `failure`; `skipped` where all that fails is a known failure |
//! | 判定不能 | `error`, its type says how: `timed-out`, `ended` … |
//! | 未実施 | `error` of the type `not-run`: what was left out must not look as if it were well |
//! | 対象外 | `skipped`, with the reason |

use askama::Template;
use cplink_cli::Language;

use super::plain::plain;
use super::words::level;
use crate::certify::judge::{CaseVerdict, Class, Finding, Verdict, Word};
use crate::certify::transcript::{Answer, CaseRecord, Transcript};

/// How many findings of a case are told.
const MAX_TOLD: usize = 100;

/// The longest text of an element.
const MAX_TEXT: usize = 1000;

#[derive(Template)]
#[template(path = "junit.xml")]
struct Junit {
    name: String,
    total: Counts,
    suites: Vec<Suite>,
}

#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    milliseconds: u64,
}

struct Suite {
    name: String,
    timestamp: String,
    properties: Vec<(&'static str, String)>,
    counts: Counts,
    cases: Vec<Case>,
}

struct Case {
    class: String,
    name: String,
    milliseconds: u64,
    ended: Option<Ended>,
    out: Vec<String>,
    err: Vec<String>,
}

/// What is other than well.
struct Ended {
    element: &'static str,
    sort: String,
    message: String,
    lines: Vec<String>,
}

impl Case {
    fn seconds(&self) -> String {
        seconds(self.milliseconds)
    }
}

impl Counts {
    fn seconds(&self) -> String {
        seconds(self.milliseconds)
    }

    fn add(&mut self, case: &Case) {
        self.tests += 1;
        self.milliseconds = self.milliseconds.saturating_add(case.milliseconds);
        match case.ended.as_ref().map(|ended| ended.element) {
            Some("failure") => self.failures += 1,
            Some("error") => self.errors += 1,
            Some(_) => self.skipped += 1,
            None => {}
        }
    }

    fn join(&mut self, other: &Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
        self.milliseconds = self.milliseconds.saturating_add(other.milliseconds);
    }
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

/// The verdict; a suite for each pattern, and one for known failures that are wrong.
pub fn junit(verdict: &Verdict, transcript: &Transcript) -> String {
    let mut suites: Vec<Suite> = Vec::new();
    for pattern in &verdict.patterns {
        let cases = verdict.cases.iter().filter(|case| case.pattern == pattern.id);
        let cases = cases.map(|case| one(case, transcript.cases.get(&case.id), &verdict.pack.id));
        suites.push(suite(format!("{} {}", pattern.id, pattern.title_ja), cases.collect(), verdict, transcript));
    }
    if !verdict.known_problems.is_empty() {
        let cases = verdict.known_problems.iter().map(|problem| Case {
            class: "expect".to_owned(),
            name: plain(&format!("{} {} {}", problem.case, problem.check, problem.finding), MAX_TEXT),
            milliseconds: 0,
            ended: Some(Ended {
                element: "failure",
                sort: problem.problem.clone(),
                message: problem.ja.clone(),
                lines: vec![problem.en.clone()],
            }),
            out: Vec::new(),
            err: Vec::new(),
        });
        suites.push(suite("expect 既知の不合格の指定".to_owned(), cases.collect(), verdict, transcript));
    }
    let mut total = Counts::default();
    suites.iter().for_each(|suite| total.join(&suite.counts));
    let name = plain(&format!("{} {} {}", verdict.pack.id, verdict.run.product.name, verdict.run.product.version), 200);
    // Writing to a text cannot fail.
    Junit { name, total, suites }.render().unwrap_or_default()
}

fn suite(name: String, cases: Vec<Case>, verdict: &Verdict, transcript: &Transcript) -> Suite {
    let mut counts = Counts::default();
    cases.iter().for_each(|case| counts.add(case));
    let Verdict { run, pack, .. } = verdict;
    let mut properties = vec![
        ("run", run.run.clone()),
        ("driver", run.driver.clone()),
        ("product", plain(&run.product.name, 200)),
        ("product.version", plain(&run.product.version, 200)),
        ("pack", pack.id.clone()),
        ("pack.version", pack.version.clone()),
        ("pack.sha256", pack.sha256.clone()),
        ("run.pack.version", run.pack.version.clone()),
        ("run.pack.sha256", run.pack.sha256.clone()),
        ("run.by", run.by.clone()),
        ("judge", verdict.judge.clone()),
        ("word", verdict.word.en().to_owned()),
    ];
    let mut seeds = transcript.cases.values().filter_map(|case| case.faults.as_ref()?.get("seed").cloned());
    if let Some(seed) = seeds.next() {
        properties.push(("seed", plain(&seed.to_string(), 40)));
    }
    // JUnit has whole seconds and no zone.
    let timestamp = run.started.get(..19).unwrap_or_default().to_owned();
    Suite { name, timestamp, properties, counts, cases }
}

fn one(case: &CaseVerdict, record: Option<&CaseRecord>, pack: &str) -> Case {
    let told = |wanted: fn(&Finding) -> bool| lines(case, wanted);
    let mut out = told(|finding| !finding.fails());
    let failing = told(Finding::fails);
    let reason = || case.reason.as_ref().map_or(case.word.ja().to_owned(), |reason| plain(&reason.ja, MAX_TEXT));
    let ended =
        |element, sort: &str, message: String, lines| Some(Ended { element, sort: sort.to_owned(), message, lines });
    let ended = match case.word {
        Word::Pass | Word::PassWithNotes => None,
        Word::Fail if case.known => {
            out.extend(failing);
            ended("skipped", "known-failure", "既知の不合格です（expect.toml）。".to_owned(), Vec::new())
        }
        Word::Fail => {
            let first = failing.first().cloned().unwrap_or_else(reason);
            ended("failure", level(case.level, Language::En), first, failing)
        }
        Word::Inconclusive => ended("error", &how(record), reason(), failing),
        Word::NotRun => ended("error", "not-run", "未実施です。".to_owned(), Vec::new()),
        Word::NotApplicable => ended("skipped", "not-applicable", reason(), Vec::new()),
    };
    let steps = record.map(|record| record.steps.as_slice()).unwrap_or_default();
    let err = record.map(|record| record.stderr.lines().rev().take(200)).into_iter().flatten();
    let mut err: Vec<String> = err.map(|line| plain(line, MAX_TEXT)).collect();
    err.reverse();
    Case {
        class: format!("{pack}.{}", case.pattern),
        name: format!("{} {}", case.id, case.title_ja),
        milliseconds: steps.iter().fold(0, |sum, step| sum.saturating_add(step.took_ms)),
        ended,
        out,
        err,
    }
}

/// Why nothing can be judged.
fn how(record: Option<&CaseRecord>) -> String {
    match record.and_then(|record| record.steps.last()).map(|step| &step.answer) {
        Some(Answer::Broken { how, .. }) => how.id().to_owned(),
        _ => "inconclusive".to_owned(),
    }
}

fn lines(case: &CaseVerdict, wanted: fn(&Finding) -> bool) -> Vec<String> {
    let findings = case.checks.iter().flat_map(|check| check.findings.iter().map(move |finding| (check, finding)));
    let findings = findings.filter(|(_, finding)| wanted(finding));
    let mut lines: Vec<String> = findings
        .clone()
        .take(MAX_TOLD)
        .map(|(check, finding)| {
            let mut line = format!("{} {}: {}", check.name, finding.id, finding.ja);
            for (heading, value) in [("正しい値", &finding.expected), ("製品の値", &finding.got)] {
                if let Some(value) = value {
                    line += &format!(" {heading}＝「{value}」");
                }
            }
            if finding.class != Class::Tolerated {
                line += &format!(" [{}]", finding.clause);
            }
            plain(&line, MAX_TEXT)
        })
        .collect();
    let unlisted: usize = case.checks.iter().map(|check| check.more).sum();
    let more = findings.count().saturating_sub(MAX_TOLD) + if lines.is_empty() { 0 } else { unlisted };
    if more > 0 {
        lines.push(format!("ほかに{more}件の指摘があります（result.json）。"));
    }
    lines
}
