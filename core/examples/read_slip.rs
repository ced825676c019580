//! Reads a slip's CSV file: findings first, then one's own rows as structs.
//!
//! `cargo run -p cplink --example read_slip -- [FILE OFFICE_NUMBER]`

use std::path::PathBuf;

use cplink::convert::read;
use cplink::interpret::own_rows;
use cplink::spec::Kind;
use cplink::typed::Upplan;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().map_or_else(fixture, PathBuf::from);
    let office = arguments.next().unwrap_or_else(|| "9970000111".to_owned());

    // Reading never stops at a fault and never drops a row: every irregularity is a finding.
    let read = read(Kind::Upplan, std::fs::read(&file)?)?;
    for finding in &read.findings {
        let place = (finding.row().unwrap_or(0), finding.item_number().unwrap_or(0));
        println!("row {} item {}: {} {}", place.0, place.1, finding.message_en(), finding.remedy_en());
    }

    // A slip holds the rows of every provider of the user: only those with one's own number are one's work.
    let own = own_rows(&read.table, &office, None)?;
    let rows: Vec<Upplan> = read.table.typed()?.collect();
    for row in own.iter().map(|index| &rows[*index]) {
        let day = row.service_date.text().unwrap_or_default();
        let code = row.service_code.text().unwrap_or_default();
        println!("{day} {code} × {}", row.service_count.text().unwrap_or_default());
    }
    println!("{} rows, {} of office {office}, {} findings", rows.len(), own.len(), read.findings.len());
    Ok(())
}

fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../spec-fixtures/202407/month/02-slip-home-help/files")
        .join("UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV")
}
