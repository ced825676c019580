//! Whether a unit that was taken means the same as the rows of the case, and has nothing that must not be there.

use std::collections::BTreeMap;

use cplink::interpret::own_rows;
use cplink::unit::{Address, FileName, NameKind};

use super::finding::{Class, Finding};
use super::pictures::pictures;
use super::table::{Compared, invented, lost, tables};
use super::taken::{Taken, add, kinds};
use crate::certify::scenario::{Case, Expected, Tolerance};

/// Compares.
pub(super) fn meaning(
    case: &Case,
    partner: &Address,
    taken: &Taken<'_>,
    right: &Expected,
    tolerate: &[Tolerance],
) -> Compared {
    let mut compared = Compared::default();
    let clause = case.clause.as_str();
    let mut expected = BTreeMap::new();
    for table in &right.tables {
        // The pack's own rows are of one version.
        add(&mut expected, table);
    }
    compared.findings.extend(taken.unreadable.iter().map(|name| unreadable(name, clause)));
    compared.findings.extend(addresses(case, partner, taken));
    for kind in kinds(&expected, &taken.tables) {
        match (expected.get(kind.name()), taken.tables.get(kind.name())) {
            (Some(expected), Some(got)) => {
                let Compared { findings, same_bytes, same_meaning } = tables(expected, got, clause, tolerate);
                compared.findings.extend(findings);
                compared.same_bytes += same_bytes;
                compared.same_meaning += same_meaning;
            }
            (Some(expected), None) => {
                compared.findings.extend((0..expected.len()).map(|row| lost(expected, row, clause)));
            }
            (None, Some(got)) => compared.findings.extend((0..got.len()).map(|row| invented(got, row, clause))),
            (None, None) => {}
        }
    }
    compared.findings.extend(pictures(right, taken, clause));
    attachments(right, taken, clause, &mut compared);
    compared
}

fn unreadable(name: &str, clause: &str) -> Finding {
    let ja = format!("{name}の行を読み取れません。");
    let en = format!("The rows of {name} cannot be read.");
    let kind = match FileName::parse(name).kind {
        Some(NameKind::Csv(kind)) => kind.name(),
        _ => "file",
    };
    Finding::new(format!("unreadable:{kind}"), Class::Wrong, clause, ja, en)
}

/// Files that would go to, or come from, somebody else.
fn addresses(case: &Case, partner: &Address, taken: &Taken<'_>) -> Vec<Finding> {
    let named = taken.contents.files.iter().filter_map(|file| Some((file.kind()?, file.name()?)));
    let strange = named.filter(|(_, name)| !name.from.agrees_with(&case.office) || !name.to.agrees_with(partner));
    let address = |address: &Address| format!("{}:{}", address.office(), address.service_type());
    strange
        .map(|(kind, name)| {
            let ja = format!("{}のファイル名の送信元または送信先が違います。", kind.name());
            let en = format!("The file name of {} has another sender or receiver.", kind.name());
            let id = format!("address:{}", kind.name());
            Finding::new(id, Class::Wrong, "標準仕様4.1 ファイル名", ja, en).values(
                format!("{} → {}", address(&case.office), address(partner)),
                format!("{} → {}", address(&name.from), address(&name.to)),
            )
        })
        .collect()
}

/// Attachments are the same when their bytes are.
fn attachments(right: &Expected, taken: &Taken<'_>, clause: &str, compared: &mut Compared) {
    let mut left: Vec<_> = taken.attachments.iter().collect();
    for attachment in &right.attachments {
        match left.iter().position(|file| file.sha256 == attachment.sha256) {
            Some(place) => {
                left.remove(place);
                compared.same_bytes += 1;
            }
            None => {
                let ja = format!("添付ファイルがないか、内容が違います（{}）。", attachment.name);
                let en = format!("An attachment is missing or has other bytes ({}).", attachment.name);
                compared.findings.push(Finding::new("lost:attachment".to_owned(), Class::Lost, clause, ja, en));
            }
        }
    }
    for file in left {
        let ja = format!("あってはならない添付ファイルです（{}）。", file.name);
        let en = format!("An attachment that should not be there ({}).", file.name);
        compared.findings.push(Finding::new("invented:attachment".to_owned(), Class::Invented, clause, ja, en));
    }
}

/// Records of other providers than the product's office.
pub(super) fn other_offices(case: &Case, taken: &Taken<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (kind, table) in &taken.tables {
        let Ok(own) = own_rows(table, case.office.office(), None) else { continue };
        for row in (0..table.len()).filter(|row| !own.contains(row)) {
            let ja = format!("{kind}の{}行目は、他の事業所のサービスです。", row + 1);
            let en = format!("Row {} of {kind} is a service of another office.", row + 1);
            let finding = Finding::new(format!("other-office:{kind}"), Class::Invented, &case.clause, ja, en);
            findings.push(Finding { kind: Some((*kind).to_owned()), row: Some(row + 1), ..finding });
        }
    }
    findings
}
