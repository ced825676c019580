//! EC keys that ring does not take although they are sound: without their public half, as Java writes
//! them, or without the zeros in front of a small number.

use der::asn1::{BitStringRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Encode, Sequence};
use x509_cert::spki::AlgorithmIdentifierRef;
use zeroize::Zeroizing;

use const_oid::db::rfc5912::{ID_EC_PUBLIC_KEY, SECP_256_R_1, SECP_384_R_1};

/// `ECPrivateKey` (RFC 5915).
#[derive(Sequence)]
struct EcPrivateKey<'a> {
    version: u8,
    number: OctetStringRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    curve: Option<ObjectIdentifier>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    public: Option<BitStringRef<'a>>,
}

/// `PrivateKeyInfo` (RFC 5208).
#[derive(Sequence)]
struct Pkcs8<'a> {
    version: u8,
    algorithm: AlgorithmIdentifierRef<'a>,
    key: OctetStringRef<'a>,
}

/// The curve that a key names itself.
pub(super) fn curve(sec1: &[u8]) -> Option<ObjectIdentifier> {
    EcPrivateKey::from_der(sec1).ok()?.curve
}

/// The key as PKCS#8 with each of these public halves; ring refuses those that are not its own. `curve`
/// is what stands outside of the key.
pub(super) fn completed(
    sec1: &[u8],
    curve: Option<ObjectIdentifier>,
    publics: &[&[u8]],
) -> der::Result<Vec<Zeroizing<Vec<u8>>>> {
    let key = EcPrivateKey::from_der(sec1)?;
    let curve = curve.or(key.curve);
    let size = match curve {
        Some(SECP_256_R_1) => 32,
        Some(SECP_384_R_1) => 48,
        _ => return Ok(Vec::new()),
    };
    let bytes = key.number.as_bytes();
    let digits = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    let Some(zeros) = usize::checked_sub(size, digits.len()) else { return Ok(Vec::new()) };
    let mut number = Zeroizing::new(vec![0; size]);
    number[zeros..].copy_from_slice(digits);
    let own = key.public.as_ref().and_then(BitStringRef::as_bytes);
    // An uncompressed point.
    let points = own.into_iter().chain(publics.iter().copied()).filter(|point| point.len() == 2 * size + 1);
    points.map(|point| pkcs8(&number, curve.as_ref(), point)).collect()
}

fn pkcs8(number: &[u8], curve: Option<&ObjectIdentifier>, point: &[u8]) -> der::Result<Zeroizing<Vec<u8>>> {
    let public = Some(BitStringRef::from_bytes(point)?);
    let key = EcPrivateKey { version: 1, number: OctetStringRef::new(number)?, curve: None, public };
    let key = Zeroizing::new(key.to_der()?);
    let algorithm = AlgorithmIdentifierRef { oid: ID_EC_PUBLIC_KEY, parameters: curve.map(Into::into) };
    Pkcs8 { version: 0, algorithm, key: OctetStringRef::new(&key)? }.to_der().map(Zeroizing::new)
}
