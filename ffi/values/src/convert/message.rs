//! Messages that came in.

use super::seconds;
use crate::{MessageContent, MessageReference, Notice, Part};
use cplink::client::{self, ReceivedMessage};
use cplink::keys;

impl From<&client::MessageReference> for MessageReference {
    fn from(reference: &client::MessageReference) -> Self {
        Self { id: reference.id.to_string(), from_office: reference.from.clone(), to_office: reference.to.clone() }
    }
}

impl From<&ReceivedMessage> for MessageReference {
    fn from(received: &ReceivedMessage) -> Self {
        let header = &received.message;
        Self {
            id: received.id.to_string(),
            from_office: header.from.office.clone(),
            to_office: header.to.office.clone(),
        }
    }
}

impl From<&ReceivedMessage> for MessageContent {
    fn from(received: &ReceivedMessage) -> Self {
        let (header, signer) = (&received.message, received.signer.as_ref());
        Self {
            agent: received.agent.clone(),
            from_service_type: header.from.service_type.clone(),
            to_service_type: header.to.service_type.clone(),
            serial: header.serial.clone(),
            kind: header.kind.clone(),
            subject: header.subject.clone(),
            created: header.created.clone(),
            csv_version: header.csv_version.clone(),
            supersedes: header.supersedes.map(|id| id.to_string()),
            override_reason: header.override_reason.clone(),
            container: received.container.to_string_lossy().into_owned(),
            is_signed: received.is_signed(),
            signer_organization: signer.and_then(|signer| signer.identity.organization.clone()),
            signer_certificate: signer.map(|signer| signer.certificate.to_vec()),
            signed_at: signer.map(|signer| seconds(signer.signing_time)),
            notices: received.notices().iter().copied().map(Notice::from).collect(),
            parts: received.parts().map(|(name, size)| Part { name: name.to_owned(), size }).collect(),
        }
    }
}

impl From<keys::Notice> for Notice {
    fn from(notice: keys::Notice) -> Self {
        Self { id: notice.id(), message_ja: notice.message_ja(), message_en: notice.message_en() }
    }
}
