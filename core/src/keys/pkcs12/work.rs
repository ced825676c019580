//! How much computation a file may ask for before its password is known to be right.

use std::cell::Cell;

use crate::error::{Code, Error, Result};

/// openssl writes 2 048 iterations, current Windows 2 000, the most cautious tools 1 000 000: a file
/// that asks for more wants to hang us.
const MAX_ITERATIONS: u64 = 5_000_000;
/// All keys of a file, tried in all encodings of the password.
const MAX_TOTAL: u64 = 8 * MAX_ITERATIONS;
/// scrypt takes `128 * r * N` bytes.
const MAX_SCRYPT_MEMORY: u64 = 64 << 20;

/// The iterations that were done for a file.
#[derive(Default)]
pub(super) struct Work(Cell<u64>);

impl Work {
    /// Asks for so many iterations.
    pub(super) fn iterations(&self, count: impl TryInto<u64>) -> Result<()> {
        match count.try_into() {
            Ok(count @ 1..=MAX_ITERATIONS) => self.add(count),
            _ => Err(too_much("the iteration count is out of bounds")),
        }
    }

    /// Asks for scrypt with these parameters.
    pub(super) fn scrypt(&self, cost: u64, block_size: u64, parallel: u64) -> Result<()> {
        let memory = block_size.checked_mul(128).and_then(|bytes| bytes.checked_mul(cost));
        if parallel > 16 || memory.is_none_or(|memory| memory > MAX_SCRYPT_MEMORY) {
            return Err(too_much("scrypt asks for too much"));
        }
        // About as long as so many rounds of the others.
        self.add(cost.saturating_mul(block_size).saturating_mul(parallel))
    }

    fn add(&self, count: u64) -> Result<()> {
        let total = self.0.get().saturating_add(count);
        self.0.set(total);
        if total > MAX_TOTAL { Err(too_much("its keys ask for too many iterations together")) } else { Ok(()) }
    }
}

fn too_much(detail: &'static str) -> Error {
    Code::KeyWork.with_detail(detail)
}
