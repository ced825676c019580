//! Properties by name, and the profile that they make.

use cplink::keys::SubjectProfile;

use crate::failure::Result;

/// A property with its value.
#[derive(uniffi::Record)]
pub struct Setting {
    /// The name.
    pub key: String,
    /// The value.
    pub value: String,
}

pub(crate) fn profile_of(settings: &[Setting]) -> Result<SubjectProfile> {
    let mut profile = SubjectProfile::default();
    for Setting { key, value } in settings {
        profile.set(key, value)?;
    }
    Ok(profile)
}
