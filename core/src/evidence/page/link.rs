//! Where a message is: on the page, and its forms beside it.

use crate::evidence::forms::{self, Forms};
use crate::evidence::verified::VerifiedMessage;

/// The file of a message's forms.
pub(super) struct Link {
    pub(super) file: String,
    pub(super) pages: usize,
}

pub(super) fn link(item: &VerifiedMessage, forms: &Forms) -> Option<Link> {
    (forms.pages > 0).then(|| Link { file: forms::name(item.id), pages: forms.pages })
}

/// What a message is called.
pub(super) fn subject(item: &VerifiedMessage) -> String {
    let subject = item.message.subject.trim();
    if subject.is_empty() { "（件名なし）".to_owned() } else { subject.to_owned() }
}

pub(super) fn anchor(item: &VerifiedMessage) -> String {
    format!("m-{}", item.id)
}
