//! A verdict in a few lines.

use cplink_cli::Language;

use crate::certify::judge::{CaseVerdict, Class, Finding, Verdict, Word};

/// How many findings of a case are shown; all of them are in `result.json`.
const MAX_SHOWN: usize = 5;

/// The verdict for a terminal.
pub fn summary(verdict: &Verdict, lang: Language) -> String {
    let Verdict { run, pack, .. } = verdict;
    let mut text = format!("{} ({} {})\n", lang.pick(&pack.title_ja, &pack.title_en), pack.id, pack.version);
    if pack.provisional {
        text += lang.pick("この試験パックは暫定版です。\n", "The pack is provisional.\n");
    }
    if !pack.same_as_run {
        text += lang.pick(
            "実行したときとは別の内容のパックで判定しました。\n",
            "Judged by another pack than the run was made with.\n",
        );
    }
    text += &format!("{}: {} {}\n", lang.pick("製品", "Product"), run.product.name, run.product.version);
    text += &format!("{}: {} ({})\n\n", lang.pick("試験番号", "Run"), run.run, run.started);
    for pattern in &verdict.patterns {
        let title = lang.pick(&pattern.title_ja, &pattern.title_en);
        text +=
            &format!("{} {title}: {} ({}/{})\n", pattern.id, word(pattern.word, lang), pattern.passed, pattern.musts);
        for case in verdict.cases.iter().filter(|case| case.pattern == pattern.id && case.word != Word::Pass) {
            text += &told(case, lang);
        }
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

fn word(word: Word, lang: Language) -> &'static str {
    lang.pick(word.ja(), word.en())
}

fn told(case: &CaseVerdict, lang: Language) -> String {
    let known = if case.known { lang.pick("（既知）", " (known)") } else { "" };
    let title = lang.pick(&case.title_ja, &case.title_en);
    let mut text = format!("  {} {}{known} {title} [{}]\n", case.id, word(case.word, lang), case.clause);
    if let Some(reason) = &case.reason {
        text += &format!("    {}\n", lang.pick(&reason.ja, &reason.en));
    }
    let findings = || {
        let told = |finding: &&Finding| finding.fails() || finding.class == Class::Note;
        case.checks
            .iter()
            .flat_map(|check| check.findings.iter().map(move |finding| (check, finding)))
            .filter(move |(_, finding)| told(finding))
    };
    for (check, finding) in findings().take(MAX_SHOWN) {
        text += &format!("    {} {}: {}", check.name, finding.id, lang.pick(&finding.ja, &finding.en));
        for (heading, value) in
            [(lang.pick("正しい値", "expected"), &finding.expected), (lang.pick("製品の値", "got"), &finding.got)]
        {
            if let Some(value) = value {
                text += &format!(" {heading}: {value}");
            }
        }
        text.push('\n');
    }
    let more = findings().count().saturating_sub(MAX_SHOWN) + case.checks.iter().map(|check| check.more).sum::<usize>();
    if more > 0 {
        text += &match lang {
            Language::Ja => format!("    ほかに{more}件\n"),
            Language::En => format!("    and {more} more\n"),
        };
    }
    text
}
