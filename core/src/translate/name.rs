//! File names of another version.

use crate::error::{Code, Error, Result};
use crate::spec::Version;
use crate::unit::{Address, FileName, NameKind};

/// The name of the same file in another version. Where the name does not contain a service type and the
/// version's names have them, those of `sender` and `receiver` are taken.
///
/// # Errors
/// [`Code::LayoutVersion`] where the version does not have the kind, [`Code::ServiceType`] where a
/// service type is wanted and not given or not well-formed.
pub fn file_name(name: &FileName, to: Version, sender: Option<&str>, receiver: Option<&str>) -> Result<FileName> {
    let known = match name.kind {
        NameKind::Csv(kind) => to.layout(kind).is_some(),
        NameKind::Image(_) => to.has_service_types_in_names(),
    };
    if !known {
        return Err(Code::LayoutVersion.into());
    }
    let address = |address: &Address, service_type: Option<&str>| {
        if !to.has_service_types_in_names() {
            return Address::without_service_type(address.office());
        }
        if address.has_service_type() {
            return Ok(address.clone());
        }
        let wanted = "the names of this version hold service type codes: give the sender's and the receiver's";
        Address::new(address.office(), service_type.ok_or_else(|| Error::new(Code::ServiceType).with_detail(wanted))?)
    };
    Ok(FileName { from: address(&name.from, sender)?, to: address(&name.to, receiver)?, ..name.clone() })
}
