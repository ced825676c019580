//! Findings about a file, each with its rule, place and texts.

mod bounded;
#[rustfmt::skip]
mod generated;
mod rule;
mod severity;

pub(crate) use bounded::Findings;
pub use bounded::MAX_FINDINGS;
pub use generated::Rule;
pub use severity::Severity;

use std::fmt;

/// What a Japanese text begins with that goes on from the item's name.
const PARTICLES: [char; 6] = ['が', 'に', 'は', 'の', 'と', 'だ'];

/// One finding. Its texts never contain a value of a row.
#[derive(Clone, PartialEq, Eq)]
pub struct Finding {
    rule: Rule,
    severity: Severity,
    file: Option<String>,
    row: Option<u64>,
    item_number: Option<u16>,
    field: Option<&'static str>,
    field_name_ja: Option<&'static str>,
    position: Option<u32>,
    parameter: Option<String>,
}

impl Finding {
    /// A finding of the rule's own severity.
    pub fn new(rule: Rule) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            file: None,
            row: None,
            item_number: None,
            field: None,
            field_name_ja: None,
            position: None,
            parameter: None,
        }
    }

    /// Sets the file.
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }

    /// Sets the 1-based row.
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// Sets the item: number, id and Japanese name of the layout.
    pub fn at_field(mut self, number: u16, id: &'static str, name_ja: &'static str) -> Self {
        self.item_number = Some(number);
        self.field = Some(id);
        self.field_name_ja = Some(name_ja);
        self
    }

    /// Sets the 1-based character of the item.
    pub fn at_position(mut self, position: usize) -> Self {
        self.position = u32::try_from(position).ok();
        self
    }

    /// Sets the severity.
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Makes a warning of an error unless the layout's fact is certain: what could not be read with certainty in the
    /// document forbids nothing.
    pub(crate) fn softened_unless(self, certain: bool) -> Self {
        let soft = !certain && self.severity == Severity::Error;
        if soft { self.with_severity(Severity::Warning) } else { self }
    }

    /// Sets the value of `{}` in the texts: a limit, a code point, a file kind; never a value.
    pub fn with_parameter(mut self, parameter: impl Into<String>) -> Self {
        self.parameter = Some(parameter.into());
        self
    }

    /// The rule.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The severity.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The file's name.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The 1-based row.
    pub fn row(&self) -> Option<u64> {
        self.row
    }

    /// The layout's item number.
    pub fn item_number(&self) -> Option<u16> {
        self.item_number
    }

    /// The layout's field id.
    pub fn field(&self) -> Option<&'static str> {
        self.field
    }

    /// The layout's Japanese item name.
    pub fn field_name_ja(&self) -> Option<&'static str> {
        self.field_name_ja
    }

    /// The 1-based character of the item, where the finding is of one character.
    pub fn position(&self) -> Option<u32> {
        self.position
    }

    /// The value of `{}` in the texts.
    pub fn parameter(&self) -> Option<&str> {
        self.parameter.as_deref()
    }

    /// What is wrong, in Japanese.
    pub fn message_ja(&self) -> String {
        let text = self.fill(self.rule.message_ja());
        match self.field_name_ja {
            Some(name) if text.starts_with(PARTICLES) => format!("「{name}」{text}"),
            Some(name) => format!("「{name}」: {text}"),
            None => text,
        }
    }

    /// What is wrong, in English.
    pub fn message_en(&self) -> String {
        let text = self.fill_en(self.rule.message_en());
        match self.field {
            Some(field) => format!("{field}: {text}"),
            None => text,
        }
    }

    /// What to do, in Japanese.
    pub fn remedy_ja(&self) -> String {
        self.fill(self.rule.remedy_ja())
    }

    /// What to do, in English.
    pub fn remedy_en(&self) -> String {
        self.fill_en(self.rule.remedy_en())
    }

    /// As [`Finding::fill`], with the quotes of English around what the parameter quotes.
    fn fill_en(&self, text: &str) -> String {
        self.fill(text).replace(['「', '」'], "\"")
    }

    fn fill(&self, text: &str) -> String {
        let text = text.replace("{}", self.parameter.as_deref().unwrap_or(""));
        match self.position {
            Some(position) => text.replace("{position}", &position.to_string()),
            None => text,
        }
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.severity.name(), self.rule.id())?;
        if let Some(file) = &self.file {
            write!(f, " {file}")?;
        }
        if let Some(row) = self.row {
            write!(f, " row {row}")?;
        }
        if let Some(item_number) = self.item_number {
            write!(f, " item {item_number}")?;
        }
        write!(f, ": {}", self.message_en())
    }
}

/// Whether one of the findings forbids sending.
pub fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
