//! Patience with files that other programs have open for a moment.

use std::io;
use std::thread;
use std::time::Duration;

/// What the system says of a file that another program is just reading, scanning or removing. Windows: access denied,
/// sharing violation, lock violation. Linux on a share: a file that went while it was read (`ESTALE` of NFS, `EINVAL` of
/// SMB), one that the server keeps for somebody else (`EBUSY`, `ETXTBSY`).
const IN_USE: &[i32] = if cfg!(windows) { &[5, 32, 33] } else { &[116, 22, 16, 26] };
const PAUSE: Duration = Duration::from_millis(10);
/// Five seconds in all on Windows: who has the file may itself have to wait for its turn. Elsewhere nobody keeps us from
/// a file by reading it, and shares need a moment.
const RETRIES: u32 = if cfg!(windows) { 500 } else { 50 };

/// Does something with a file, again for a moment where another program is in the way.
pub(crate) fn patiently<T>(step: impl Fn() -> io::Result<T>) -> io::Result<T> {
    patiently_with((), |()| step().map_err(|error| (error, ()))).map_err(|(error, ())| error)
}

/// The same with a value that the step takes, and gives back where it fails.
pub(crate) fn patiently_with<V, T>(
    value: V,
    step: impl FnMut(V) -> Result<T, (io::Error, V)>,
) -> Result<T, (io::Error, V)> {
    within(RETRIES, value, step)
}

fn within<V, T>(
    retries: u32,
    mut value: V,
    mut step: impl FnMut(V) -> Result<T, (io::Error, V)>,
) -> Result<T, (io::Error, V)> {
    for _ in 0..retries {
        match step(value) {
            Err((error, back)) if is_in_use(&error) => value = back,
            done => return done,
        }
        thread::sleep(PAUSE);
    }
    step(value)
}

fn is_in_use(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|code| IN_USE.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A step that meets these errors and then succeeds: how it ended, and how often it was tried.
    fn tried(retries: u32, errors: &[i32]) -> (Result<&'static str, Option<i32>>, usize) {
        let mut tries = 0;
        let done = within(retries, "file", |value| {
            tries += 1;
            errors.get(tries - 1).map_or(Ok(value), |code| Err((io::Error::from_raw_os_error(*code), value)))
        });
        (done.map_err(|(error, value)| error.raw_os_error().filter(|_| value == "file")), tries)
    }

    const USED: i32 = IN_USE[1];

    #[test]
    fn a_file_in_use_is_tried_again_for_a_moment() {
        assert_eq!(tried(3, &[]), (Ok("file"), 1));
        assert_eq!(tried(3, &IN_USE[..3]), (Ok("file"), 4));
        assert_eq!(tried(3, &[USED; 9]), (Err(Some(USED)), 4), "not for ever");
        assert_eq!(tried(0, &[USED]), (Err(Some(USED)), 1));
    }

    #[test]
    fn another_fault_is_told_at_once() {
        // No such file; no room.
        let full = if cfg!(windows) { 112 } else { 28 };
        assert_eq!(tried(3, &[2]), (Err(Some(2)), 1));
        assert_eq!(tried(3, &[USED, full]), (Err(Some(full)), 2));
    }

    #[test]
    fn what_is_waited_for_is_of_this_system() {
        let tries = std::cell::Cell::new(0);
        let done: io::Result<()> = patiently(|| {
            tries.set(tries.get() + 1);
            Err(io::Error::from_raw_os_error(if tries.get() == 1 { USED } else { 2 }))
        });
        assert_eq!((done.unwrap_err().raw_os_error(), tries.get()), (Some(2), 2));
    }
}
