//! Keys and certificates on a token.

use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use rustls::pki_types::CertificateDer;

use super::fault;
use crate::error::Result;

/// The most objects of a kind that are looked at.
const MAX_OBJECTS: usize = 4096;

/// A key or a certificate.
pub(super) struct Object {
    pub(super) handle: ObjectHandle,
    pub(super) id: Vec<u8>,
    pub(super) label: String,
}

/// A certificate with its bytes.
pub(super) struct Held {
    pub(super) object: Object,
    pub(super) der: CertificateDer<'static>,
}

/// The private keys that this session may see.
pub(super) fn private_keys(session: &Session) -> Result<Vec<Object>> {
    let template = [Attribute::Class(ObjectClass::PRIVATE_KEY)];
    let handles = session.find_objects(&template).map_err(fault::of)?;
    handles.into_iter().take(MAX_OBJECTS).map(|handle| describe(session, handle).map(|(object, _)| object)).collect()
}

/// The X.509 certificates that this session may see.
pub(super) fn certificates(session: &Session) -> Result<Vec<Held>> {
    let template = [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
    let handles = session.find_objects(&template).map_err(fault::of)?;
    let mut found = Vec::new();
    for handle in handles.into_iter().take(MAX_OBJECTS) {
        if let (object, Some(der)) = describe(session, handle)? {
            found.push(Held { object, der });
        }
    }
    Ok(found)
}

/// Whether the key wants its PIN for every single signature.
pub(super) fn always_asks(session: &Session, key: &Object) -> Result<bool> {
    let attributes = session.get_attributes(key.handle, &[AttributeType::AlwaysAuthenticate]).map_err(fault::of)?;
    Ok(attributes.contains(&Attribute::AlwaysAuthenticate(true)))
}

fn describe(session: &Session, handle: ObjectHandle) -> Result<(Object, Option<CertificateDer<'static>>)> {
    let wanted = [AttributeType::Id, AttributeType::Label, AttributeType::Class];
    let mut object = Object { handle, id: Vec::new(), label: String::new() };
    let mut is_certificate = false;
    for attribute in session.get_attributes(handle, &wanted).map_err(fault::of)? {
        match attribute {
            Attribute::Id(id) => object.id = id,
            Attribute::Label(label) => object.label = String::from_utf8_lossy(&label).into_owned(),
            Attribute::Class(class) => is_certificate = class == ObjectClass::CERTIFICATE,
            _ => {}
        }
    }
    let mut der = None;
    if is_certificate {
        for attribute in session.get_attributes(handle, &[AttributeType::Value]).map_err(fault::of)? {
            if let Attribute::Value(value) = attribute {
                der = Some(CertificateDer::from(value));
            }
        }
    }
    Ok((object, der))
}
