//! What the page shows of a case.

use cplink_cli::Language;

use super::case::step as step_text;
use super::form::{Pair, pairs};
use super::plain::plain;
use super::time::{japan, took};
use super::told::{MAX_VALUE, answer, check_name, class, remedy};
use super::words::{level, role, shape, unit as unit_name};
use crate::certify::judge::{CaseVerdict, CheckVerdict, Word};
use crate::certify::scenario::{Case, Outcome, Step};
use crate::certify::transcript::CaseRecord;

/// How many findings of a case are shown.
const MAX_FINDINGS: usize = 60;

/// How many pairs of forms of a case are in the page.
const MAX_PAIRS: usize = 4;

/// A case.
pub(super) struct CaseView<'a> {
    pub(super) case: &'a CaseVerdict,
    pub(super) role: &'static str,
    pub(super) level: &'static str,
    pub(super) shape: &'static str,
    pub(super) sheet: String,
    pub(super) reason: String,
    pub(super) steps: Vec<StepLine>,
    pub(super) checks: Vec<CheckView<'a>>,
    pub(super) pairs: Vec<Pair>,
    pub(super) forms_said: String,
    pub(super) forms: Option<String>,
}

/// A step that was done.
pub(super) struct StepLine {
    pub(super) number: usize,
    pub(super) what: String,
    pub(super) started: String,
    pub(super) took: String,
    pub(super) answer: String,
    pub(super) files: Vec<String>,
}

/// A check.
pub(super) struct CheckView<'a> {
    pub(super) name: &'a str,
    pub(super) check: &'a CheckVerdict,
    pub(super) lines: Vec<FindingLine>,
    pub(super) more: usize,
}

/// What a check found.
pub(super) struct FindingLine {
    pub(super) id: String,
    pub(super) class: &'static str,
    pub(super) fails: bool,
    pub(super) text: String,
    pub(super) times: usize,
    pub(super) expected: Option<String>,
    pub(super) got: Option<String>,
    pub(super) clause: String,
    pub(super) remedy: &'static str,
}

/// What is shown of a case. `left` is how many bytes of forms the page may still have.
pub(super) fn view<'a>(
    verdict: &'a CaseVerdict,
    case: Option<&Case>,
    record: Option<&CaseRecord>,
    left: &mut usize,
    link: &impl Fn(&str) -> Option<String>,
) -> CaseView<'a> {
    let lang = Language::Ja;
    let mut shown = MAX_FINDINGS;
    let checks = verdict.checks.iter().map(|check| check_view(check, &mut shown)).collect();
    let all = case.zip(record).map(|(case, record)| pairs(case, record)).unwrap_or_default();
    let (forms, count) = (if all.is_empty() { None } else { link(&verdict.id) }, all.len());
    let mut inline = Vec::new();
    if matches!(verdict.word, Word::Fail | Word::PassWithNotes | Word::Inconclusive) {
        for pair in all.into_iter().filter(|pair| pair.differs).take(MAX_PAIRS) {
            let size = pair.expected.as_ref().map_or(0, String::len) + pair.got.as_ref().map_or(0, String::len);
            if size > *left {
                break;
            }
            *left -= size;
            inline.push(pair);
        }
    }
    let forms_said = match (count, inline.len()) {
        (0, _) => String::new(),
        (count, 0) => format!("帳票は全{count}ページで、別のファイルにあります："),
        (count, shown) => {
            format!("違いのある帳票を{shown}ページまで示します。全{count}ページは別のファイルにあります：")
        }
    };
    CaseView {
        case: verdict,
        role: role(verdict.role, lang),
        level: level(verdict.level, lang),
        shape: shape(verdict.shape, lang),
        sheet: case.map(|case| case.sheet_ja.clone()).unwrap_or_default(),
        reason: verdict.reason.as_ref().map(|reason| plain(&reason.ja, MAX_VALUE)).unwrap_or_default(),
        steps: steps(case, record),
        checks,
        pairs: inline,
        forms_said,
        forms,
    }
}

fn steps(case: Option<&Case>, record: Option<&CaseRecord>) -> Vec<StepLine> {
    let steps = record.map(|record| record.steps.as_slice()).unwrap_or_default();
    let lines = steps.iter().map(|record| {
        let step = case.and_then(|case| case.steps.get(record.step)).filter(|_| !record.request.is_null());
        StepLine {
            number: record.step + 1,
            what: step.map_or("製品の準備".to_owned(), step_words),
            started: japan(&record.started),
            took: took(record.took_ms),
            answer: answer(step, &record.answer),
            files: record
                .files
                .iter()
                .take(20)
                .map(|file| format!("{}（{}バイト）", plain(&file.name, 260), file.size))
                .collect(),
        }
    });
    lines.collect()
}

/// What a step asks for; the files have a column of their own.
fn step_words(step: &Step) -> String {
    match step {
        Step::Give { unit, outcome: Outcome::Done, .. } => format!("送信単位{unit}を取り込む"),
        Step::Give { unit, outcome: Outcome::Refused, .. } => format!("送信単位{unit}を取り込めないことを確認する"),
        Step::Take { unit, partner, outcome, .. } => {
            let done =
                if *outcome == Outcome::Refused { "出力できないことを確認する" } else { "出力する" };
            format!("{}を事業所{}あてに{done}", unit_name(*unit, Language::Ja), partner.office())
        }
        Step::Enter { attachments, .. } if attachments.is_empty() => "帳票のとおりに入力する".to_owned(),
        _ => step_text(step, Language::Ja),
    }
}

fn check_view<'a>(check: &'a CheckVerdict, left: &mut usize) -> CheckView<'a> {
    let lines: Vec<FindingLine> = check
        .findings
        .iter()
        .take(*left)
        .map(|finding| FindingLine {
            id: plain(&finding.id, MAX_VALUE),
            class: class(finding.class),
            fails: finding.fails(),
            text: plain(&finding.ja, 600),
            times: finding.times,
            expected: finding.expected.as_ref().map(|value| plain(value, MAX_VALUE)),
            got: finding.got.as_ref().map(|value| plain(value, MAX_VALUE)),
            clause: finding.clause.clone(),
            remedy: remedy(finding),
        })
        .collect();
    *left -= lines.len();
    CheckView { name: check_name(&check.name), check, more: check.findings.len() - lines.len() + check.more, lines }
}
