//! What became of the files, for people and as JSON.

use cplink::finding::Finding;
use cplink::translate::{Change, Remark};
use cplink_cli::{Language, values};
use serde_json::{Value, json};

/// What became of a file.
pub(super) struct Done {
    pub(super) name: String,
    pub(super) version: &'static str,
    pub(super) rows: usize,
    pub(super) remarks: Vec<Remark>,
    /// Why the file is not there any more.
    pub(super) left_out: Option<(&'static str, &'static str)>,
}

impl Done {
    /// Whether nothing of it is lost, has to be looked at or has to be entered.
    pub(super) fn is_whole(&self) -> bool {
        self.left_out.is_none() && !self.remarks.iter().any(|remark| needs_a_person(remark.change()))
    }
}

/// What became of every file, line by line.
pub(super) fn as_text(done: &[Done], findings: &[Finding], lang: Language) -> String {
    let mut text = String::new();
    for finding in findings {
        text += &lang.finding(finding);
        text.push('\n');
    }
    for file in done {
        if let Some((ja, en)) = file.left_out {
            text += &format!(
                "{}: {} {}\n",
                file.name,
                lang.pick("変換先にない種類のため、除外しました。", "left out."),
                lang.pick(ja, en)
            );
            continue;
        }
        let rows = match lang {
            Language::Ja => format!("{}行", file.rows),
            Language::En => format!("{} rows", file.rows),
        };
        text += &format!("{}: CSV {} {rows}\n", file.name, file.version);
        for remark in &file.remarks {
            let message = match lang {
                Language::Ja => remark.message_ja(),
                Language::En => remark.message_en(),
            };
            text += &format!("  {message}\n");
            if needs_a_person(remark.change()) {
                let rows: Vec<String> = remark.rows().iter().map(u64::to_string).collect();
                text += &format!("    {}: {}\n", lang.pick("行", "rows"), rows.join(", "));
            }
        }
    }
    text
}

/// What a person has to look at.
fn needs_a_person(change: Change) -> bool {
    matches!(change, Change::Dropped | Change::TooLong | Change::Retyped | Change::Needed)
}

/// The one JSON object.
pub(super) fn as_json(done: &[Done], findings: &[Finding]) -> String {
    let remark = |remark: &Remark| {
        let mut object = values::remark(&remark.into());
        object["item_number"] = json!(remark.field().map(|field| field.number));
        object
    };
    let files: Vec<Value> = done
        .iter()
        .map(|file| {
            json!({
                "name": file.name,
                "version": file.version,
                "rows": file.rows,
                "left_out": file.left_out.map(|(ja, en)| json!({ "reason_ja": ja, "reason_en": en })),
                "remarks": file.remarks.iter().map(remark).collect::<Vec<_>>(),
            })
        })
        .collect();
    let findings: Vec<Value> = findings.iter().map(|finding| values::finding(&finding.into())).collect();
    format!("{:#}\n", json!({ "files": files, "findings": findings }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_looks_at_what_is_lost_missing_or_may_not_fit() {
        let names: Vec<_> =
            Change::ALL.iter().filter(|change| needs_a_person(**change)).map(|one| one.name()).collect();
        assert_eq!(names, ["needed", "dropped", "too_long", "retyped"]);
    }
}
