//! `bindings/reach.md`: every value and verb of the border, and what it is called in each language.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::name::camel;
use super::abi::named;
use super::description::Api;
use super::kind::Kind;
use super::model::{Language, Noun, Setting, Value, Verb};
use super::{cpp, csharp, python, text};

const HEAD: &str = "\
# What each language reaches

Made by `cargo xtask gen` from [`ffi/api`](../ffi/api/README.md); do not edit. A row is a value, a verb or a setting,
a column a language. A dash is a hole, and the note below its table says why it is one; the tests of each language look
for everything that is not a hole.

`Rust` is the core, without the border. `cplink` is the command: a value is a member of what `--json` prints.
";

/// Holes without a reason that is their own.
const BYTES_IN_FILES: &str = "`cplink` writes bytes into files; JSON does not hold them";

/// The columns in their order.
const LANGUAGES: [(Language, &str); 6] = [
    (Language::Rust, "Rust"),
    (Language::C, "C"),
    (Language::Cpp, "C++"),
    (Language::Csharp, "C#"),
    (Language::Python, "Python"),
    (Language::Cplink, "cplink"),
];

/// The page.
pub(super) fn markdown(api: &Api) -> Result<String, String> {
    let mut out = String::from(HEAD);
    let mut missing = Vec::new();
    for noun in &api.nouns {
        let _ = write!(out, "\n## {}\n\n{}\n\n", noun.noun, plain(&noun.en));
        let mut table = Table::new();
        for row in rows(noun)? {
            missing.extend(table.add(api, noun, &row).into_iter().map(|name| format!("{}: not in {name}", row.name)));
        }
        out.push_str(&table.text());
    }
    choices(&mut out, api);
    if missing.is_empty() {
        return Ok(out);
    }
    Err(format!("neither `form` nor `hole` of ffi/api says why:\n{}", missing.join("\n")))
}

/// The closed sets of numbers. A command prints a choice by its name.
fn choices(out: &mut String, api: &Api) {
    out.push_str("\n## choices\n\nClosed sets of numbers; in `cplink --json` a choice is its name.\n\n");
    out.push_str("| | Rust | C | C++ | C# | Python |\n|---|---|---|---|---|---|\n");
    for choice in &api.choices {
        let (name, class) = (&choice.name, camel(&choice.name));
        let (rust, c) = (&choice.rust, choice.c_prefix());
        let _ = writeln!(out, "| `{name}` | `{rust}` | `{c}…` | `{name}` | `{class}` | `{class}` |");
    }
}

/// Every path of the core that the page names.
#[cfg(test)]
pub(super) fn of_core(api: &Api) -> Vec<String> {
    let rows = api.nouns.iter().flat_map(|noun| rows(noun).unwrap());
    let is_there = |row: &Row<'_>| {
        !row.rust.is_empty() && !row.hole.contains_key(&Language::Rust) && !row.form.contains_key(&Language::Rust)
    };
    let choices = api.choices.iter().map(|choice| choice.rust.clone());
    rows.filter(is_there).map(|row| row.rust).chain(choices).collect()
}

/// A line of the table.
struct Row<'a> {
    name: String,
    /// The class that has it, in `snake_case`: the noun or one of its records.
    owner: &'a str,
    member: &'a str,
    is_bytes: bool,
    is_verb: bool,
    setting: Option<&'a Setting>,
    rust: String,
    form: &'a BTreeMap<Language, String>,
    hole: &'a BTreeMap<Language, String>,
}

fn rows(noun: &Noun) -> Result<Vec<Row<'_>>, String> {
    let mut all = Vec::new();
    for verb in &noun.verbs {
        all.push(of_verb(noun, verb));
    }
    for setting in &noun.settings {
        all.push(of_setting(noun, setting));
    }
    for value in &noun.values {
        all.push(of_value(&noun.noun, &noun.rust, value)?);
    }
    for record in &noun.records {
        let rust = if record.rust.is_empty() { &noun.rust } else { &record.rust };
        for value in &record.values {
            all.push(of_value(&record.name, rust, value)?);
        }
    }
    Ok(all)
}

fn of_verb<'a>(noun: &'a Noun, verb: &'a Verb) -> Row<'a> {
    let rust = match &verb.rust {
        Some(rust) => rust.clone(),
        None if noun.rust.is_empty() => String::new(),
        None => format!("{}::{}", noun.rust, verb.name),
    };
    Row {
        name: format!("{}.{}", noun.noun, verb.name),
        owner: &noun.noun,
        member: &verb.name,
        is_bytes: false,
        is_verb: true,
        setting: None,
        rust,
        form: &verb.form,
        hole: &verb.hole,
    }
}

fn of_setting<'a>(noun: &'a Noun, setting: &'a Setting) -> Row<'a> {
    let set = noun.verbs.iter().find(|verb| verb.name == "set").and_then(|verb| verb.rust.clone());
    Row {
        name: format!("{}.{}", noun.noun, setting.name),
        owner: &noun.noun,
        member: &setting.name,
        is_bytes: false,
        is_verb: false,
        setting: Some(setting),
        rust: set.unwrap_or_else(|| noun.rust.clone()),
        form: &setting.form,
        hole: &setting.hole,
    }
}

fn of_value<'a>(owner: &'a str, rust: &str, value: &'a Value) -> Result<Row<'a>, String> {
    Ok(Row {
        name: format!("{owner}.{}", value.name),
        owner,
        member: &value.name,
        is_bytes: matches!(value.kind()?, Kind::Bytes),
        is_verb: false,
        setting: None,
        rust: rust.to_owned(),
        form: &value.form,
        hole: &value.hole,
    })
}

/// A table of one noun with its notes.
struct Table {
    lines: String,
    notes: Vec<String>,
}

impl Table {
    fn new() -> Self {
        let names: Vec<&str> = LANGUAGES.iter().map(|(_, name)| *name).collect();
        let lines = format!("| | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()));
        Self { lines, notes: Vec::new() }
    }

    /// Adds a line; gives the languages that lack it without a reason.
    fn add(&mut self, api: &Api, noun: &Noun, row: &Row<'_>) -> Vec<&'static str> {
        let mut missing = Vec::new();
        let _ = write!(self.lines, "| `{}` |", row.name);
        for (language, name) in LANGUAGES {
            let cell = match name_in(api, noun, row, language) {
                Cell::Name(name) => name,
                Cell::Hole(reason) => self.hole(&reason),
                Cell::Missing => {
                    missing.push(name);
                    String::new()
                }
            };
            let _ = write!(self.lines, " {cell} |");
        }
        self.lines.push('\n');
        missing
    }

    /// A dash with the number of its note.
    fn hole(&mut self, reason: &str) -> String {
        let place = self.notes.iter().position(|note| note == reason).unwrap_or_else(|| {
            self.notes.push(reason.to_owned());
            self.notes.len() - 1
        });
        format!("– ({})", place + 1)
    }

    fn text(self) -> String {
        let notes = self.notes.iter().enumerate().map(|(at, note)| format!("{}. {note}\n", at + 1));
        let notes: String = notes.collect();
        if notes.is_empty() { self.lines } else { format!("{}\n{notes}", self.lines) }
    }
}

enum Cell {
    Name(String),
    Hole(String),
    Missing,
}

fn name_in(api: &Api, noun: &Noun, row: &Row<'_>, language: Language) -> Cell {
    if let Some(reason) = row.hole.get(&language).or_else(|| noun.hole.get(&language)) {
        return Cell::Hole(reason.clone());
    }
    // A setting has a name of its own in every language.
    let of_noun = noun.form.get(&language).filter(|_| row.setting.is_none());
    if let Some(form) = row.form.get(&language).or(of_noun) {
        return Cell::Name(form.clone());
    }
    if let Some(setting) = row.setting {
        return set_by(noun, row, setting, language);
    }
    let name = match language {
        Language::Rust if row.rust.is_empty() => return Cell::Missing,
        Language::Rust if row.is_verb => row.rust.clone(),
        Language::Rust => return Cell::Name(format!("in `{}`", row.rust)),
        Language::C => match named(api, row.owner, Some(row.member)) {
            Some(name) => name,
            None => return Cell::Missing,
        },
        Language::Csharp => return Cell::Name(csharp::called(noun, row.owner, row.member, row.is_verb)),
        Language::Cpp => return Cell::Name(cpp::called(noun, row.owner, row.member, row.is_verb)),
        Language::Python => return Cell::Name(python::called(api, noun, row.owner, row.member, row.is_verb)),
        Language::Cplink if row.is_bytes => return Cell::Hole(BYTES_IN_FILES.to_owned()),
        Language::Cplink => return Cell::Missing,
    };
    Cell::Name(format!("`{name}`"))
}

/// Where a setting is set.
fn set_by(noun: &Noun, row: &Row<'_>, setting: &Setting, language: Language) -> Cell {
    Cell::Name(match language {
        Language::Rust => format!("in `{}`", row.rust),
        Language::C => {
            let set = if setting.kind == "secret" { "set_secret" } else { "set" };
            format!("`{}_{set}`: `{}`", noun.c_name(), setting.name)
        }
        Language::Cpp => cpp::set_by(noun, setting),
        Language::Csharp => csharp::set_by(noun, setting),
        Language::Python => python::set_by(noun, setting),
        Language::Cplink => return Cell::Missing,
    })
}

/// A text without the marks of references.
fn plain(words: &str) -> String {
    text::linked(words, |noun, member| match member {
        Some(member) => format!("`{noun}.{member}`"),
        None => format!("`{noun}`"),
    })
}
