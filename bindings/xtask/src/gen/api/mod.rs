//! The border from one description: `ffi/api/*.toml`.
//!
//! [`model`] is the form of the description and [`kind`] its types; [`description`] reads it and [`valid`] checks it.
//! Each of the other files writes one of the things that follow from it.

mod abi;
mod csharp;
mod description;
mod header;
mod kind;
mod model;
mod text;
mod valid;
mod values;

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

    /// The files that follow from it, with their paths in the tree.
    pub(crate) fn files(&self) -> Result<Vec<(PathBuf, String)>, String> {
        let mut files = vec![(PathBuf::from("ffi/values/src/generated.rs"), values::rust(self)?)];
        for (name, content) in abi::rust(self)? {
            files.push((Path::new("ffi/src/generated").join(name), content));
        }
        files.extend(csharp::files(self)?);
        Ok(files)
    }

    /// What stands before the functions of the header: the opaque types and the choices.
    pub(crate) fn header_types(&self) -> String {
        header::types(self)
    }
}
