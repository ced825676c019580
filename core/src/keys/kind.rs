//! Kinds of certificate.

#[rustfmt::skip]
mod generated;

pub use generated::CertificateKind;

impl CertificateKind {
    /// The kind of this name.
    pub fn from_name_ja(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name_ja() == name)
    }

    /// The kind of this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id)
    }
}
