//! Who calls: the office that the TLS certificate names.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use cplink::Code;
use cplink::keys::{OfficeIdentity, identify};
use cplink::relay::cpx::ProblemCode;
use rustls::pki_types::CertificateDer;
use time::Date;

use super::answer::Refusal;
use super::shared::Shared;
use crate::directory::day_in_japan;
use crate::store::RegisteredOffice;

/// What the certificate of a connection says.
pub(super) struct Caller(Result<OfficeIdentity, ProblemCode>);

impl Caller {
    pub(super) fn of(chain: Option<&[CertificateDer<'_>]>, shared: &Shared) -> Self {
        let leaf = chain.and_then(|chain| chain.first());
        let identity = leaf.map(|leaf| identify(leaf, shared.sealing.trust.profile()));
        Self(match identity {
            Some(Ok(identity)) if identity.kind.may_send() => Ok(identity),
            Some(Ok(_)) => Err(ProblemCode::CertificateKind),
            Some(Err(error)) if error.code() == Code::CertKind => Err(ProblemCode::CertificateKind),
            _ => Err(ProblemCode::CertificateSubject),
        })
    }
}

impl Caller {
    /// Whose share of the connections its own count for: those without an office have one together.
    pub(super) fn name(&self) -> &str {
        self.0.as_ref().map_or("", |identity| &identity.office_number)
    }
}

/// The number of a registered and licensed office that calls.
#[derive(Clone, Debug)]
pub(crate) struct CallerOffice(pub(crate) String);

impl FromRequestParts<Arc<Shared>> for CallerOffice {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let Identified(number) = Identified::from_request_parts(parts, shared).await?;
        let office = shared.store.office(&number).await?;
        allowed(office.as_ref(), day_in_japan((shared.now)()))?;
        Ok(Self(number))
    }
}

/// Refuses an office that is not registered or not licensed today.
pub(super) fn allowed(office: Option<&RegisteredOffice>, today: Date) -> Result<(), ProblemCode> {
    match office {
        None => Err(ProblemCode::SenderUnregistered),
        Some(office) if !office.licensed(today) => Err(ProblemCode::SenderLicence),
        Some(_) => Ok(()),
    }
}

/// The number of the office that calls, registered or not.
#[derive(Clone, Debug)]
pub(crate) struct Identified(pub(crate) String);

impl FromRequestParts<Arc<Shared>> for Identified {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Shared>) -> Result<Self, Refusal> {
        match parts.extensions.get::<Arc<Caller>>().map(|caller| &caller.0) {
            Some(Ok(identity)) => Ok(Self(identity.office_number.clone())),
            Some(Err(code)) => Err((*code).into()),
            None => Err(ProblemCode::Internal.into()),
        }
    }
}
