//! A stream that gives few bytes at a time.

use std::io::Read;

/// Bytes in pieces.
pub struct Trickle<'a> {
    bytes: &'a [u8],
    piece: usize,
}

impl<'a> Trickle<'a> {
    /// At most `piece` bytes at a time.
    pub fn new(bytes: &'a [u8], piece: usize) -> Self {
        Self { bytes, piece }
    }
}

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.piece.min(buffer.len()).min(self.bytes.len());
        buffer[..length].copy_from_slice(&self.bytes[..length]);
        self.bytes = &self.bytes[length..];
        Ok(length)
    }
}
