//! Certificates that an office could use.

use super::seconds;
use crate::Candidate;
use cplink::keys;

impl From<&keys::Candidate> for Candidate {
    fn from(candidate: &keys::Candidate) -> Self {
        let identity = candidate.identity.as_ref();
        Self {
            subject: (!candidate.subject.is_empty()).then(|| candidate.subject.clone()),
            office_number: identity.map(|identity| identity.office_number.clone()),
            organization: identity.and_then(|identity| identity.organization.clone()),
            kind: identity.map(|identity| identity.kind.id()),
            kind_ja: identity.map(|identity| identity.kind.name_ja()),
            key_state: candidate.key.id(),
            place: candidate.place.id(),
            place_name: candidate.place.name(),
            notice: candidate.notice.map(|notice| notice.id()),
            notice_ja: candidate.notice.map(|notice| notice.message_ja()),
            not_before: identity.map(|identity| seconds(identity.not_before)),
            not_after: identity.map(|identity| seconds(identity.not_after)),
            problem: candidate.problem.map(|code| code as i32),
            fingerprint: candidate.fingerprint.to_vec(),
        }
    }
}
