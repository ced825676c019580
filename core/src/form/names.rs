//! The names of services, which are not in the files: the host has them from the benefit code table.

use std::collections::BTreeMap;
use std::fmt;

use crate::convert::plain_records;
use crate::error::{At, Code, Error, Result};
use crate::typed::{CellValue as _, Month};

/// Gives services their names.
pub trait ServiceNames {
    /// The name of a service code in a month; `None` where it is not known.
    fn name(&self, code: &str, month: Option<Month>) -> Option<String>;
}

impl<F: Fn(&str, Option<Month>) -> Option<String>> ServiceNames for F {
    fn name(&self, code: &str, month: Option<Month>) -> Option<String> {
        self(code, month)
    }
}

/// A name, and the first and last month in which it holds.
struct Entry {
    name: String,
    from: Option<Month>,
    until: Option<Month>,
}

/// Names from a CSV file of the host: service code, name, first month, last month (`YYYYMM`, either may be empty), in
/// UTF-8 or CP932. The first line may be a heading.
#[derive(Default)]
pub struct NameTable(BTreeMap<String, Vec<Entry>>);

impl NameTable {
    /// Reads the file.
    ///
    /// # Errors
    /// [`Code::NameTable`] with the row that is not as it should be, or with the offset where it is no text.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let records = plain_records(bytes).map_err(|wrong| {
            Error::new(Code::NameTable)
                .with_at(At::offset(wrong.offset as u64))
                .with_detail("a name table in no encoding")
        })?;
        let mut table = Self::default();
        for (number, cells) in records {
            match entry(&cells) {
                Some((code, entry)) => table.0.entry(code).or_default().push(entry),
                None if number == 1 => {}
                None => {
                    let at = At { row: Some(number), ..At::default() };
                    let wanted = "a row of a name table is: service code, name, first month, last month";
                    return Err(Error::new(Code::NameTable).with_detail(wanted).with_at(at));
                }
            }
        }
        Ok(table)
    }
}

impl ServiceNames for NameTable {
    fn name(&self, code: &str, month: Option<Month>) -> Option<String> {
        let entries = self.0.get(code)?;
        let holds = |entry: &&Entry| {
            month.is_none_or(|month| {
                entry.from.is_none_or(|from| from <= month) && entry.until.is_none_or(|until| month <= until)
            })
        };
        entries.iter().find(holds).map(|entry| entry.name.clone())
    }
}

impl fmt::Debug for NameTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NameTable({} codes)", self.0.len())
    }
}

fn entry(cells: &[String]) -> Option<(String, Entry)> {
    let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
    let month = |at: usize| match cell(at) {
        "" => Some(None),
        text => Month::exact(text.as_bytes()).map(Some),
    };
    let (code, name) = (cell(0), cell(1));
    let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let entry = Entry { name: name.to_owned(), from: month(2)?, until: month(3)? };
    (is_code && !name.is_empty()).then(|| (code.to_owned(), entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_that_of_the_month() {
        let text = "コード,名称,開始,終了\n111211,身体介護２,,202403\n111211,身体２,202404,\n15 442,x,,\n";
        assert_eq!(NameTable::read(text.as_bytes()).unwrap_err().at().row, Some(4));
        let table = NameTable::read(&text.as_bytes()[..text.len() - 11]).unwrap();
        let name = |year, month| table.name("111211", Month::new(year, month));
        assert_eq!((name(2024, 3).as_deref(), name(2024, 4).as_deref()), (Some("身体介護２"), Some("身体２")));
        assert_eq!(table.name("111111", None), None);
        assert_eq!(NameTable::read(b"\x81").unwrap_err().code(), Code::NameTable);
    }
}
