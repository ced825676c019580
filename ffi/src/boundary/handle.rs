//! What is behind a handle that can change: one writer or many readers, nobody waits.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use cplink::{Code, Error, Result};

/// A value that is read by many or changed by one; whoever would have to wait gets an error instead:
/// waiting would lock up a host that calls back into us.
pub(crate) struct Handle<T> {
    // A panic of a reader too: what it was doing may have been written elsewhere by half.
    poisoned: AtomicBool,
    value: RwLock<T>,
}

impl<T> Handle<T> {
    pub(crate) fn new(value: T) -> Self {
        Self { poisoned: AtomicBool::new(false), value: RwLock::new(value) }
    }

    /// For reading.
    pub(crate) fn read(&self) -> Result<Reading<'_, T>> {
        self.check()?;
        match self.value.try_read() {
            Ok(value) => Ok(Reading { value, poisoned: &self.poisoned }),
            Err(error) => Err(refusal(&error)),
        }
    }

    /// For changing.
    pub(crate) fn write(&self) -> Result<Writing<'_, T>> {
        self.check()?;
        match self.value.try_write() {
            Ok(value) => Ok(Writing { value }),
            Err(error) => Err(refusal(&error)),
        }
    }

    fn check(&self) -> Result<()> {
        if self.poisoned.load(Ordering::Acquire) { Err(Error::new(Code::Poisoned)) } else { Ok(()) }
    }
}

fn refusal<G>(error: &TryLockError<G>) -> Error {
    match error {
        TryLockError::Poisoned(_) => Error::new(Code::Poisoned),
        TryLockError::WouldBlock => Error::new(Code::Busy),
    }
}

pub(crate) struct Reading<'a, T> {
    value: RwLockReadGuard<'a, T>,
    poisoned: &'a AtomicBool,
}

impl<T> Deref for Reading<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Drop for Reading<'_, T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.poisoned.store(true, Ordering::Release);
        }
    }
}

/// The lock poisons itself when this goes in a panic.
pub(crate) struct Writing<'a, T> {
    value: RwLockWriteGuard<'a, T>,
}

impl<T> Deref for Writing<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Writing<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    fn code<T>(result: Result<T>) -> Code {
        result.err().unwrap().code()
    }

    #[test]
    fn many_read_or_one_writes() {
        let handle = Handle::new(1);
        let (one, two) = (handle.read().unwrap(), handle.read().unwrap());
        assert_eq!(*one + *two, 2);
        assert_eq!(code(handle.write()), Code::Busy);
        drop((one, two));
        let _writing = handle.write().unwrap();
        assert_eq!(code(handle.read()), Code::Busy);
        assert_eq!(code(handle.write()), Code::Busy);
    }

    #[test]
    fn a_panic_poisons_whoever_was_in() {
        for writes in [false, true] {
            let handle = Handle::new(1);
            let _ = catch_unwind(AssertUnwindSafe(|| {
                let _guard = (handle.read().ok().filter(|_| !writes), writes.then(|| handle.write().unwrap()));
                panic!("on purpose");
            }));
            assert_eq!(code(handle.read()), Code::Poisoned);
            assert_eq!(code(handle.write()), Code::Poisoned);
        }
    }
}
