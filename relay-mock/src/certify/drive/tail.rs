//! The end of what a program wrote on standard error.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

/// How much is kept.
const ROOM: usize = 16 << 10;

/// The last bytes, shared with the thread that reads them.
#[derive(Clone, Debug, Default)]
pub(super) struct Tail(Arc<Mutex<Vec<u8>>>);

impl Tail {
    /// Reads to the end; older bytes make room for newer ones.
    pub(super) fn read(&self, mut from: impl Read) {
        let mut block = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut block) {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.extend_from_slice(&block[..count]);
            let surplus = kept.len().saturating_sub(ROOM);
            kept.drain(..surplus);
        }
    }

    /// What there is; it is forgotten.
    pub(super) fn take(&self) -> String {
        let kept = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&kept).into_owned()
    }
}
