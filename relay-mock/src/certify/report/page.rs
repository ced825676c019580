//! A verdict as one page in Japanese: it loads nothing, runs nothing and escapes everything. The markup is in
//! `templates/verdict.html`; here is what it shows.

use askama::Template;
use cplink_cli::Language;

use super::case_view::{CaseView, view};
use super::form::{Pair, pairs, style};
use super::plain::plain;
use super::proof::not_proven;
use super::time::japan;
use super::told::MAX_VALUE;
use super::words::role;
use crate::certify::judge::{KnownProblem, PatternVerdict, Verdict, Word};
use crate::certify::pack::Pack;
use crate::certify::scenario::Case;
use crate::certify::transcript::{Profile, Transcript};

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

/// The page. `link` is where the forms of a case are, if the page leads there.
pub fn page(input: &PageInput<'_>, link: impl Fn(&str) -> Option<String>) -> String {
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
        ("製品の役割", plain(&roles(&run.product.roles).join("、"), MAX_VALUE)),
        ("製品の機能", plain(&run.product.supports.join("、"), 2_000)),
    ];
    if let Some(tester) = input.tester {
        facts.push(("試験者", plain(tester, MAX_VALUE)));
    }
    facts
}

/// A role that is none is shown as the product says it.
fn roles(words: &[String]) -> Vec<&str> {
    words.iter().map(|word| Profile::role(word).map_or(word.as_str(), |known| role(known, Language::Ja))).collect()
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
