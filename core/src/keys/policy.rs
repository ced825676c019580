//! Certificate policies (RFC 5280, 4.2.1.4): one of those that are set must run through the chain.

use der::asn1::ObjectIdentifier;
use x509_cert::Certificate;
use x509_cert::ext::pkix::CertificatePolicies;

use crate::error::{Code, Error, Result};

const ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32.0");

/// The leaf must name one of the policies, and every authority it or any policy.
pub(super) fn check(leaf: &Certificate, issuers: &[Certificate], wanted: &[ObjectIdentifier]) -> Result<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let named = of(leaf)?;
    let runs_through = |policy: &ObjectIdentifier| -> Result<bool> {
        for issuer in issuers {
            let allowed = of(issuer)?;
            if !allowed.contains(policy) && !allowed.contains(&ANY_POLICY) {
                return Ok(false);
            }
        }
        Ok(true)
    };
    for policy in wanted.iter().filter(|policy| named.contains(policy)) {
        if runs_through(policy)? {
            return Ok(());
        }
    }
    Err(Error::new(Code::CertPolicy))
}

/// The policies that a certificate names.
pub(super) fn of(certificate: &Certificate) -> Result<Vec<ObjectIdentifier>> {
    let found = certificate
        .tbs_certificate
        .get::<CertificatePolicies>()
        .map_err(|error| Error::new(Code::CertInvalid).with_source(error))?;
    Ok(found
        .map(|(_, policies)| policies.0.iter().map(|policy| policy.policy_identifier).collect())
        .unwrap_or_default())
}
