//! The border from one description: `ffi/api/*.toml`.
//!
//! [`model`] is the form of the description and [`kind`] its types; [`read`](Api::read) reads and checks it. Each of
//! the other files writes one of the things that follow from it.

pub(crate) mod abi;
mod agree;
mod header;
mod json;
mod kind;
mod model;
mod python;
mod reach;
mod text;
mod uniffi;
mod valid;
mod values;

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

pub(crate) use kind::Kind;
pub(crate) use model::{Choice, Noun, Record, Shape};

/// The whole description.
pub(crate) struct Api {
    /// In the order in which a reader meets them.
    pub(crate) nouns: Vec<Noun>,
    /// The closed sets of numbers.
    pub(crate) choices: Vec<Choice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choices {
    choice: Vec<Choice>,
}

fn toml<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

impl Api {
    /// Reads the description in `folder`.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let order: Order = toml(&folder.join("order.toml"))?;
        let nouns = order.nouns.iter().map(|noun| toml(&folder.join(noun).with_extension("toml")));
        let nouns = nouns.collect::<Result<Vec<Noun>, String>>()?;
        let api = Self { nouns, choices: toml::<Choices>(&folder.join("choices.toml"))?.choice };
        valid::check(&api, folder, &order.nouns)?;
        Ok(api)
    }

    /// The noun of this name.
    pub(crate) fn noun(&self, name: &str) -> Result<&Noun, String> {
        self.nouns.iter().find(|noun| noun.noun == name).ok_or_else(|| format!("there is no noun {name}"))
    }

    /// The noun that has this record, and the record.
    pub(crate) fn record(&self, name: &str) -> Result<(&Noun, &Record), String> {
        let all = self.nouns.iter().flat_map(|noun| noun.records.iter().map(move |record| (noun, record)));
        all.into_iter().find(|(_, record)| record.name == name).ok_or_else(|| format!("there is no record {name}"))
    }

    /// The files that follow from it, with their paths in the tree.
    pub(crate) fn files(&self) -> Result<Vec<(PathBuf, String)>, String> {
        let mut files = vec![
            (PathBuf::from("ffi/values/src/generated.rs"), values::rust(self)?),
            (PathBuf::from("bindings/cli/src/values/generated.rs"), json::rust(self)?),
            (PathBuf::from("bindings/reach.md"), reach::markdown(self)?),
        ];
        for (name, content) in abi::rust(self)? {
            files.push((Path::new("ffi/src/generated").join(name), content));
        }
        files.push((PathBuf::from("bindings/uniffi/src/generated.rs"), uniffi::rust(self)?));
        files.extend(python::files(self)?);
        Ok(files)
    }

    /// What stands before the functions of the header: the opaque types and the choices.
    pub(crate) fn header_types(&self) -> String {
        header::types(self)
    }

    /// The finished header, of what cbindgen has read from `ffi/src`.
    pub(crate) fn header(&self, read: &str) -> Result<String, String> {
        let header = header::sections(self, read)?;
        agree::check(self, &header)?;
        Ok(header)
    }

    /// Every function of the C ABI, in the order of the header.
    pub(crate) fn functions(&self) -> Result<Vec<abi::Function>, String> {
        let all = self.nouns.iter().map(|noun| abi::functions(self, noun)).collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().flatten().collect())
    }
}

impl Choice {
    /// What the names of its numbers begin with in C.
    pub(crate) fn c_prefix(&self) -> String {
        format!("CPL_{}_", self.prefix.as_ref().unwrap_or(&self.name).to_uppercase())
    }
}

impl Noun {
    /// `cpl_<noun>`.
    pub(crate) fn c_name(&self) -> String {
        format!("cpl_{}", self.noun)
    }

    /// Whether it has a handle.
    pub(crate) fn has_handle(&self) -> bool {
        self.shape != Shape::Functions
    }

    /// Whether its structure in Rust is made from the description.
    pub(crate) fn is_made(&self) -> bool {
        matches!(self.shape, Shape::Values | Shape::List) && self.by_hand.is_none()
    }

    /// Why Python lacks the whole noun, where it does.
    pub(crate) fn python_hole(&self) -> Option<&String> {
        self.hole.get(&model::Language::Python)
    }

    /// Whether Python lacks it.
    pub(crate) fn lacks_python(&self) -> bool {
        self.python_hole().is_some()
    }
}
