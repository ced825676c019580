//! Strict writing: the standard's canonical form, and nothing that CP932 cannot hold.

use super::check;
use super::findings::Findings;
use crate::error::{At, Code, Error, Result};
use crate::finding::{Finding, Rule};
use crate::record::{Row, Table};
use crate::spec::{Field, FieldType};
use crate::text::{self, Encoding, Substitution};

/// How rows that were read and not changed are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With the bytes they were read from; only new and changed rows are written anew.
    AsRead,
    /// All rows anew: CP932, CRLF, free text in quotes, the rest bare.
    Canonical,
}

/// Writes a table. Substituted characters and user-defined ones are findings beside the bytes.
///
/// # Errors
/// [`Code::Unmappable`], with the finding of every character that cannot be written;
/// [`Code::LayoutVersion`] where a row to write anew is of another CSV version.
pub fn write(table: &Table, form: Form) -> Result<(Vec<u8>, Vec<Finding>)> {
    let mut writer = Writer {
        out: Vec::with_capacity(table.source.len() + table.len() * 64),
        findings: Findings::default(),
        unmappable: false,
        encoding: if form == Form::AsRead { table.encoding() } else { Encoding::Cp932 },
    };
    for (index, row) in table.rows().enumerate() {
        match row.raw() {
            Some(raw) if form == Form::AsRead => {
                writer.out.extend_from_slice(raw);
                // A last row may have been read without a line end.
                if index + 1 < table.len() && !raw.ends_with(b"\n") && !raw.ends_with(b"\r") {
                    writer.out.extend_from_slice(b"\r\n");
                }
            }
            _ => {
                let number = index as u64 + 1;
                // Rows of another version can be kept as they were read, never made.
                let version = row.bytes(0);
                if !version.is_empty() && version.as_ref() != table.version().value().as_bytes() {
                    let at = At { row: Some(number), column: Some(1), ..At::default() };
                    return Err(Error::new(Code::LayoutVersion).with_at(at));
                }
                writer.row(table, number, row);
            }
        }
    }
    let findings = writer.findings.finish();
    if writer.unmappable {
        return Err(Error::new(Code::Unmappable).with_findings(findings));
    }
    Ok((writer.out, findings))
}

struct Writer {
    out: Vec<u8>,
    findings: Findings,
    unmappable: bool,
    encoding: Encoding,
}

impl Writer {
    fn row(&mut self, table: &Table, number: u64, row: Row<'_>) {
        for column in 0..row.len() {
            if column > 0 {
                self.out.push(b',');
            }
            self.cell(table.layout().fields.get(column), number, row, column);
        }
        self.out.extend_from_slice(b"\r\n");
    }

    fn cell(&mut self, field: Option<&'static Field>, number: u64, row: Row<'_>, column: usize) {
        let bytes = row.bytes(column);
        if bytes.is_empty() {
            return;
        }
        let start = self.out.len();
        if row.encoding(column) == self.encoding {
            // As it was read: bytes that encode anew to other bytes (NEC and IBM doubles) stay.
            self.out.extend_from_slice(&bytes);
        } else {
            match row.text(column) {
                Ok(text) => self.encode(&text, field, number),
                Err(error) => {
                    self.unmappable = true;
                    self.say(Rule::TextUndecodable, field, number, (error.offset + 1).to_string());
                }
            }
        }
        let free = field.is_none_or(|field| field.kind == FieldType::FreeText);
        let special = memchr::memchr3(b'"', b',', b'\n', &self.out[start..]).is_some()
            || memchr::memchr(b'\r', &self.out[start..]).is_some();
        if special || (free && field.is_some()) {
            quote(&mut self.out, start);
        }
    }

    fn encode(&mut self, text: &str, field: Option<&'static Field>, number: u64) {
        if self.encoding == Encoding::Utf8 {
            self.out.extend_from_slice(text.as_bytes());
            return;
        }
        if let Some(character) = text.chars().find(|character| text::is_user_defined(*character)) {
            self.say(Rule::TextGaiji, field, number, format!("U+{:04X}", u32::from(character)));
        }
        let mut told: Vec<Substitution> = Vec::new();
        let mut rest = text;
        // Every character that cannot be written is told, not the first alone.
        loop {
            match text::encode(rest, &mut self.out, |substitution| told.push(substitution)) {
                Ok(()) => break,
                Err(error) => {
                    self.unmappable = true;
                    self.say(Rule::TextUnmappable, field, number, format!("U+{:04X}", u32::from(error.character)));
                    rest = match rest.char_indices().nth(error.position + 1) {
                        Some((at, _)) => &rest[at..],
                        None => break,
                    };
                }
            }
        }
        for Substitution { from, to, .. } in told {
            let to = to.map_or("-".to_owned(), |to| format!("U+{:04X}", u32::from(to)));
            self.say(Rule::TextSubstituted, field, number, format!("U+{:04X} → {to}", u32::from(from)));
        }
    }

    fn say(&mut self, rule: Rule, field: Option<&'static Field>, row: u64, parameter: String) {
        self.findings.push(
            match field {
                Some(field) => check::at(rule, field, row),
                None => Finding::new(rule).at_row(row),
            }
            .with_parameter(parameter),
        );
    }
}

/// Encloses what stands from `start` on in quotes and doubles those inside.
fn quote(out: &mut Vec<u8>, start: usize) {
    let inside = memchr::memchr_iter(b'"', &out[start..]).count();
    if inside == 0 {
        out.insert(start, b'"');
        out.push(b'"');
        return;
    }
    let content = out.split_off(start);
    out.push(b'"');
    for byte in content {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}
