//! The profile of a product that cannot be asked: a file of the vendor's.

use serde::Deserialize;

use cplink::spec::Kind;

use crate::certify::scenario::PackError;
use crate::certify::transcript::Profile;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    version: String,
    roles: Vec<String>,
    supports: Vec<String>,
}

/// Reads `product.toml`. `import:*`, `export:*`, `enter:*` stand for all kinds.
///
/// # Errors
/// A key that is unknown or missing, a role or an ability that there is not.
pub fn read_product(text: &str, file: &str) -> Result<Profile, PackError> {
    let raw: Raw = toml::from_str(text).map_err(|error| PackError::form(file, error))?;
    let mut supports = Vec::new();
    for word in raw.supports {
        match word.strip_suffix(":*") {
            Some(verb) => supports.extend(Kind::ALL.iter().map(|kind| format!("{verb}:{}", kind.name()))),
            None => supports.push(word),
        }
    }
    let profile = Profile { name: raw.name, version: raw.version, roles: raw.roles, supports };
    match profile.unknown() {
        None => Ok(profile),
        Some(word) => Err(PackError::key(file, "roles, supports", format!("there is no role and no ability `{word}`"))),
    }
}
