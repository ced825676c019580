//! A unit that was taken, put through all rules of the library.

use cplink::finding::Severity;
use cplink::progress::Job;
use cplink::rules::check;
use cplink::spec::UnitKind;

use super::finding::{Class, Finding};
use super::own_notes::OwnNotes;
use super::taken::Taken;

/// What the rules say: errors fail, warnings are notes, but for those that every right product gets.
pub(super) fn rules(unit: UnitKind, taken: &Taken<'_>, own: &OwnNotes, clause: &str) -> Vec<Finding> {
    // Nobody cancels it.
    let Ok(report) = check(&taken.contents, &mut Job::new()) else { return Vec::new() };
    let mut findings = Vec::new();
    if report.unit_kind != Some(unit) {
        let ja = "求めた送信単位のファイルがそろっていません。".to_owned();
        let en = "The files are not the unit that was asked for.".to_owned();
        let got = report.unit_kind.map_or("-", UnitKind::token);
        findings.push(
            Finding::new(format!("unit:{}", unit.token()), Class::Wrong, clause, ja, en).values(unit.token(), got),
        );
    }
    for finding in report.all_findings() {
        let class = match finding.severity() {
            Severity::Error => Class::Wrong,
            Severity::Warning if own.has(finding) => continue,
            Severity::Warning => Class::Note,
            Severity::Info => continue,
        };
        let rule = finding.rule();
        let place = |row: &str| {
            finding.row().map_or(String::new(), |number| format!(" {}", row.replace("{}", &number.to_string())))
        };
        let file = finding.file().unwrap_or_default();
        let ja = format!("{file}{} {}{}", place("{}行目"), finding.message_ja(), finding.remedy_ja());
        let en = format!("{file}{} {} {}", place("row {}"), finding.message_en(), finding.remedy_en());
        let told = Finding::new(
            format!("rule:{}", rule.id()),
            class,
            rule.clause(),
            ja.trim().to_owned(),
            en.trim().to_owned(),
        );
        findings.push(Finding {
            field: finding.field().map(str::to_owned),
            item_number: finding.item_number(),
            row: finding.row().and_then(|row| usize::try_from(row).ok()),
            ..told
        });
    }
    findings
}
