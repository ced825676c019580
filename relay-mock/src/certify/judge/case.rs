//! One case.

use std::collections::BTreeMap;

use super::facts::{all_answered, facts};
use super::finding::{Class, Finding};
use super::meaning::{meaning, other_offices};
use super::outcome::{Said, done, held_up, reason, refused, weak_connection};
use super::own_notes::OwnNotes;
use super::rules::rules;
use super::table::Compared;
use super::taken::Taken;
use super::verdict::{CaseVerdict, CheckVerdict, Text};
use super::word::Word;
use crate::certify::scenario::{Absent, Case, Check, CheckKind, Outcome, Step};
use crate::certify::transcript::{Answer, Broken, CaseRecord, KeptFile};

/// How many findings of a check are listed; the others are counted.
const MAX_LISTED: usize = 500;

/// Judges one case; `lacks` is what product and driver do not have of what it needs.
pub fn case(case: &Case, record: Option<&CaseRecord>, lacks: &[String]) -> CaseVerdict {
    let verdict = |word, reason, checks| CaseVerdict {
        id: case.id.clone(),
        pattern: case.pattern.clone(),
        level: case.level,
        shape: case.shape,
        role: case.role,
        title_ja: case.title_ja.clone(),
        title_en: case.title_en.clone(),
        clause: case.clause.clone(),
        word,
        reason,
        known: false,
        checks,
    };
    if !lacks.is_empty() {
        let lacks = lacks.join(", ");
        let reason = Text {
            ja: format!("製品または動かし方が対象外です（{lacks}）。"),
            en: format!("Product or driver lack {lacks}."),
        };
        return verdict(Word::NotApplicable, Some(reason), Vec::new());
    }
    let Some(record) = record else { return verdict(Word::NotRun, None, Vec::new()) };
    let checks = checks(case, record);
    let found = checks.iter().map(|check| check.word).filter(|word| *word != Word::NotRun);
    let (word, reason) = match (Word::worst(found), stopped(record)) {
        (Word::Fail, reason) => (Word::Fail, reason.map(|(_, text)| text)),
        (_, Some((word, text))) => (word, Some(text)),
        (_, None) if record.steps.len() < case.steps.len() && !ends(case, record) => {
            (Word::Inconclusive, Some(cut_off()))
        }
        (word, None) if word != Word::Fail && !was_met(case, record) => (Word::Inconclusive, Some(not_met())),
        (Word::Inconclusive, None) => (Word::Inconclusive, Some(unanswered())),
        (word, None) => (word, None),
    };
    verdict(word, reason, checks)
}

/// What ended the case early, where it was no check; also a step of which nothing can be judged any more.
fn stopped(record: &CaseRecord) -> Option<(Word, Text)> {
    let text = |ja: &str, en: &str| Text { ja: ja.to_owned(), en: en.to_owned() };
    record.steps.iter().find_map(|step| match &step.answer {
        Answer::Unsupported => Some((
            Word::NotApplicable,
            text("製品にこの機能はないとの回答でした。", "The product answered that it cannot do this."),
        )),
        Answer::Broken { how, detail } if detail.is_empty() => Some((Word::Inconclusive, broken(*how))),
        Answer::Broken { how, detail } => {
            let Text { ja, en } = broken(*how);
            Some((Word::Inconclusive, Text { ja: format!("{ja}（{detail}）"), en: format!("{en} ({detail})") }))
        }
        _ => None,
    })
}

/// Whether the case was over with its last step: the unit was refused, as it may be.
fn ends(case: &Case, record: &CaseRecord) -> bool {
    record.steps.last().is_some_and(|step| {
        let may = case.steps.get(step.step).and_then(Step::outcome) == Some(Outcome::Either);
        may && matches!(step.answer, Answer::Refused { .. })
    })
}

fn cut_off() -> Text {
    Text { ja: "記録が途中で終わっています。".to_owned(), en: "The transcript ends early.".to_owned() }
}

fn unanswered() -> Text {
    Text {
        ja: "回答のない項目か、人が確認する必要のある理由があります。".to_owned(),
        en: "A question was not answered, or a reason must be read by a person.".to_owned(),
    }
}

/// Whether the relay's faults, where the case has some, came at all.
fn was_met(case: &Case, record: &CaseRecord) -> bool {
    let fired = record.faults.as_ref().and_then(|told| told["fired"].as_array());
    case.faults.is_none() || fired.is_some_and(|fired| !fired.is_empty())
}

fn not_met() -> Text {
    Text {
        ja: "予定した障害が起きませんでした。".to_owned(), en: "None of the faults was met.".to_owned()
    }
}

fn broken(how: Broken) -> Text {
    let (ja, en) = match how {
        Broken::NotStarted => ("製品を起動できませんでした。", "The product could not be started."),
        Broken::Ended => ("製品が途中で終了しました。", "The product ended."),
        Broken::TimedOut => ("制限時間内に回答がありませんでした。", "There was no answer in time."),
        Broken::Garbled => ("回答が決められた形ではありません。", "The answer is not of the form."),
        Broken::TooLarge => {
            ("出力されたファイルが多すぎるか、長すぎます。", "The export has too many or too long files.")
        }
        Broken::LooksReal => (
            "実在の方のデータかもしれません。ファイルは保存していません。試験用の利用者だけを登録した環境で、やり直してください。",
            "A file could be about a real person. It was not stored. Repeat with a system that has only the invented people.",
        ),
        Broken::Altered => ("保存したファイルが変更されています。", "Files of the run were changed."),
    };
    Text { ja: ja.to_owned(), en: en.to_owned() }
}

fn checks(case: &Case, record: &CaseRecord) -> Vec<CheckVerdict> {
    let mut checks = Vec::new();
    checks.extend(outcome(case, record));
    for check in &case.checks {
        checks.push(named(case, record, check));
    }
    let taken = case.steps.iter().enumerate().filter_map(|(place, step)| match step {
        Step::Take { unit, name, partner, .. } => {
            let (taken, own) = (Taken::read(exported(record, place)?), OwnNotes::of(case, name, partner));
            Some(rules(*unit, &taken, &own, &case.clause))
        }
        _ => None,
    });
    let findings: Vec<Vec<Finding>> = taken.collect();
    if !findings.is_empty() {
        checks.push(verdict("rules", findings.concat()));
    }
    checks
}

/// The answer to a step.
fn answer(record: &CaseRecord, place: usize) -> Option<&Answer> {
    record.steps.iter().find(|step| step.step == place).map(|step| &step.answer)
}

/// The files of a step that took a unit.
fn exported(record: &CaseRecord, place: usize) -> Option<&[KeptFile]> {
    let step = record.steps.iter().find(|step| step.step == place)?;
    (step.answer == Answer::Exported).then_some(&*step.files)
}

fn outcome(case: &Case, record: &CaseRecord) -> Option<CheckVerdict> {
    let mut findings = Vec::new();
    let mut asked = false;
    for (place, step) in case.steps.iter().enumerate() {
        let Some((outcome, answer)) = step.outcome().zip(answer(record, place)) else { continue };
        match (answer, outcome) {
            (Answer::Imported | Answer::Exported, Outcome::Refused) => findings.push(done(case, step)),
            (Answer::Refused { reasons }, Outcome::Done | Outcome::Either) => {
                findings.push(refused(case, step, reasons));
            }
            (Answer::HeldUp { times }, _) => findings.push(held_up(case, step, *times)),
            (Answer::Imported | Answer::Refused { .. }, _) => {}
            // That a unit was exported its rows say.
            _ => continue,
        }
        asked = true;
    }
    if let Some(times) = record.faults.as_ref().and_then(|told| told["tls12"].as_u64()).filter(|times| *times > 0) {
        findings.push(weak_connection(case, times));
    }
    asked.then(|| verdict("outcome", findings))
}

fn named(case: &Case, record: &CaseRecord, check: &Check) -> CheckVerdict {
    let place_of = |name: &str| {
        let is_it = |step: &Step| matches!(step, Step::Take { name: own, .. } if own == name);
        case.steps.iter().position(is_it)
    };
    let taken = |name: &str| exported(record, place_of(name)?).map(Taken::read);
    let found = match &check.kind {
        CheckKind::Meaning { take, expected, tolerate } => {
            let partner = place_of(take).and_then(|place| match case.steps.get(place) {
                Some(Step::Take { partner, .. }) => Some(partner),
                _ => None,
            });
            partner.zip(taken(take)).map(|(partner, taken)| {
                let Compared { findings, same_bytes, same_meaning } =
                    meaning(case, partner, &taken, expected, tolerate);
                CheckVerdict { same_bytes, same_meaning, ..verdict(&check.name, findings) }
            })
        }
        CheckKind::Absent { take, what: Absent::RowsOfOtherOffices } => {
            taken(take).map(|taken| verdict(&check.name, other_offices(case, &taken)))
        }
        CheckKind::Facts { facts: right } => shown(case, record, right).map(|shown| {
            let found = verdict(&check.name, facts(case, right, shown));
            if found.findings.is_empty() && !all_answered(right, shown) {
                CheckVerdict { word: Word::Inconclusive, ..found }
            } else {
                found
            }
        }),
        CheckKind::RefusedFor { cause, words } => {
            refusals(case, record).map(|reasons| match reason(*cause, words, &reasons) {
                Said::Right => verdict(&check.name, Vec::new()),
                Said::InWords(finding) | Said::Other(finding) => verdict(&check.name, vec![finding]),
                Said::Unknown => CheckVerdict { word: Word::Inconclusive, ..verdict(&check.name, Vec::new()) },
            })
        }
    };
    found.unwrap_or_else(|| CheckVerdict { word: Word::NotRun, ..verdict(&check.name, Vec::new()) })
}

/// What was shown of the facts of this check.
fn shown<'a>(
    case: &Case,
    record: &'a CaseRecord,
    right: &[crate::certify::scenario::Fact],
) -> Option<&'a BTreeMap<String, String>> {
    let first = right.first()?;
    let place = case.steps.iter().position(
        |step| matches!(step, Step::Show { facts, .. } if facts.first().is_some_and(|fact| fact.id == first.id)),
    )?;
    match answer(record, place)? {
        Answer::Shown { facts } => Some(facts),
        _ => None,
    }
}

/// The reasons of the unit that must or may be refused; nothing where none was.
fn refusals(case: &Case, record: &CaseRecord) -> Option<Vec<String>> {
    let mut given = case.steps.iter().enumerate();
    given.find_map(|(place, step)| match (step, answer(record, place)?) {
        (step, Answer::Refused { reasons }) if step.outcome().is_some_and(|outcome| outcome != Outcome::Done) => {
            Some(reasons.clone())
        }
        _ => None,
    })
}

/// A check with what it found.
fn verdict(name: &str, mut findings: Vec<Finding>) -> CheckVerdict {
    let word = if findings.iter().any(Finding::fails) {
        Word::Fail
    } else if findings.iter().any(|finding| finding.class == Class::Note) {
        Word::PassWithNotes
    } else {
        Word::Pass
    };
    // What fails is listed before what only differs.
    findings.sort_by_key(|finding| !finding.fails());
    let more = findings.len().saturating_sub(MAX_LISTED);
    findings.truncate(MAX_LISTED);
    CheckVerdict { name: name.to_owned(), word, findings, more, same_bytes: 0, same_meaning: 0 }
}
