//! Which token and which key.

use rustls::pki_types::CertificateDer;

use super::Pkcs11Token;
use super::object::Object;

/// Which token and which of its keys. What is not set fits any; exactly one has to remain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pkcs11Query {
    pub(super) token_label: Option<String>,
    pub(super) token_serial: Option<String>,
    pub(super) slot: Option<u64>,
    pub(super) key_label: Option<String>,
    pub(super) key_id: Option<Vec<u8>>,
    pub(super) chain: Vec<CertificateDer<'static>>,
}

impl Pkcs11Query {
    /// Any token, any key.
    pub fn new() -> Self {
        Self::default()
    }

    /// The token of this label.
    pub fn with_token_label(mut self, label: impl Into<String>) -> Self {
        self.token_label = Some(label.into());
        self
    }

    /// The token of this serial number.
    pub fn with_token_serial(mut self, serial: impl Into<String>) -> Self {
        self.token_serial = Some(serial.into());
        self
    }

    /// The token in this slot. Slot numbers may change when the token is plugged in again.
    pub fn with_slot(mut self, slot: u64) -> Self {
        self.slot = Some(slot);
        self
    }

    /// The key whose own label or whose certificate's label is this.
    pub fn with_key_label(mut self, label: impl Into<String>) -> Self {
        self.key_label = Some(label.into());
        self
    }

    /// The key of this `CKA_ID`.
    pub fn with_key_id(mut self, id: impl Into<Vec<u8>>) -> Self {
        self.key_id = Some(id.into());
        self
    }

    /// The key of this certificate: leaf first, then intermediates that the token does not hold. The
    /// certificate itself need not be on the token either; then id or label must identify the key.
    pub fn with_chain(mut self, chain: Vec<CertificateDer<'static>>) -> Self {
        self.chain = chain;
        self
    }

    pub(super) fn fits_token(&self, token: &Pkcs11Token) -> bool {
        self.token_label.as_ref().is_none_or(|label| *label == token.label)
            && self.token_serial.as_ref().is_none_or(|serial| *serial == token.serial)
            && self.slot.is_none_or(|slot| slot == token.slot)
    }

    pub(super) fn fits_id(&self, object: &Object) -> bool {
        self.key_id.as_ref().is_none_or(|id| *id == object.id)
    }

    pub(super) fn fits_label(&self, object: &Object) -> bool {
        self.key_label.as_ref().is_none_or(|label| *label == object.label)
    }
}
