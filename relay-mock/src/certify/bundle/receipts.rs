//! The receipts of a bundle: who signed them, and whether they say what the transcript says.

use std::collections::BTreeSet;

use cplink::keys::{Trust, UnixTime};
use cplink::seal::ReceiptKind;

use super::checked::{Checked, Mark};
use crate::certify::transcript::{Answer, CaseRecord, KeptReceipt, Receipts, Transcript, verified};

/// Checks every receipt, and the answers by them.
pub(super) fn receipts(checked: &mut Checked, transcript: &Transcript, now: UnixTime) {
    let (mut count, mut wrong) = (0, Vec::new());
    for case in transcript.cases.values() {
        let Some(receipts) = &case.receipts else { continue };
        count += receipts.list.len();
        wrong.extend(wrong_in(case, receipts, now));
    }
    if let Some(first) = wrong.first() {
        checked.tell(
            Mark::Wrong,
            format!("受領証と記録が合いません（{}か所、{first} など）。", wrong.len()),
            format!("Receipts and transcript do not agree ({} places, as {first}).", wrong.len()),
        );
    } else if count > 0 {
        checked.tell(
            Mark::Good,
            format!("中継サーバーと事業所の受領証（{count}個）は、署名が正しく、記録と合っています。"),
            format!("All {count} receipts of relay and offices are rightly signed and agree with the transcript."),
        );
    }
}

/// Where a receipt, or a step by its receipts, is not as the transcript says.
fn wrong_in(case: &CaseRecord, receipts: &Receipts, now: UnixTime) -> Vec<String> {
    let Ok(authority) = Trust::from_pem(&receipts.authority.bytes) else {
        return vec![format!("{} {}", case.id, receipts.authority.name)];
    };
    let is_as_told = |kept: &&KeptReceipt| {
        let said = verified(&kept.file.bytes, &authority, now).map(|verified| verified.receipt);
        said.is_some_and(|said| {
            let is_it = said.message.to_string() == kept.message && kept.kind.as_deref() == Some(said.kind.token());
            is_it && said.reason == kept.reason
        })
    };
    let bad = receipts.list.iter().filter(|kept| !is_as_told(kept));
    let mut wrong: Vec<String> = bad.map(|kept| format!("{} {}", case.id, kept.file.name)).collect();
    for step in &case.steps {
        let of_step = || receipts.list.iter().filter(|kept| kept.step == step.step);
        let has = |kind: ReceiptKind| of_step().any(|kept| kept.kind.as_deref() == Some(kind.token()));
        let (imported, refused) = (has(ReceiptKind::Imported), has(ReceiptKind::Refused));
        let agrees = match &step.answer {
            Answer::Imported => imported && !refused,
            // Without an outcome the operator has said it: it could not even be received.
            Answer::Refused { .. } => refused || !imported,
            Answer::Exported => {
                let sent: BTreeSet<&str> = of_step().map(|kept| kept.message.as_str()).collect();
                step.files.is_empty() == sent.is_empty()
            }
            _ => true,
        };
        if !agrees {
            wrong.push(format!("{} {}", case.id, step.step));
        }
    }
    wrong
}
