//! Trust: whose certificates are accepted.

use crate::boundary::Handle;
use crate::generated::handles::cpl_profile;
use cplink::Result;
use cplink::keys::Trust;
use std::path::Path;

/// Authorities and revocation lists, of offices and relay alike. A client keeps its own copy.
pub struct cpl_trust(pub(crate) Handle<Trust>);

pub(crate) fn from_pem(pem: &[u8]) -> Result<cpl_trust> {
    Ok(cpl_trust(Handle::new(Trust::from_pem(pem)?)))
}

pub(crate) fn add_pem(trust: &cpl_trust, pem: &[u8]) -> Result<()> {
    let mut trust = trust.0.write()?;
    *trust = trust.clone().with_pem(pem)?;
    Ok(())
}

pub(crate) fn add_crl(trust: &cpl_trust, crl: &[u8]) -> Result<()> {
    let mut trust = trust.0.write()?;
    *trust = trust.clone().with_crl(crl)?;
    Ok(())
}

pub(crate) fn add_crl_folder(trust: &cpl_trust, folder: &str) -> Result<()> {
    let mut trust = trust.0.write()?;
    *trust = trust.clone().with_crl_folder(Path::new(folder))?;
    Ok(())
}

pub(crate) fn set(trust: &cpl_trust, key: &str, value: &str) -> Result<()> {
    trust.0.write()?.set(key, value)?;
    Ok(())
}

pub(crate) fn set_profile(trust: &cpl_trust, profile: &cpl_profile) -> Result<()> {
    let profile = profile.0.read()?.clone();
    let mut trust = trust.0.write()?;
    *trust = trust.clone().with_profile(profile);
    Ok(())
}

pub(crate) fn set_stamp_authorities(trust: &cpl_trust, pem: &[u8]) -> Result<()> {
    let authorities = Trust::from_pem(pem)?;
    let mut trust = trust.0.write()?;
    *trust = trust.clone().with_stamp_authorities(authorities);
    Ok(())
}
