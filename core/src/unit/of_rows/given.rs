//! The rows as they were given.

use crate::convert::{CsvStyle, write};
use crate::error::{At, Code, Error, Result};
use crate::finding::Finding;
use crate::record::{Row, Table};
use crate::spec::{Kind, Version};
use crate::typed::TypedRow;

/// Insurer and insured person number.
pub(super) type User = [String; 2];

/// Which row of which table, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) row: usize,
}

/// The tables that were given.
#[derive(Debug, Default)]
pub(super) struct Given {
    tables: Vec<Table>,
    /// Of typed rows, which were given one by one: their tables.
    typed: Vec<usize>,
}

impl Given {
    pub(super) fn add(&mut self, table: Table) {
        self.tables.push(table);
    }

    pub(super) fn add_row<T: TypedRow>(&mut self, row: &T) -> Result<()> {
        let is_its = |table: &Table| table.kind() == T::KIND && table.version() == row.version();
        let at = match self.typed.iter().find(|at| is_its(&self.tables[**at])) {
            Some(at) => *at,
            None => {
                self.tables.push(Table::with_version(T::KIND, row.version())?);
                self.typed.push(self.tables.len() - 1);
                self.tables.len() - 1
            }
        };
        row.write_to(&mut self.tables[at])?;
        Ok(())
    }

    /// Every row, in the order given.
    pub(super) fn places(&self) -> impl Iterator<Item = Place> {
        let tables = self.tables.iter().enumerate();
        tables.flat_map(|(table, rows)| (0..rows.len()).map(move |row| Place { table, row }))
    }

    pub(super) fn table(&self, place: Place) -> &Table {
        &self.tables[place.table]
    }

    pub(super) fn kind(&self, place: Place) -> Kind {
        self.table(place).kind()
    }

    pub(super) fn version(&self, place: Place) -> Version {
        self.table(place).version()
    }

    pub(super) fn row(&self, place: Place) -> Row<'_> {
        let table = self.table(place);
        Row::new(table, &table.rows[place.row])
    }

    /// A field that identifies; empty where the layout has no such field.
    pub(super) fn key(&self, place: Place, field: &str) -> String {
        let column = self.table(place).layout().index(field);
        column.map(|column| self.row(place).key(column)).unwrap_or_default()
    }

    /// An error about a row, and about a field where one is to blame.
    pub(super) fn error(&self, code: Code, place: Place, field: Option<&str>) -> Error {
        self.place(Error::new(code), place, field)
    }

    /// Says of which row and field an error is.
    pub(super) fn place(&self, error: Error, place: Place, field: Option<&str>) -> Error {
        let field = field.and_then(|field| self.table(place).layout().field(field));
        error.with_at(At {
            file: Some(self.label(place.table)),
            row: Some(place.row as u64 + 1),
            item_number: field.map(|field| field.number),
            ..At::default()
        })
    }

    /// What is substituted when the rows are written: told once, where the host finds it, not again in every unit.
    pub(super) fn written(&self) -> Result<Vec<Finding>> {
        let mut all = Vec::new();
        for (at, table) in self.tables.iter().enumerate() {
            let (_, findings) = write(table, CsvStyle::Canonical).map_err(|error| error.in_file(self.label(at)))?;
            all.extend(findings.into_iter().map(|finding| finding.in_file(self.label(at))));
        }
        Ok(all)
    }

    /// The kind; of several tables of a kind also which one, from 1.
    fn label(&self, table: usize) -> String {
        let kind = self.tables[table].kind();
        let same = |tables: &[Table]| tables.iter().filter(|table| table.kind() == kind).count();
        match same(&self.tables) {
            1 => kind.name().to_owned(),
            _ => format!("{} ({})", kind.name(), same(&self.tables[..=table])),
        }
    }
}
