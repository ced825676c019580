//! How a certificate's subject is read.

use crate::boundary::Handle;
use cplink::Result;
use cplink::keys::SubjectProfile;

/// Where a certificate has the office number and the kind. The exact form of the national authority's
/// certificates is not public, so this is a setting; a new profile fits the test certificates of relay-mock.
pub struct cpl_profile(pub(crate) Handle<SubjectProfile>);

pub(crate) fn new() -> Result<cpl_profile> {
    Ok(cpl_profile(Handle::new(SubjectProfile::default())))
}

pub(crate) fn set(profile: &cpl_profile, key: &str, value: &str) -> Result<()> {
    profile.0.write()?.set(key, value)?;
    Ok(())
}
