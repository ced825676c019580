//! The layout tables of a version as they are in `core/src/spec/<version>/*.toml`.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// All tables of a version.
#[derive(Clone)]
pub(super) struct Tables {
    pub(super) version: Version,
    /// By name of the kind.
    pub(super) layouts: Vec<Layout>,
    pub(super) lists: Vec<CodeList>,
    pub(super) units: Vec<UnitDefinition>,
    /// What it changed against the version before it.
    pub(super) changes: Vec<LayoutChange>,
}

impl Tables {
    /// These, and what only an older version has.
    pub(super) fn with(mut self, older: &Self) -> Self {
        let gone = older.layouts.iter().filter(|layout| self.layout(&layout.kind).is_none()).cloned();
        self.layouts.extend(gone.collect::<Vec<_>>());
        self.layouts.sort_by(|one, other| one.kind.cmp(&other.kind));
        let gone = older.lists.iter().filter(|list| self.list(&list.id).is_none()).cloned();
        self.lists.extend(gone.collect::<Vec<_>>());
        let gone = older.units.iter().filter(|unit| self.units.iter().all(|other| other.id != unit.id)).cloned();
        self.units.extend(gone.collect::<Vec<_>>());
        self
    }

    /// The layout of a kind.
    pub(super) fn layout(&self, kind: &str) -> Option<&Layout> {
        self.layouts.iter().find(|layout| layout.kind == kind)
    }

    /// The code list of this id.
    pub(super) fn list(&self, id: &str) -> Option<&CodeList> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// What is wrong in them.
    pub(super) fn check(&self) -> Result<(), String> {
        let mut numbers: Vec<u16> = self.layouts.iter().map(|layout| layout.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.len() != self.layouts.len() {
            return Err("two kinds have one number".to_owned());
        }
        for layout in &self.layouts {
            if layout.number == 0 {
                return Err(format!("{}: the newest layout of a kind has its number", layout.kind));
            }
            for (at, field) in layout.fields.iter().enumerate() {
                let said = |what: &str| format!("{} field {}: {what}", layout.kind, field.id);
                if usize::from(field.no) != at + 1 {
                    return Err(said(&format!("number {} out of order", field.no)));
                }
                if layout.fields[..at].iter().any(|before| before.id == field.id) {
                    return Err(said("its id is there twice"));
                }
                // What a typed row and its JSON have beside the fields.
                if [
                    "rest",
                    "columns",
                    "surplus",
                    "version",
                    "cell",
                    "from_cells",
                    "to_cells",
                    "field",
                    "field_ids",
                    "kind",
                    "kind_name",
                    "count",
                ]
                .contains(&field.id.as_str())
                {
                    return Err(said("its id is taken"));
                }
                if field.r#type == "free_text" && field.length.is_some() {
                    return Err(said("a length of free text is not checked: teach `convert` first"));
                }
                if let Some(codes) = &field.codes
                    && self.list(codes).is_none()
                {
                    return Err(said(&format!("no code list {codes}")));
                }
            }
        }
        Ok(())
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Layout {
    pub(super) kind: String,
    /// Fixed for all times: it is what other languages name the kind by. Stands in the kind's newest layout.
    #[serde(default)]
    pub(super) number: u16,
    pub(super) name_ja: String,
    pub(super) month: Option<String>,
    #[serde(default)]
    pub(super) single_month: bool,
    pub(super) keys: Vec<String>,
    /// The version it is of.
    #[serde(skip)]
    pub(super) version: String,
    /// What distinguishes its records beside the keys.
    #[serde(default)]
    pub(super) identity: Vec<String>,
    #[serde(default)]
    pub(super) duplicate: Duplicate,
    /// The field that a finding of a duplicate names.
    pub(super) duplicate_field: Option<String>,
    /// False: the whole layout is inferred.
    #[serde(default = "yes")]
    pub(super) certain: bool,
    pub(super) note: Option<String>,
    pub(super) fields: Vec<Field>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    pub(super) no: u16,
    pub(super) id: String,
    pub(super) name_ja: String,
    pub(super) r#type: String,
    pub(super) length: Option<u16>,
    #[serde(default)]
    pub(super) exact: bool,
    #[serde(default)]
    pub(super) hyphen: bool,
    #[serde(default)]
    pub(super) required: Required,
    pub(super) codes: Option<String>,
    #[serde(default)]
    pub(super) sentinels: Vec<Sentinel>,
    pub(super) constant: Option<String>,
    #[serde(default = "yes")]
    pub(super) certain: bool,
    pub(super) note: Option<String>,
}

/// What two records of the same identity are.
#[derive(Clone, Copy, Deserialize, Default, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Duplicate {
    Key,
    Service,
    #[default]
    Row,
}

#[derive(Clone, Copy, Deserialize, Default, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Required {
    #[default]
    No,
    Conditional,
    Needed,
    Always,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentinel {
    pub(super) value: String,
    pub(super) meaning: String,
    pub(super) meaning_ja: String,
}

#[derive(Deserialize)]
pub(super) struct CodeLists {
    pub(super) list: Vec<CodeList>,
}

#[derive(Clone, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeList {
    pub(super) id: String,
    pub(super) name_ja: String,
    pub(super) codes: Vec<Code>,
}

#[derive(Clone, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    pub(super) code: String,
    /// Its name in programs.
    pub(super) id: String,
    pub(super) name_ja: String,
}

#[derive(Deserialize)]
pub(super) struct Units {
    pub(super) unit: Vec<UnitDefinition>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitDefinition {
    pub(super) id: String,
    pub(super) name_ja: String,
    pub(super) kinds: Vec<String>,
    #[serde(default)]
    pub(super) optional: Vec<String>,
    #[serde(default)]
    pub(super) images: bool,
    pub(super) month: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Version {
    pub(super) value: String,
    pub(super) edition_ja: String,
    /// `YYYYMM`
    pub(super) applies_from: String,
    pub(super) service_types_in_names: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Changes {
    pub(super) change: Vec<LayoutChange>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutChange {
    pub(super) what: ChangeKind,
    pub(super) kinds: Vec<String>,
    #[serde(default)]
    pub(super) fields: Vec<String>,
    pub(super) reason_ja: String,
    pub(super) reason_en: String,
    pub(super) when: Option<String>,
    #[serde(default)]
    pub(super) begins: Vec<String>,
    #[serde(default)]
    pub(super) one_of: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum ChangeKind {
    KindAdded,
    KindRemoved,
    FieldAdded,
    FieldRemoved,
    FieldWidened,
    FieldNarrowed,
    FieldRetyped,
}

impl ChangeKind {
    /// What stands in `changes.toml`.
    pub(super) fn token(self) -> &'static str {
        match self {
            Self::KindAdded => "kind_added",
            Self::KindRemoved => "kind_removed",
            Self::FieldAdded => "field_added",
            Self::FieldRemoved => "field_removed",
            Self::FieldWidened => "field_widened",
            Self::FieldNarrowed => "field_narrowed",
            Self::FieldRetyped => "field_retyped",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relation {
    pub(super) base: String,
    pub(super) dependents: Vec<String>,
    pub(super) keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Deletion {
    pub(super) kind: String,
    pub(super) deletes: Vec<String>,
    pub(super) keys: Vec<DeletionKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeletionKey {
    pub(super) of: String,
    pub(super) is: String,
}

fn yes() -> bool {
    true
}

/// Reads a TOML file.
pub(super) fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
