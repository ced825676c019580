//! What is wrong with a PKCS#12 file.

use crate::error::{Code, Error};

pub(super) fn malformed(error: der::Error) -> Error {
    Error::new(Code::KeyFile).with_detail("the file is not well-formed").with_source(error)
}
