//! From the cases to the verdict.

use super::case::case;
use super::verdict::{CaseVerdict, Counts, FORMAT, PackVerdict, PatternVerdict, Verdict};
use super::word::Word;
use crate::certify::pack::Pack;
use crate::certify::scenario::Level;
use crate::certify::transcript::Transcript;

/// Judges a run by a pack.
pub fn judge(pack: &Pack, transcript: &Transcript) -> Verdict {
    let one = |each| case(each, transcript.cases.get(&each.id), &transcript.run.lacks(each));
    let about = &pack.about;
    let mut verdict = Verdict {
        format: FORMAT.to_owned(),
        run: transcript.run.clone(),
        pack: PackVerdict {
            id: about.id.clone(),
            version: about.version.clone(),
            sha256: pack.sha256.clone(),
            title_ja: about.title_ja.clone(),
            title_en: about.title_en.clone(),
            clauses: about.clauses.clone(),
            provisional: about.provisional,
            same_as_run: transcript.run.pack.sha256 == pack.sha256,
        },
        judge: concat!("relay-mock ", env!("CARGO_PKG_VERSION")).to_owned(),
        word: Word::NotRun,
        exit: 0,
        counts: Counts::default(),
        patterns: Vec::new(),
        cases: pack.cases.iter().map(one).collect(),
        known_problems: Vec::new(),
    };
    verdict.counts = Counts::of(&verdict.cases);
    for pattern in &about.pattern {
        let musts: Vec<Word> =
            musts(&verdict.cases).filter(|case| case.pattern == pattern.id).map(|case| case.word).collect();
        if verdict.cases.iter().any(|case| case.pattern == pattern.id) {
            verdict.patterns.push(PatternVerdict {
                id: pattern.id.clone(),
                title_ja: pattern.title_ja.clone(),
                title_en: pattern.title_en.clone(),
                word: Word::worst(musts.iter().copied()),
                musts: musts.len(),
                passed: musts.iter().filter(|word| word.is_pass()).count(),
            });
        }
    }
    conclude(&mut verdict);
    verdict
}

/// The applicable cases that must pass.
fn musts(cases: &[CaseVerdict]) -> impl Iterator<Item = &CaseVerdict> {
    cases.iter().filter(|case| case.level == Level::Must && case.word != Word::NotApplicable)
}

/// The word and the exit code of the whole.
pub(super) fn conclude(verdict: &mut Verdict) {
    let unknown = musts(&verdict.cases).filter(|case| !case.known).map(|case| case.word);
    // A product for which no case is applicable has shown nothing.
    let nothing = musts(&verdict.cases).next().is_none();
    verdict.word = if nothing { Word::NotRun } else { Word::worst(unknown) };
    verdict.exit = match verdict.word {
        _ if !verdict.known_problems.is_empty() => 1,
        Word::Fail => 1,
        Word::Inconclusive | Word::NotRun => 2,
        // All that must pass did, or failed as it is known to.
        Word::Pass | Word::PassWithNotes | Word::NotApplicable => 0,
    };
}
