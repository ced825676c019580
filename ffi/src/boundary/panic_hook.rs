//! A fault of ours is reported with its code and text; Rust's own message does not go to the host's stderr.
//!
//! A panic hook is of the whole process where a Rust program links this library as a crate (in the
//! shared library it is of our own copy of Rust alone). So ours says nothing only while the thread is
//! inside one of our functions and not in a callback of the host's; everything else goes to the hook
//! that was there before.

use std::cell::Cell;
use std::panic;
use std::sync::Once;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Puts back on its end what the thread was in before.
pub(crate) struct HookGuard(bool);

impl Drop for HookGuard {
    fn drop(&mut self) {
        // A thread that is ending has no such value any more.
        let _ = INSIDE.try_with(|inside| inside.set(self.0));
    }
}

fn set_inside(inside: bool) -> HookGuard {
    HookGuard(INSIDE.try_with(|now| now.replace(inside)).unwrap_or(false))
}

/// The thread is inside one of our functions.
pub(crate) fn enter_library() -> HookGuard {
    static HOOK: Once = Once::new();
    // A hook cannot be set while the thread is panicking; the next call will.
    if !HOOK.is_completed() && !std::thread::panicking() {
        HOOK.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |information| {
                if !INSIDE.try_with(Cell::get).unwrap_or(false) {
                    before(information);
                }
            }));
        });
    }
    set_inside(true)
}

/// The thread is in a callback, which is the host's.
pub(crate) fn enter_callback() -> HookGuard {
    set_inside(false)
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    static HEARD: AtomicUsize = AtomicUsize::new(0);

    fn heard() -> usize {
        let _ = catch_unwind(|| panic!("to the host"));
        HEARD.swap(0, Ordering::Relaxed)
    }

    #[test]
    fn only_our_own_panics_are_quiet() {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |information| match information.payload().downcast_ref::<&str>() {
            Some(&"to the host") => drop(HEARD.fetch_add(1, Ordering::Relaxed)),
            _ => before(information),
        }));
        assert_eq!(heard(), 1, "before the first call");
        {
            let _inside = enter_library();
            assert_eq!(heard(), 0, "inside");
            {
                let _callback = enter_callback();
                assert_eq!(heard(), 1, "in a callback");
                let _again = enter_library();
                assert_eq!(heard(), 0, "in a call from the callback");
            }
            assert_eq!(heard(), 0, "inside again");
            assert_eq!(std::thread::spawn(heard).join().unwrap(), 1, "another thread");
        }
        assert_eq!(heard(), 1, "after the call");
    }
}
