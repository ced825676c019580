//! Serials.

use cplink::Result;
use cplink::unit::Serial;

pub(crate) fn now() -> Result<String> {
    Ok(Serial::next()?.as_str().to_owned())
}
