//! A verdict in a few lines.

use cplink_cli::Language;

use super::plain::plain;
use crate::certify::judge::{CaseVerdict, Class, Finding, Verdict, Word};

/// How many findings of a case are shown; all of them are in `result.json`.
const MAX_SHOWN: usize = 5;

/// How much of a value is shown.
const MAX_VALUE: usize = 160;

/// The verdict for a terminal.
pub fn summary(verdict: &Verdict, lang: Language) -> String {
    let Verdict { run, pack, .. } = verdict;
    let mut text = format!("{} ({} {})\n", lang.pick(&pack.title_ja, &pack.title_en), pack.id, pack.version);
    if pack.provisional {
        text += lang.pick("この試験パックは暫定版です。\n", "The pack is provisional.\n");
    }
    for other in other_versions(verdict, lang) {
        text += &format!("{other}\n");
    }
    text += &format!(
        "{}: {} {}\n",
        lang.pick("製品", "Product"),
        plain(&run.product.name, MAX_VALUE),
        plain(&run.product.version, MAX_VALUE)
    );
    text += &format!("{}: {} ({})\n\n", lang.pick("試験番号", "Run"), run.run, run.started);
    for pattern in &verdict.patterns {
        let mut cases = verdict.cases.iter().filter(|case| case.pattern == pattern.id && was_done(case)).peekable();
        if cases.peek().is_none() {
            continue;
        }
        let title = lang.pick(&pattern.title_ja, &pattern.title_en);
        text +=
            &format!("{} {title}: {} ({}/{})\n", pattern.id, word(pattern.word, lang), pattern.passed, pattern.musts);
        // Of a part of the pack each case is told; of all of it what passed is only counted.
        for case in cases.filter(|case| verdict.counts.not_run > 0 || case.word != Word::Pass) {
            text += &told(case, lang);
        }
    }
    let others = verdict.cases.iter().filter(|case| !was_done(case)).count();
    if others > 0 {
        text += &match lang {
            Language::Ja => format!("ほか{others}ケースは実行していません（未実施または対象外）。\n"),
            Language::En => format!("{others} other cases were not done (not run or not applicable).\n"),
        };
    }
    for problem in &verdict.known_problems {
        let (heading, what) = (lang.pick("既知の不合格の指定", "Known failure"), lang.pick(&problem.ja, &problem.en));
        text += &format!("{heading} {} {} {}: {what}\n", problem.case, problem.check, problem.finding);
    }
    let counts = Word::ALL.map(|each| format!("{} {}", word(each, lang), verdict.counts.get(each)));
    text += &format!(
        "\n{}\n{}: {}\n",
        counts.join(lang.pick("、", ", ")),
        lang.pick("判定", "Verdict"),
        word(verdict.word, lang)
    );
    text
}

/// What says that the run was made with another pack, or by another program, than it was judged by.
pub(super) fn other_versions(verdict: &Verdict, lang: Language) -> Vec<String> {
    let Verdict { run, pack, judge, .. } = verdict;
    let mut told = Vec::new();
    if !pack.same_as_run {
        let (then, now) = (plain(&run.pack.version, MAX_VALUE), &pack.version);
        told.push(match lang {
            Language::Ja => {
                format!("実行したときとは別の内容のパックで判定しました（実行時の版 {then}、判定した版 {now}）。")
            }
            Language::En => {
                format!("Judged by another pack than the run was made with (then version {then}, now {now}).")
            }
        });
    }
    if run.by != *judge {
        let then = plain(&run.by, MAX_VALUE);
        told.push(match lang {
            Language::Ja => {
                format!("実行したときとは別の版のプログラムで判定しました（実行時 {then}、判定 {judge}）。")
            }
            Language::En => format!("Judged by another version than the run was made with (then {then}, now {judge})."),
        });
    }
    told
}

/// Whether the product was put through the case, and not merely lacks what it needs.
fn was_done(case: &CaseVerdict) -> bool {
    !case.checks.is_empty() || !matches!(case.word, Word::NotRun | Word::NotApplicable)
}

fn word(word: Word, lang: Language) -> &'static str {
    lang.pick(word.ja(), word.en())
}

fn told(case: &CaseVerdict, lang: Language) -> String {
    let known = if case.known { lang.pick("（既知）", " (known)") } else { "" };
    let title = lang.pick(&case.title_ja, &case.title_en);
    let mut text = format!("  {} {}{known} {title} [{}]\n", case.id, word(case.word, lang), case.clause);
    if let Some(reason) = &case.reason {
        text += &format!("    {}\n", plain(lang.pick(&reason.ja, &reason.en), MAX_VALUE));
    }
    // The same finding at many rows is told once.
    let mut groups: Vec<(&str, &Finding, usize)> = Vec::new();
    for check in &case.checks {
        for finding in check.findings.iter().filter(|finding| finding.fails() || finding.class == Class::Note) {
            match groups.iter_mut().find(|(name, first, _)| *name == check.name && first.id == finding.id) {
                Some((_, _, times)) => *times += 1,
                None => groups.push((&check.name, finding, 1)),
            }
        }
    }
    for (check, finding, times) in groups.iter().take(MAX_SHOWN) {
        text += &format!("    {check} {}: {}", finding.id, lang.pick(&finding.ja, &finding.en));
        for (heading, value) in
            [(lang.pick("正しい値", "expected"), &finding.expected), (lang.pick("製品の値", "got"), &finding.got)]
        {
            if let Some(value) = value {
                text += &format!(" {heading}: {}", plain(value, MAX_VALUE));
            }
        }
        if *times > 1 {
            text += &match lang {
                Language::Ja => format!("（ほか{}か所）", times - 1),
                Language::En => format!(" (and {} more places)", times - 1),
            };
        }
        text.push('\n');
    }
    let more = groups.len().saturating_sub(MAX_SHOWN);
    if more > 0 {
        text += &match lang {
            Language::Ja => format!("    ほかに{more}種類の指摘があります。\n"),
            Language::En => format!("    and {more} more kinds of findings\n"),
        };
    }
    text
}
