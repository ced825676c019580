//! The table at the end.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use cplink::seal::ReceiptKind;
use cplink_cli::Language;

use super::act::Scene;

pub(super) fn render(scenes: &[Scene], lang: Language) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(match lang {
        Language::Ja => ["", "内容", "送信元 → 送信先", "ファイル", "行", "バイト", "状態", "受領証", "判定"],
        Language::En => ["", "subject", "from → to", "files", "rows", "bytes", "state", "receipts", "verdict"],
    });
    for (index, scene) in scenes.iter().enumerate() {
        let state = scene.state.map_or("-", |state| lang.pick(state.name_ja(), state.name_en()));
        let receipts: Vec<&str> = scene.receipts.iter().map(|kind| receipt(*kind, lang)).collect();
        table.add_row([
            (index + 1).to_string(),
            scene.subject.clone(),
            format!("{} → {}", scene.from, scene.to),
            scene.files.to_string(),
            scene.rows.to_string(),
            scene.bytes.to_string(),
            state.to_owned(),
            receipts.join(lang.pick("・", ", ")),
            if scene.faults.is_empty() { "OK".to_owned() } else { "NG".to_owned() },
        ]);
    }
    for column in [0, 3, 4, 5] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn receipt(kind: ReceiptKind, lang: Language) -> &'static str {
    match kind {
        ReceiptKind::Accepted => lang.pick("送信", "accepted"),
        ReceiptKind::PickedUp => lang.pick("受信", "picked up"),
        ReceiptKind::Imported => lang.pick("取込", "imported"),
        ReceiptKind::Refused => lang.pick("取込不可", "refused"),
        ReceiptKind::Recorded => lang.pick("記録", "recorded"),
    }
}
