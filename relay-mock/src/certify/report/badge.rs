//! A verdict on one line, for a vendor's page.

use cplink_cli::Language;

use super::plain::plain;
use super::time::day;
use crate::certify::judge::{Verdict, Word};

/// Product, pack, day, how many cases passed; with the digest of the bundle where there is one.
pub fn badge(verdict: &Verdict, bundle: Option<&str>, lang: Language) -> String {
    let Verdict { run, pack, counts, word, .. } = verdict;
    let provisional = if pack.provisional { lang.pick("（暫定版）", " (provisional)") } else { "" };
    let product = format!("{} {}", plain(&run.product.name, 80), plain(&run.product.version, 40));
    let digest =
        bundle.map_or(lang.pick("署名なし", "not signed").to_owned(), |digest| format!("SHA-256 {digest}"));
    let (day, pack, passed) = (day(&run.started), format!("{} {}{provisional}", pack.id, pack.version), counts.pass);
    match lang {
        Language::Ja => format!(
            "{product}｜試験パック {pack}｜{day}｜{}：合格{passed}・注意付き合格{}・不合格{}・判定不能{}・対象外{}・未実施{}｜{digest}",
            word.ja(),
            counts.get(Word::PassWithNotes),
            counts.get(Word::Fail),
            counts.get(Word::Inconclusive),
            counts.get(Word::NotApplicable),
            counts.get(Word::NotRun),
        ),
        Language::En => format!(
            "{product} | pack {pack} | {day} | {}: {passed} pass, {} pass with notes, {} fail, {} inconclusive, {} not applicable, {} not run | {digest}",
            word.en(),
            counts.get(Word::PassWithNotes),
            counts.get(Word::Fail),
            counts.get(Word::Inconclusive),
            counts.get(Word::NotApplicable),
            counts.get(Word::NotRun),
        ),
    }
}
