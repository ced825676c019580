//! Monthly add-ons.

use std::collections::HashSet;

use crate::error::{Code, Result};
use crate::record::Table;

/// What makes a monthly add-on the same one, beside its code.
const SAME: &[&str] =
    &["insurer_number", "insured_person_number", "target_month", "provider_number", "satellite_branch_number"];

/// The 0-based rows of 第6表 that count: a monthly add-on may be on several days of the month and counts
/// once, on the first of them. Which codes are monthly is in the benefit code table, not in the file;
/// `codes` names them, `?` for any one character, so `15????` would be all of a service type. Other rows
/// all count.
///
/// # Errors
/// [`Code::InvalidArgument`](crate::Code::InvalidArgument) for another kind than 第6表.
pub fn monthly_once(table: &Table, codes: &[&str]) -> Result<Vec<usize>> {
    let layout = table.layout();
    let columns: Option<Vec<usize>> = SAME.iter().map(|field| layout.index(field)).collect();
    let (Some(columns), Some(code), Some(_)) = (columns, layout.index("service_code"), layout.index("service_date"))
    else {
        return Err(Code::InvalidArgument.with_detail("only table 6 has services by day"));
    };
    let mut seen = HashSet::new();
    let counts = table.rows().enumerate().filter(|(_, row)| {
        let code = row.key(code);
        if !is_monthly(&code, codes) {
            return true;
        }
        let same: Vec<String> = columns.iter().map(|column| row.key(*column)).chain([code]).collect();
        seen.insert(same)
    });
    Ok(counts.map(|(index, _)| index).collect())
}

/// Whether one of these codes names the service.
pub(super) fn is_monthly(code: &str, codes: &[&str]) -> bool {
    codes.iter().any(|pattern| matches(pattern, code))
}

fn matches(pattern: &str, code: &str) -> bool {
    pattern.len() == code.len() && pattern.bytes().zip(code.bytes()).all(|(want, have)| want == b'?' || want == have)
}
