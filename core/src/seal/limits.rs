//! How large a container may be.

/// Limits that hold for building and opening alike. A relay's capabilities may narrow them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Number of parts.
    pub parts: usize,
    /// Bytes of a part's name.
    pub name_bytes: usize,
    /// Bytes of one part.
    pub part_bytes: u64,
    /// Bytes of the whole container, never 4 GiB or more.
    pub total_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { parts: 64, name_bytes: crate::file::MAX_NAME, part_bytes: 256 << 20, total_bytes: 300 << 20 }
    }
}

impl Limits {
    /// ZIP without its 64-bit extension ends below 4 GiB.
    pub(super) fn total(&self) -> u64 {
        self.total_bytes.min(u64::from(u32::MAX) - 1)
    }

    /// Bytes of the manifest: what so many parts can fill, twice.
    pub(super) fn manifest_bytes(&self) -> u64 {
        (self.parts as u64).saturating_mul(2 << 10)
    }
}

/// Bytes of a `mimetype`.
pub(super) const MIMETYPE_BYTES: u64 = 256;
/// Bytes of `message.json`.
pub(super) const MESSAGE_BYTES: u64 = 8 << 10;
/// Bytes of a signature or receipt with its certificates.
pub(super) const SIGNATURE_BYTES: u64 = 64 << 10;
