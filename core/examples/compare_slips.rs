//! What changed between two slips of the same month, by meaning: other quotes, blanks for zeros or full-width
//! digits are no change.
//!
//! `cargo run -p cplink --example compare_slips -- [OLD NEW]`

use std::path::{Path, PathBuf};

use cplink::convert::read;
use cplink::interpret::{Difference, compare};
use cplink::record::{Row, Table};
use cplink::spec::Kind;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [old, new] = <[PathBuf; 2]>::try_from(arguments).unwrap_or_else(|_| fixtures());
    let old = read(Kind::Upplan, std::fs::read(old)?)?.table;
    let new = read(Kind::Upplan, std::fs::read(new)?)?.table;

    let comparison = compare(&old, &new)?;
    for difference in &comparison.differences {
        match difference {
            Difference::Added { row } => println!("added:   {}", visit(&comparison.new, *row)),
            Difference::Removed { row } => println!("removed: {}", visit(&comparison.old, *row)),
            Difference::Changed { new, fields, .. } => {
                let fields: Vec<&str> = fields.iter().map(|field| field.name_ja).collect();
                println!("changed: {}: {}", visit(&comparison.new, *new), fields.join("、"));
            }
        }
    }
    println!("{} differences between {} and {} rows", comparison.differences.len(), old.len(), new.len());
    Ok(())
}

/// Day, times and service code of a row.
fn visit(table: &Table, row: usize) -> String {
    let field = |row: &Row<'_>, id: &str| row.get(id).unwrap_or_default().into_owned();
    table.row(row).map_or_else(String::new, |row| {
        ["service_date", "service_start_time", "service_end_time", "service_code"].map(|id| field(&row, id)).join(" ")
    })
}

fn fixtures() -> [PathBuf; 2] {
    let month = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec-fixtures/202407/month");
    let slip = |case: &str, serial: &str| {
        month.join(case).join(format!("files/UPPLAN_202510_9970000012_43_9970000111_11_{serial}.CSV"))
    };
    [slip("02-slip-home-help", "20250925130001"), slip("05-slip-home-help-changed", "20250929164530")]
}
