//! The certificates that a part of a divided list speaks of: its issuing distribution point (RFC 5280, 5.2.5).

use der::Decode;
use x509_cert::Certificate;
use x509_cert::ext::pkix::CrlDistributionPoints;
use x509_cert::ext::pkix::crl::IssuingDistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};

use super::form;
use crate::error::Result;
use crate::keys::parse::parse;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    leaves_only: bool,
    authorities_only: bool,
    points: Vec<GeneralName>,
}

impl Scope {
    pub(super) fn read(extension: &[u8]) -> Result<Self> {
        let point = IssuingDistributionPoint::from_der(extension);
        let point = point.map_err(|error| form::malformed().with_source(error))?;
        Ok(Self {
            leaves_only: point.only_contains_user_certs,
            authorities_only: point.only_contains_ca_certs,
            points: point.distribution_point.map(names).unwrap_or_default(),
        })
    }

    /// A certificate that names no distribution point belongs to every part of its kind.
    pub(super) fn covers(&self, certificate: &[u8], is_leaf: bool) -> bool {
        let other_kind = if is_leaf { self.authorities_only } else { self.leaves_only };
        !other_kind && parse(certificate).is_ok_and(|certificate| self.has_point_of(&certificate))
    }

    fn has_point_of(&self, certificate: &Certificate) -> bool {
        let Ok(points) = certificate.tbs_certificate.get::<CrlDistributionPoints>() else { return false };
        let Some((_, points)) = points else { return true };
        // A list of some reasons only, or of another issuer, is none that is read.
        let whole = points.0.into_iter().filter(|point| point.reasons.is_none() && point.crl_issuer.is_none());
        let mut names = whole.filter_map(|point| point.distribution_point).flat_map(names);
        names.any(|name| self.points.contains(&name))
    }
}

fn names(point: DistributionPointName) -> Vec<GeneralName> {
    match point {
        DistributionPointName::FullName(names) => names,
        DistributionPointName::NameRelativeToCRLIssuer(_) => Vec::new(),
    }
}
