//! What is wrong with a PKCS#12 file.

use crate::error::{Code, Error};
use crate::keys::encoded::ber::Malformed;

pub(super) fn malformed(error: der::Error) -> Error {
    Error::new(Code::KeyFile).with_detail("the file is not well-formed").with_source(error)
}

pub(super) fn not_ber(error: Malformed) -> Error {
    Error::new(Code::KeyFile).with_detail("the file is not well-formed").with_source(error)
}
