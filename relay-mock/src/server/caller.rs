//! Who calls, and for which office: the one that the TLS certificate names, or one that it is an agent of.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use cplink::Code;
use cplink::keys::{OfficeIdentity, identify, is_office_number};
use cplink::relay::cpx::ProblemCode;
use cplink::relay::cpx::wire::ACTING_FOR;
use cplink::seal::Agent;
use rustls::pki_types::CertificateDer;
use time::Date;

use super::answer::Refusal;
use super::request::malformed;
use super::shared::Shared;
use crate::directory::day_in_japan;
use crate::store::{RegisteredOffice, Store};

/// What the certificate of a connection says: the office, as an agent is named.
pub(super) struct Caller(Result<Agent, ProblemCode>);

impl Caller {
    pub(super) fn of(chain: Option<&[CertificateDer<'_>]>, shared: &Shared) -> Self {
        let Some(leaf) = chain.and_then(|chain| chain.first()) else {
            return Self(Err(ProblemCode::CertificateSubject));
        };
        let named = |identity: OfficeIdentity| Agent::new(identity.office_number, leaf);
        Self(match identify(leaf, shared.sealing.trust.profile()) {
            Ok(identity) if identity.kind.may_send() => Ok(named(identity)),
            Ok(_) => Err(ProblemCode::CertificateKind),
            Err(error) if error.code() == Code::CertKind => Err(ProblemCode::CertificateKind),
            Err(_) => Err(ProblemCode::CertificateSubject),
        })
    }

    /// Whose share of the connections its own count for: those without an office have one together.
    pub(super) fn name(&self) -> &str {
        self.0.as_ref().map_or("", |own| &own.office)
    }
}

/// The office that a call is for, registered or not.
#[derive(Clone, Debug)]
pub(crate) struct Identified {
    /// Its number.
    pub(crate) office: String,
    /// Whose certificate calls for it; `None` where it is the office's own.
    pub(crate) agent: Option<Agent>,
}

impl Identified {
    /// The number of the office whose certificate calls.
    pub(crate) fn own(&self) -> &str {
        self.agent.as_ref().map_or(&self.office, |agent| &agent.office)
    }

    /// Refuses an office that is not registered or not licensed today, and one that is not among the agents of the
    /// office that it would act for. Of a stranger's office nothing is told.
    pub(crate) fn require(&self, store: &dyn Store, today: Date) -> Result<(), Refusal> {
        allowed(store.office(self.own())?.as_ref(), today)?;
        let Some(agent) = &self.agent else { return Ok(()) };
        match store.office(&self.office)? {
            Some(office) if !office.agents.contains(&agent.office) => Err(ProblemCode::Agent.into()),
            None => Err(ProblemCode::Agent.into()),
            Some(office) if !office.licensed(today) => Err(ProblemCode::ActedForLicence.into()),
            Some(_) => Ok(()),
        }
    }
}

impl FromRequestParts<Arc<Shared>> for Identified {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Shared>) -> Result<Self, Refusal> {
        let own = match parts.extensions.get::<Arc<Caller>>().map(|caller| &caller.0) {
            Some(Ok(own)) => own.clone(),
            Some(Err(code)) => return Err((*code).into()),
            None => return Err(ProblemCode::Internal.into()),
        };
        Ok(match acted_for(&parts.headers)? {
            Some(office) if office != own.office => Self { office, agent: Some(own) },
            _ => Self { office: own.office, agent: None },
        })
    }
}

/// The office that the request names, once and as a number.
fn acted_for(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut named = headers.get_all(ACTING_FOR).iter();
    match (named.next(), named.next()) {
        (None, _) => Ok(None),
        (Some(office), None) => {
            let office = office.to_str().ok().filter(|office| is_office_number(office));
            office.map(|office| Some(office.to_owned())).ok_or_else(|| malformed("the office that is acted for"))
        }
        _ => Err(malformed("more than one office that is acted for")),
    }
}

/// A registered and licensed office that a call is for, by itself or by an agent that it has named.
#[derive(Clone, Debug)]
pub(crate) struct CallerOffice(pub(crate) Identified);

impl CallerOffice {
    /// Looks again: whoever has waited may be an agent no more.
    pub(crate) async fn still(&self, shared: &Shared) -> Result<(), Refusal> {
        let (today, caller) = (day_in_japan((shared.now)()), self.0.clone());
        shared.store.read(move |store, _| Ok(caller.require(store, today))).await?
    }
}

impl FromRequestParts<Arc<Shared>> for CallerOffice {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let caller = Self(Identified::from_request_parts(parts, shared).await?);
        caller.still(shared).await?;
        Ok(caller)
    }
}

/// Refuses an office that is not registered or not licensed today.
fn allowed(office: Option<&RegisteredOffice>, today: Date) -> Result<(), ProblemCode> {
    match office {
        None => Err(ProblemCode::SenderUnregistered),
        Some(office) if !office.licensed(today) => Err(ProblemCode::SenderLicence),
        Some(_) => Ok(()),
    }
}
