//! Certificate policies (RFC 5280, 4.2.1.4): one of those that are set must run through the chain.

use der::asn1::ObjectIdentifier;
use x509_cert::Certificate;
use x509_cert::ext::pkix::CertificatePolicies;

use crate::error::{Code, Error, Result};

const ANY_POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32.0");

/// The longest object identifier: the parser gives up at 39 bytes, of which each has at most three digits and a point.
const LONGEST: usize = 160;

/// A policy as settings write it, `1.2.3.4`.
pub(super) fn parsed(text: &str) -> Result<ObjectIdentifier> {
    let malformed = || Error::new(Code::Setting).with_detail("a policy is no object identifier");
    // `const-oid` takes one digit in each call of itself and multiplies unchecked: a number above 32 bits would name
    // another policy.
    if text.len() > LONGEST || text.split('.').any(|number| number.parse::<u32>().is_err()) {
        return Err(malformed());
    }
    let policy: ObjectIdentifier = text.parse().map_err(|_| malformed())?;
    // What it cannot read again, it cannot show either; no certificate can have it.
    ObjectIdentifier::from_bytes(policy.as_bytes()).map_err(|_| malformed())
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_the_one_that_was_written_or_refused() {
        for good in ["1.2.3.4", "2.5.29.32.0", "1.2.392.200000.268435455", "0.9.2342.19200300.100.1.25"] {
            assert_eq!(parsed(good).unwrap().to_string(), good);
        }
        let long = format!("1.2.{}", "0".repeat(1 << 20));
        let many = format!("1.2{}", ".1".repeat(60));
        for bad in [
            "",
            "1",
            "1.",
            ".1",
            "1..2",
            "x",
            "1.2.x",
            "3.1",
            "1.40",
            "20251104090000",
            "1.2.4294967295",
            "1.2.4294967296",
            "1.2.99999999999999999999",
            "1.2.+3",
            "1.2.-3",
            "1.2. 3",
            &long,
            &many,
        ] {
            assert_eq!(parsed(bad).unwrap_err().code(), Code::Setting, "{}", &bad[..bad.len().min(40)]);
        }
    }
}
