//! The border from one description: `ffi/api/*.toml`.
//!
//! [`model`] is the form of the description and [`kind`] its types; [`description`] reads it and [`valid`] checks it.
//! Each of the other files writes one of the things that follow from it.

pub(crate) mod abi;
mod agree;
mod by_hand;
mod cpp;
mod csharp;
mod description;
mod header;
mod json;
mod kind;
mod model;
mod python;
mod raised;
mod reach;
mod reference;
#[cfg(test)]
mod tests;
mod text;
mod uniffi;
mod valid;
mod values;
mod words;

use std::path::{Path, PathBuf};

pub(crate) use description::Api;
pub(crate) use model::Noun;

impl Api {
    /// Reads the description in `folder`, and checks it.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let (api, order) = description::read(folder)?;
        valid::check(&api, folder, &order)?;
        Ok(api)
    }

    /// Whether every error code that it names is among these ids.
    pub(crate) fn raises_only(&self, ids: &[&str]) -> Result<(), String> {
        raised::check(self, ids)
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
        files.extend(cpp::files(self)?);
        files.push((PathBuf::from("bindings/uniffi/src/generated.rs"), uniffi::rust(self)?));
        files.extend(python::files(self)?);
        files.extend(csharp::files(self)?);
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
