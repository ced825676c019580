//! The boundary: what every function of the C ABI does first and last.
//!
//! A function's body is in [`border!`]: it catches panics, turns the error into a code and an
//! error object, and writes nothing else on failure. Arguments go through [`arg!`], [`text!`],
//! [`bytes!`] and the `out` macros, which check for NULL and say which argument it was.

mod guard;
mod handle;
mod input;
mod output;
mod panic_hook;

#[cfg(feature = "cxx")]
pub(crate) use guard::caught;
pub(crate) use guard::{free, run};
pub(crate) use handle::Handle;
pub(crate) use input::{bytes_of, function_of, given, maybe, maybe_text_of, numbers_of, text_of, texts_of};
pub(crate) use output::{OutBytes, OutNumbers, OutText, at, maybe_out, place, place_bytes, place_numbers, place_text};
pub(crate) use panic_hook::enter_callback;

/// The body of a function of the C ABI.
macro_rules! border {
    ($err:ident, $body:block) => {
        // SAFETY: the caller keeps the promise of the header (see the crate's documentation): every
        // pointer is NULL or what its documentation says. The body does nothing unsafe with them but
        // hand them to `boundary`, which checks for NULL.
        unsafe {
            $crate::boundary::run($err, || -> ::cplink::Result<()> {
                let () = $body;
                Ok(())
            })
        }
    };
}

/// A handle that must be given.
macro_rules! arg {
    ($name:ident) => {
        $crate::boundary::given($name, stringify!($name))?
    };
}

/// A text that must be given.
macro_rules! text {
    ($name:ident) => {
        $crate::boundary::text_of($name, stringify!($name))?
    };
}

/// A text that may be NULL.
macro_rules! maybe_text {
    ($name:ident) => {
        $crate::boundary::maybe_text_of($name, stringify!($name))?
    };
}

/// Bytes by pointer and length.
macro_rules! bytes {
    ($data:ident, $len:ident) => {
        $crate::boundary::bytes_of($data, $len, stringify!($data))?
    };
}

/// A function of the host that must be given.
macro_rules! function {
    ($name:ident) => {
        $crate::boundary::function_of($name, stringify!($name))?
    };
}

/// Where a value goes.
macro_rules! out {
    ($name:ident) => {
        $crate::boundary::place($name, stringify!($name))?
    };
}

/// Where a borrowed text goes.
macro_rules! out_text {
    ($text:ident, $len:ident) => {
        $crate::boundary::place_text($text, $len)?
    };
}

/// Where borrowed bytes go.
macro_rules! out_bytes {
    ($data:ident, $len:ident) => {
        $crate::boundary::place_bytes($data, $len)?
    };
}

/// Where borrowed numbers go.
macro_rules! out_numbers {
    ($numbers:ident, $count:ident) => {
        $crate::boundary::place_numbers($numbers, $count, stringify!($numbers))?
    };
}

pub(crate) use {arg, border, bytes, function, maybe_text, out, out_bytes, out_numbers, out_text, text};
