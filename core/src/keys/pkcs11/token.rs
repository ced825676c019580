//! A token in a slot.

use cryptoki::slot::{Slot, TokenInfo};

/// A token as its module describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pkcs11Token {
    /// Its label.
    pub label: String,
    /// Its serial number.
    pub serial: String,
    /// Who made it.
    pub manufacturer: String,
    /// Its model.
    pub model: String,
    /// The number of its slot.
    pub slot: u64,
    /// Whether its keys want a PIN.
    pub needs_pin: bool,
    /// Whether the PIN is entered on the device itself.
    pub pin_on_device: bool,
    /// Whether the PIN is locked.
    pub pin_locked: bool,
    pub(super) at: Slot,
}

impl Pkcs11Token {
    pub(super) fn new(slot: Slot, info: &TokenInfo) -> Self {
        Self {
            label: info.label().to_owned(),
            serial: info.serial_number().to_owned(),
            manufacturer: info.manufacturer_id().to_owned(),
            model: info.model().to_owned(),
            slot: slot.id(),
            needs_pin: info.login_required(),
            pin_on_device: info.protected_authentication_path(),
            pin_locked: info.user_pin_locked(),
            at: slot,
        }
    }
}
