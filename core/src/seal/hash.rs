//! Digest, checksum and size of a stream in one pass.

use ring::digest::{Context, SHA256, digest};

/// Blocks in which streams are read: the memory that a part of any size takes.
pub(super) const BLOCK: usize = 64 << 10;

/// The running state.
pub(super) struct Hasher {
    sha256: Context,
    crc32: crc32fast::Hasher,
    size: u64,
}

/// What a stream came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) sha256: [u8; 32],
    pub(super) crc32: u32,
    pub(super) size: u64,
}

impl Hasher {
    pub(super) fn new() -> Self {
        Self { sha256: Context::new(&SHA256), crc32: crc32fast::Hasher::new(), size: 0 }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.crc32.update(bytes);
        self.size = self.size.saturating_add(bytes.len() as u64);
    }

    /// Bytes so far.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn finish(self) -> Sum {
        let sha256 = array(self.sha256.finish().as_ref());
        Sum { sha256, crc32: self.crc32.finalize(), size: self.size }
    }
}

impl Sum {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut hasher = Hasher::new();
        hasher.update(bytes);
        hasher.finish()
    }
}

/// SHA-256 of bytes at hand.
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    array(digest(&SHA256, bytes).as_ref())
}

fn array(bytes: &[u8]) -> [u8; 32] {
    let mut array = [0; 32];
    for (to, from) in array.iter_mut().zip(bytes) {
        *to = *from;
    }
    array
}
