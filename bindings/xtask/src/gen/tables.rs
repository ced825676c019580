//! The layout tables as they stand in `core/src/spec/<version>/*.toml`.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// All tables of a version.
pub(super) struct Tables {
    /// By name of the kind.
    pub(super) layouts: Vec<Layout>,
    pub(super) lists: Vec<CodeList>,
    pub(super) units: Vec<Unit>,
}

impl Tables {
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let lists: CodeLists = read(&folder.join("codes.toml"))?;
        let units: Units = read(&folder.join("units.toml"))?;
        let mut layouts = Vec::new();
        let mut names: Vec<_> = fs::read_dir(folder)
            .map_err(|error| error.to_string())?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| {
                path.file_stem().is_some_and(|stem| stem.to_string_lossy().chars().all(|c| !c.is_lowercase()))
            })
            .collect();
        names.sort();
        for path in names {
            layouts.push(read::<Layout>(&path)?);
        }
        let this = Self { layouts, lists: lists.list, units: units.unit };
        this.check()?;
        Ok(this)
    }

    /// The code list of this id.
    pub(super) fn list(&self, id: &str) -> Option<&CodeList> {
        self.lists.iter().find(|list| list.id == id)
    }

    fn check(&self) -> Result<(), String> {
        let mut numbers: Vec<u16> = self.layouts.iter().map(|layout| layout.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        if numbers.len() != self.layouts.len() {
            return Err("two kinds have one number".to_owned());
        }
        for layout in &self.layouts {
            for (at, field) in layout.fields.iter().enumerate() {
                let said = |what: &str| format!("{} field {}: {what}", layout.kind, field.id);
                if usize::from(field.no) != at + 1 {
                    return Err(said(&format!("number {} out of order", field.no)));
                }
                if layout.fields[..at].iter().any(|before| before.id == field.id) {
                    return Err(said("its id stands twice"));
                }
                // What a typed row and its JSON have beside the fields.
                if [
                    "rest",
                    "columns",
                    "surplus",
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Layout {
    pub(super) kind: String,
    /// Fixed for all times: it is what other languages name the kind by.
    pub(super) number: u16,
    pub(super) name_ja: String,
    pub(super) month: Option<String>,
    #[serde(default)]
    pub(super) single_month: bool,
    pub(super) keys: Vec<String>,
    pub(super) note: Option<String>,
    pub(super) fields: Vec<Field>,
}

#[derive(Deserialize)]
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

#[derive(Clone, Copy, Deserialize, Default, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum Required {
    #[default]
    No,
    Conditional,
    Needed,
    Always,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentinel {
    pub(super) value: String,
    pub(super) meaning: String,
}

#[derive(Deserialize)]
struct CodeLists {
    list: Vec<CodeList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeList {
    pub(super) id: String,
    pub(super) name_ja: String,
    pub(super) codes: Vec<Code>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    pub(super) code: String,
    /// Its name in programs.
    pub(super) id: String,
    pub(super) name_ja: String,
}

#[derive(Deserialize)]
struct Units {
    unit: Vec<Unit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unit {
    pub(super) id: String,
    pub(super) name_ja: String,
    pub(super) kinds: Vec<String>,
    #[serde(default)]
    pub(super) optional: Vec<String>,
    #[serde(default)]
    pub(super) images: bool,
    pub(super) month: Option<String>,
}

fn yes() -> bool {
    true
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
