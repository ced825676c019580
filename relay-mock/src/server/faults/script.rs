//! A script of faults.

use super::error::ScriptError;
use super::fault::Fault;
use super::limits;
use super::place::Place;
use super::problem::Problem;
use super::read;
use super::told::ToldFault;

/// A script of faults, every one of which makes sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    pub(super) title_ja: Option<String>,
    pub(super) title_en: Option<String>,
    pub(super) seed: Option<u64>,
    pub(super) faults: Vec<Fault>,
}

impl Script {
    /// Reads a script of TOML; `source_name` is what errors call it.
    ///
    /// # Errors
    /// The place where it is not a script, with the remedy.
    pub fn read(text: &str, source_name: &str) -> Result<Self, ScriptError> {
        Self::of_sheet(read::toml(text), source_name)
    }

    /// Reads a script of JSON, of the same form.
    ///
    /// # Errors
    /// As [`Script::read`].
    pub fn read_json(text: &str, source_name: &str) -> Result<Self, ScriptError> {
        Self::of_sheet(read::json(text), source_name)
    }

    /// A script of these faults.
    ///
    /// # Errors
    /// One of them makes no sense, or there are none or too many.
    pub fn of(faults: impl IntoIterator<Item = Fault>) -> Result<Self, ScriptError> {
        let faults: Vec<Fault> = faults.into_iter().collect();
        let wrong = |fault: Option<usize>, field: Option<&str>, problem| ScriptError {
            source: "script".to_owned(),
            line: None,
            fault,
            field: field.map(str::to_owned),
            problem: Box::new(problem),
        };
        match faults.len() {
            0 => return Err(wrong(None, None, Problem::Empty)),
            1..=limits::FAULTS => {}
            _ => return Err(wrong(None, None, Problem::TooLarge)),
        }
        for (n, fault) in faults.iter().enumerate() {
            fault.check().map_err(|(field, problem)| wrong(Some(n + 1), Some(field), problem))?;
        }
        Ok(Self { title_ja: None, title_en: None, seed: None, faults })
    }

    /// The seed that the script itself names.
    pub fn seed(&self) -> Option<u64> {
        self.seed
    }

    /// The seed to play it by: the one that is given, else its own, else any.
    pub fn seed_or_any(&self, given: Option<u64>) -> u64 {
        // Of 32 bits, so that it passes unchanged through every JSON reader.
        given.or(self.seed).unwrap_or_else(|| getrandom::u32().map_or(1, u64::from))
    }

    /// The script for an office: what is for no office by name is for its calls alone. A handshake knows no office yet.
    pub fn for_office(mut self, number: &str) -> Self {
        for fault in &mut self.faults {
            if fault.at != Place::Handshake {
                fault.office.get_or_insert_with(|| number.to_owned());
            }
        }
        self
    }

    /// Its title in Japanese.
    pub fn title_ja(&self) -> Option<&str> {
        self.title_ja.as_deref()
    }

    /// Its faults as they are told, before any was played.
    pub(crate) fn told(&self) -> Vec<ToldFault> {
        self.faults.iter().map(|fault| ToldFault::of(fault, 0, 0)).collect()
    }

    fn of_sheet(read: Result<read::Sheet, read::Wrong>, source_name: &str) -> Result<Self, ScriptError> {
        let sheet = read.map_err(|wrong| ScriptError {
            source: source_name.to_owned(),
            line: wrong.line,
            fault: wrong.fault,
            field: wrong.field,
            problem: Box::new(wrong.problem),
        })?;
        let read::Sheet { title_ja, title_en, seed, faults } = sheet;
        Ok(Self { title_ja, title_en, seed, faults })
    }
}
