//! Key, certificate, chain and revocation lists: what can be looked at without a relay.

use super::generated::Observation;
use super::{DiagnosisLine, unix_now};
use crate::error::{Code, Error, Result};
use crate::keys::{
    CertificateDer, Moment, Notice, Signer, SubjectProfile, Trust, UnusableList, Usage, Verified, identify,
    require_office,
};

/// The key signs, and its signature is one of the certificate's key.
pub(super) fn key(signer: &dyn Signer) -> DiagnosisLine {
    let Some(scheme) = signer.schemes().first() else {
        return DiagnosisLine::error("key", &Error::new(Code::KeyUnsupported));
    };
    match signer.sign(*scheme, b"CarePlanLink doctor") {
        Ok(_) => DiagnosisLine::of(Observation::KeySigns, &[]),
        Err(error) => DiagnosisLine::error("key", &error),
    }
}

/// The lines `certificate`, `chain` and `crl`.
pub(super) fn certificate(signer: &dyn Signer, trust: &Trust, lines: &mut Vec<DiagnosisLine>) {
    let Some((leaf, intermediates)) = signer.chain().split_first() else {
        return lines.push(DiagnosisLine::error("certificate", &Error::new(Code::CertInvalid)));
    };
    let verified = trust.verify(leaf, intermediates, Usage::Signature, Moment::Now(unix_now()));
    let fault = verified.as_ref().err().map(|error| (line_of(error.code()), error));
    match fault {
        Some(("certificate", error)) => return lines.push(DiagnosisLine::error("certificate", error)),
        _ => lines.push(
            identity(leaf, trust.profile(), verified.as_ref().ok())
                .unwrap_or_else(|error| DiagnosisLine::error("certificate", &error)),
        ),
    }
    match fault {
        Some((id, error)) => lines.push(DiagnosisLine::error(id, error)),
        None => lines.push(DiagnosisLine::of(Observation::ChainTrusted, &[])),
    }
    if let Ok(verified) = verified {
        lines.push(lists(&verified));
    }
    let unverified = trust.unverified_lists(intermediates);
    lines.extend(trust.unusable_lists().iter().chain(&unverified).map(unusable));
}

/// Kind, office and days left.
pub(super) fn identity(
    leaf: &CertificateDer<'_>,
    profile: &SubjectProfile,
    verified: Option<&Verified>,
) -> Result<DiagnosisLine> {
    let identity = identify(leaf, profile)?;
    require_office(&identity)?;
    let days = identity.days_left(unix_now());
    let line = DiagnosisLine::of(
        Observation::CertificateValid,
        &[
            ("kind_ja", identity.kind.name_ja()),
            ("kind_en", identity.kind.name_en()),
            ("office", &identity.office_number),
            ("days", &days.to_string()),
        ],
    );
    let notices = verified.map(|verified| verified.notices.as_slice()).unwrap_or_default();
    let ending = [Notice::Expires7, Notice::Expires30, Notice::Expires90];
    Ok(match ending.into_iter().find(|notice| notices.contains(notice)) {
        Some(notice) => line.with_remedy(notice),
        None => line,
    })
}

fn lists(verified: &Verified) -> DiagnosisLine {
    let told = [Notice::CrlFuture, Notice::CrlStale, Notice::CrlMissing];
    match told.into_iter().find(|notice| verified.notices.contains(notice)) {
        Some(notice) => DiagnosisLine::notice("crl", notice),
        None => DiagnosisLine::of(Observation::CrlChecked, &[]),
    }
}

/// A list that was set aside, by its file or else by its issuer.
fn unusable(list: &UnusableList) -> DiagnosisLine {
    let name = list.file.as_deref().or(list.issuer.as_deref()).unwrap_or_default();
    DiagnosisLine::of(Observation::CrlUnusable, &[("file", name), ("code", list.code.name())]).with_cause(list.code)
}

/// The line that a fault of the certificate belongs to.
fn line_of(code: Code) -> &'static str {
    match code {
        Code::CrlStale | Code::CrlMissing | Code::CrlInvalid | Code::CrlForm | Code::CrlFile => "crl",
        Code::CertUnknownIssuer
        | Code::CertChain
        | Code::CertIssuer
        | Code::CertIssuerExpired
        | Code::CertIssuerRevoked
        | Code::CertNameConstraint
        | Code::CertPolicy => "chain",
        _ => "certificate",
    }
}
