//! What follows from the transcript, made again.

use std::collections::{BTreeMap, BTreeSet};

use cplink::seal::{PartInfo, unix_time};
use time::OffsetDateTime;

use super::checked::{Checked, Mark};
use super::contents::{BundleInput, KNOWN, parts};
use super::make::MAKER;
use super::record::BundleRecord;
use crate::certify::judge::{apply, judge};
use crate::certify::pack::Pack;
use crate::certify::scenario::Known;
use crate::certify::transcript::{KeptFile, Transcript};
use crate::directory::day_in_japan;

/// Judges again.
pub(super) fn judged(checked: &mut Checked, pack: &Pack, transcript: &Transcript, known: Option<&str>) {
    let mut again = judge(pack, transcript);
    if let Some(known) = known {
        let day = unix_time(&checked.record.made).ok().and_then(|at| i64::try_from(at.as_secs()).ok());
        let day = day.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()).map(day_in_japan);
        match Known::read(known, KNOWN).ok().zip(day) {
            Some((known, day)) => apply(&mut again, &known, day),
            None => checked.tell(
                Mark::Wrong,
                "既知の不合格の指定（expect.toml）を読み込めません。",
                "The known failures (expect.toml) cannot be read.",
            ),
        }
    }
    let (then, now) = (checked.verdict.judge.clone(), again.judge.clone());
    again.judge.clone_from(&then);
    let word = checked.verdict.word;
    if again == checked.verdict {
        checked.tell(
            Mark::Good,
            format!("記録から判定し直した結果は、この判定（{}）と同じです。", word.ja()),
            format!("Judged again from the transcript, the verdict is the same ({}).", word.en()),
        );
    } else if then == now && checked.record.by == MAKER {
        checked.tell(
            Mark::Wrong,
            format!(
                "記録から判定し直すと、判定は{}です。記載された判定（{}）は記録のとおりではありません。",
                again.word.ja(),
                word.ja()
            ),
            format!(
                "The verdict does not follow from the transcript: judged again it is {}, not {}.",
                again.word.en(),
                word.en()
            ),
        );
    } else {
        checked.tell(
            Mark::Unsure,
            format!("別の版で判定されたものです（当時 {then}、今回 {now}）。今回の版で判定し直すと、違いがあります（当時 {}、今回 {}）。", word.ja(), again.word.ja()),
            format!("It was judged by another version (then {then}, now {now}), and is judged otherwise now (then {}, now {}).", word.en(), again.word.en()),
        );
    }
}

/// Makes every part again and compares: no page says anything else than the verdict, nothing is missing or surplus.
pub(super) fn made_anew(
    checked: &mut Checked,
    pack: &Pack,
    transcript: &Transcript,
    known: Option<&str>,
    authorities: &str,
    found: &[PartInfo],
) {
    let Checked { record, verdict, .. } = &*checked;
    if record.by != MAKER {
        let by = record.by.clone();
        return checked.tell(
            Mark::Unsure,
            format!("別の版（{by}）が作成したため、ページの内容が判定と合っているかは確かめていません。"),
            format!("Another version ({by}) made it: whether the pages agree with the verdict was not checked."),
        );
    }
    // Of what it says of itself only tester, time and key do not follow from the rest.
    let made = unix_time(&record.made);
    let anew = made.and_then(|made| BundleRecord::new(transcript, verdict, record.tester.clone(), record.key, made));
    let Ok(anew) = anew else {
        return checked.tell(
            Mark::Wrong,
            "作成日時が読み取れません。",
            "The time at which it was made cannot be read.",
        );
    };
    let input = BundleInput { pack, transcript, verdict, known, record: &anew, authorities };
    let right: BTreeMap<String, String> =
        parts(&input).into_iter().map(|part| (part.name, KeptFile::sum(&part.bytes))).collect();
    let hex = |sha256: &[u8; 32]| base16ct::lower::encode_string(sha256);
    let is: BTreeMap<String, String> = found.iter().map(|part| (part.name.clone(), hex(&part.sha256))).collect();
    let names: BTreeSet<&String> = right.keys().chain(is.keys()).collect();
    let mut told = Vec::new();
    for name in names {
        match (right.get(name), is.get(name)) {
            (Some(right), Some(is)) if right == is => {}
            (Some(_), Some(_)) => told.push((
                format!("{name} の内容が、記録と判定から作られるものと違います。"),
                format!("{name} is not what follows from transcript and verdict."),
            )),
            (Some(_), None) => told.push((format!("{name} がありません。"), format!("{name} is missing."))),
            _ => {
                told.push((format!("{name} は、あるはずのないファイルです。"), format!("{name} should not be there.")))
            }
        }
    }
    if told.is_empty() {
        checked.tell(
            Mark::Good,
            "ページ、帳票などのファイルは、すべて記録と判定のとおりで、過不足もありません。",
            "Pages, forms and all other files follow from transcript and verdict; none is missing or surplus.",
        );
    }
    let more = told.len().saturating_sub(20);
    for (ja, en) in told.into_iter().take(20) {
        checked.tell(Mark::Wrong, ja, en);
    }
    if more > 0 {
        checked.tell(
            Mark::Wrong,
            format!("ほかに{more}個のファイルが違います。"),
            format!("{more} more files differ."),
        );
    }
}
