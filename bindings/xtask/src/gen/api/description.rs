//! The description as it is read from `ffi/api`.

use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::model::{Choice, Noun, Record};

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

/// Reads the description in `folder`: with it, the nouns in their order.
pub(super) fn read(folder: &Path) -> Result<(Api, Vec<String>), String> {
    let order: Order = toml(&folder.join("order.toml"))?;
    let nouns = order.nouns.iter().map(|name| {
        let path = folder.join(name).with_extension("toml");
        let noun: Noun = toml(&path)?;
        let (file, own) = (path.display(), &noun.noun);
        if own == name { Ok(noun) } else { Err(format!("{file}: a file has the name of its noun, which is {own}")) }
    });
    let nouns = nouns.collect::<Result<Vec<Noun>, String>>()?;
    let choices = toml::<Choices>(&folder.join("choices.toml"))?.choice;
    Ok((Api { nouns, choices }, order.nouns))
}

impl Api {
    /// The noun of this name.
    pub(crate) fn noun(&self, name: &str) -> Result<&Noun, String> {
        self.nouns.iter().find(|noun| noun.noun == name).ok_or_else(|| format!("there is no noun {name}"))
    }

    /// The noun that has this record, and the record.
    pub(crate) fn record(&self, name: &str) -> Result<(&Noun, &Record), String> {
        let all = self.nouns.iter().flat_map(|noun| noun.records.iter().map(move |record| (noun, record)));
        all.into_iter().find(|(_, record)| record.name == name).ok_or_else(|| format!("there is no record {name}"))
    }
}
