//! Generated files: each is made from one table and compared with what is committed.

pub(crate) mod api;
mod catalogue;
mod change;
mod codes;
mod cpp_rows;
mod csharp_rows;
mod declared;
mod errors;
mod field;
mod files;
pub(crate) mod header;
mod layout;
mod name;
mod numbers;
mod openapi;
mod pinvoke;
mod places;
mod python;
mod rules;
mod schema;
mod services;
#[cfg(test)]
mod shrinking;
mod spec;
mod substitutions;
mod tables;
#[cfg(test)]
mod tests;
mod typed;

use std::fs;
use std::path::{Path, PathBuf};

use crate::place::root;
use catalogue::Catalogue;
use spec::Spec;

/// Every generated file with its content.
fn files() -> Result<Vec<(PathBuf, String)>, String> {
    let codes = Catalogue::read(&root(), "Code")?;
    let api = described(&codes)?;
    let border = api.files()?.into_iter().map(|(path, content)| (root().join(path), content)).collect::<Vec<_>>();
    let forms = substitutions::rust(&root().join("core/src/text/substitutions.toml"))
        .map_err(|error| format!("substitutions.toml: {error}"))?;
    let header = header::header(&root().join("ffi"), &api, &codes::c(&codes))?;
    let mut files = rows().map_err(|error| error.to_string())?;
    files.extend(pages_of_rules().map_err(|error| error.to_string())?);
    files.extend(catalogues().map_err(|error| error.to_string())?);
    files.extend(border);
    files.extend([
        (root().join("bindings/csharp/CarePlanLink/ErrorCode.cs"), codes::csharp(&codes)),
        (root().join("bindings/python/cplink/codes.py"), codes::python(&codes)),
        (root().join("bindings/csharp/CarePlanLink/Native.cs"), pinvoke::native(&header)?),
        (root().join("core/src/text/generated.rs"), forms),
        (root().join(openapi::PATH), openapi::json(&root())?),
        (root().join("ffi/errors.md"), errors::markdown(&codes).map_err(|error| error.to_string())?),
        (root().join("ffi/exports.txt"), header::exports(&header)),
        (root().join("ffi/include/cplink.h"), header),
    ]);
    Ok(files)
}

/// The border, of which every error code is one of the table.
fn described(codes: &Catalogue) -> Result<api::Api, String> {
    let api = api::Api::read(&root().join("ffi/api"))?;
    api.raises_only(&codes.ids())?;
    Ok(api)
}

/// What is made from the layout tables.
fn rows() -> Result<Vec<(PathBuf, String)>, Box<dyn std::error::Error>> {
    let spec = Spec::read(&root().join("core/src/spec"))?;
    let tables = &spec.newest;
    let mut files = vec![
        (root().join("core/src/spec/generated.rs"), layout::rust(&spec)?),
        (root().join("core/src/spec/generated_kinds.rs"), layout::names(&spec)?),
        (root().join("spec-fixtures/rows.schema.json"), schema::json(&spec)?),
        (root().join("ffi/include/cplink_fields.h"), numbers::c(&spec)?),
        (root().join("ffi/fields.md"), numbers::page(&spec)?),
        (root().join("ffi/fields.ja.md"), numbers::page_ja(&spec)?),
        (root().join("bindings/csharp/CarePlanLink/Rows.g.cs"), csharp_rows::source(&spec)?),
        (root().join("bindings/python/cplink/rows.py"), python::source(&spec)?),
        (root().join("bindings/cpp/include/cplink/rows.hpp"), cpp_rows::source(&spec)?),
    ];
    for (name, content) in typed::rust(tables)? {
        files.push((root().join("core/src/typed/generated").join(name), content));
    }
    Ok(files)
}

/// The Rust of every catalogue.
fn catalogues() -> Result<Vec<(PathBuf, String)>, Box<dyn std::error::Error>> {
    let all = Catalogue::read_all(&root())?;
    all.iter().map(|catalogue| Ok((root().join(catalogue.shape.rust), catalogue.rust()?))).collect()
}

/// The page of rules, and the services that rules look at.
fn pages_of_rules() -> Result<Vec<(PathBuf, String)>, Box<dyn std::error::Error>> {
    Ok(vec![
        (root().join("spec-fixtures/rules.md"), rules::markdown(&rules::Rules::read(&root())?)?),
        (root().join("core/src/spec/generated_services.rs"), services::rust(&root().join("core/src/spec"))?),
    ])
}

/// The files that are generated as a whole, by their path in the tree.
pub(crate) fn paths() -> Result<Vec<PathBuf>, String> {
    let root = root();
    let paths = files()?.into_iter().map(|(path, _)| path.strip_prefix(&root).unwrap_or(&path).to_path_buf());
    Ok(paths.filter(|path| path != Path::new(openapi::PATH)).collect())
}

pub(crate) fn write() -> Result<(), String> {
    // The header is read from the functions, which are written first.
    let api = described(&Catalogue::read(&root(), "Code")?)?.files()?;
    save(api.into_iter().map(|(path, content)| (root().join(path), content)))?;
    save(files()?)
}

fn save(files: impl IntoIterator<Item = (PathBuf, String)>) -> Result<(), String> {
    for (path, content) in files {
        if fs::read_to_string(&path).ok().as_deref() != Some(content.as_str()) {
            let folder = path.parent().unwrap_or(&path);
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            fs::write(&path, content).map_err(|error| format!("{}: {error}", path.display()))?;
            println!("wrote {}", path.display());
        }
    }
    Ok(())
}

pub(crate) fn check() -> Result<(), String> {
    for (path, content) in files()? {
        if fs::read_to_string(&path).ok().as_deref() != Some(content.as_str()) {
            return Err(format!("{} differs from its table: run `cargo xtask gen`", path.display()));
        }
    }
    Ok(())
}
