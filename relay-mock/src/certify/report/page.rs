//! A verdict as one page in Japanese: it loads nothing, runs nothing and escapes everything. The markup is in
//! `templates/verdict.html`; here is what it shows.

use askama::Template;
use cplink_cli::Language;

use super::case::step as step_text;
use super::form::{Pair, pairs, style};
use super::plain::plain;
use super::proof::not_proven;
use super::time::{japan, took};
use super::told::{MAX_VALUE, answer, check_name, class, remedy};
use super::words::{level, role, shape};
use crate::certify::judge::{CaseVerdict, CheckVerdict, KnownProblem, PatternVerdict, Verdict, Word};
use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, Outcome, Step};
use crate::certify::transcript::{CaseRecord, Transcript};

/// How many findings of a case are shown.
const MAX_FINDINGS: usize = 60;

/// How many pairs of forms of a case are in the page.
const MAX_PAIRS: usize = 4;

/// Bytes of forms in the page; the others are in files of their own.
const MAX_FORMS: usize = 8 << 20;

/// What the page is made of.
pub struct PageInput<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The run.
    pub transcript: &'a Transcript,
    /// The verdict.
    pub verdict: &'a Verdict,
    /// Who tested.
    pub tester: Option<&'a str>,
    /// Whether the key of the bundle was made for it; none where the page is in no bundle.
    pub is_test_key: Option<bool>,
}

#[derive(Template)]
#[template(path = "verdict.html")]
struct Page<'a> {
    style: String,
    verdict: &'a Verdict,
    facts: Vec<(&'static str, String)>,
    notices: Vec<String>,
    patterns: Vec<PatternLine<'a>>,
    problems: &'a [KnownProblem],
    cases: Vec<CaseView<'a>>,
    not_proven: Vec<String>,
}

struct PatternLine<'a> {
    pattern: &'a PatternVerdict,
    counts: Vec<usize>,
}

struct CaseView<'a> {
    case: &'a CaseVerdict,
    role: &'static str,
    level: &'static str,
    shape: &'static str,
    sheet: String,
    reason: String,
    steps: Vec<StepLine>,
    checks: Vec<CheckView<'a>>,
    pairs: Vec<Pair>,
    forms_said: String,
    forms: Option<String>,
}

struct StepLine {
    number: usize,
    what: String,
    started: String,
    took: String,
    answer: String,
    files: Vec<String>,
}

struct CheckView<'a> {
    name: &'a str,
    check: &'a CheckVerdict,
    lines: Vec<FindingLine>,
    more: usize,
}

struct FindingLine {
    id: String,
    class: &'static str,
    fails: bool,
    text: String,
    times: usize,
    expected: Option<String>,
    got: Option<String>,
    clause: String,
    remedy: &'static str,
}

/// The page. `link` is where the forms of a case are.
pub fn page(input: &PageInput<'_>, link: impl Fn(&str) -> String) -> String {
    let PageInput { pack, transcript, verdict, .. } = input;
    let mut left = MAX_FORMS;
    let cases = verdict.cases.iter().map(|case| {
        let record = transcript.cases.get(&case.id);
        view(case, pack.case(&case.id), record, &mut left, &link)
    });
    let cases = cases.collect();
    let patterns = verdict.patterns.iter().map(|pattern| {
        let own = || verdict.cases.iter().filter(|case| case.pattern == pattern.id);
        let counts = Word::ALL.iter().map(|word| own().filter(|case| case.word == *word).count());
        PatternLine { pattern, counts: counts.collect() }
    });
    let page = Page {
        style: style(),
        verdict,
        facts: facts(input),
        notices: notices(verdict),
        patterns: patterns.collect(),
        problems: &verdict.known_problems,
        cases,
        not_proven: not_proven(verdict, input.is_test_key),
    };
    // Writing to a text cannot fail.
    page.render().unwrap_or_default()
}

fn facts(input: &PageInput<'_>) -> Vec<(&'static str, String)> {
    let Verdict { run, pack, .. } = input.verdict;
    let ended = input.transcript.cases.values().map(|case| case.ended.as_str()).max();
    let driver = match run.driver.as_str() {
        "program" => "プログラム（標準入出力）",
        "folder" => "フォルダー（人の操作）",
        "relay" => "中継サービス",
        "http" => "HTTP",
        other => other,
    };
    let mut facts = vec![
        ("製品", format!("{} {}", plain(&run.product.name, MAX_VALUE), plain(&run.product.version, 100))),
        ("判定", input.verdict.word.ja().to_owned()),
        ("試験パック", format!("{}（{} {}）", pack.title_ja, pack.id, pack.version)),
        ("試験パックのSHA-256", pack.sha256.clone()),
        ("基準の文書", pack.clauses.clone()),
        ("判定プログラム", input.verdict.judge.clone()),
        ("実行プログラム", plain(&run.by, 100)),
        ("動かし方", driver.to_owned()),
        ("試験番号", plain(&run.run, 100)),
        ("開始", japan(&run.started)),
        ("終了", ended.map_or("－".to_owned(), japan)),
        ("製品の役割", plain(&run.product.roles.join("、"), MAX_VALUE)),
        ("製品の機能", plain(&run.product.supports.join("、"), 2_000)),
    ];
    if let Some(tester) = input.tester {
        facts.push(("試験者", plain(tester, MAX_VALUE)));
    }
    facts
}

/// What must be known before the table is read.
fn notices(verdict: &Verdict) -> Vec<String> {
    let mut notices = Vec::new();
    if verdict.pack.provisional {
        notices.push("この試験パックは暫定版です。".to_owned());
    }
    notices.extend(super::summary::other_versions(verdict, Language::Ja));
    notices
}

fn view<'a>(
    verdict: &'a CaseVerdict,
    case: Option<&Case>,
    record: Option<&CaseRecord>,
    left: &mut usize,
    link: &impl Fn(&str) -> String,
) -> CaseView<'a> {
    let lang = Language::Ja;
    let mut shown = MAX_FINDINGS;
    let checks = verdict.checks.iter().map(|check| check_view(check, &mut shown)).collect();
    let all = case.zip(record).map(|(case, record)| pairs(case, record)).unwrap_or_default();
    let (forms, count) = ((!all.is_empty()).then(|| link(&verdict.id)), all.len());
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
        (count, 0) => format!("帳票（{count}ページ）は別のファイルにあります。"),
        (count, shown) => {
            format!("違いのあるページのうち{shown}ページを示します。全{count}ページは別のファイルにあります。")
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
        Step::Give { unit, outcome: Outcome::Imported, .. } => format!("送信単位{unit}を取り込む"),
        Step::Give { unit, outcome: Outcome::Refused, .. } => format!("送信単位{unit}を取り込めないことを確認する"),
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

#[derive(Template)]
#[template(path = "forms.html")]
struct Forms<'a> {
    style: String,
    id: &'a str,
    title: &'a str,
    product: String,
    pairs: Vec<Pair>,
}

/// All forms of a case, side by side; none where it compares no unit.
pub fn forms(input: &PageInput<'_>, case: &Case) -> Option<String> {
    let pairs = pairs(case, input.transcript.cases.get(&case.id)?);
    if pairs.is_empty() {
        return None;
    }
    let product = &input.verdict.run.product;
    let product = format!("{} {}", plain(&product.name, MAX_VALUE), plain(&product.version, 100));
    Forms { style: style(), id: &case.id, title: &case.title_ja, product, pairs }.render().ok()
}
