//! Names of algorithms that key files use and we do not, for whoever has to export the file again.

use der::asn1::ObjectIdentifier;

use crate::error::{Code, Error};

const NAMES: [(&str, &str); 31] = [
    ("1.2.840.113549.1.12.1.1", "RC4-128 (pbeWithSHAAnd128BitRC4)"),
    ("1.2.840.113549.1.12.1.2", "RC4-40 (pbeWithSHAAnd40BitRC4)"),
    ("1.2.840.113549.1.5.1", "PBE-MD2-DES"),
    ("1.2.840.113549.1.5.3", "PBE-MD5-DES"),
    ("1.2.840.113549.1.5.4", "PBE-MD2-RC2-64"),
    ("1.2.840.113549.1.5.6", "PBE-MD5-RC2-64"),
    ("1.2.840.113549.1.5.10", "PBE-SHA1-DES"),
    ("1.2.840.113549.1.5.11", "PBE-SHA1-RC2-64"),
    ("1.3.14.3.2.7", "DES-CBC"),
    ("1.2.840.113549.3.2", "RC2-CBC"),
    ("1.2.840.113549.3.4", "RC4"),
    ("1.2.840.113549.3.9", "RC5-CBC"),
    ("1.2.392.200011.61.1.1.1.2", "Camellia-128-CBC"),
    ("1.2.392.200011.61.1.1.1.3", "Camellia-192-CBC"),
    ("1.2.392.200011.61.1.1.1.4", "Camellia-256-CBC"),
    ("2.16.840.1.101.3.4.1.6", "AES-128-GCM"),
    ("2.16.840.1.101.3.4.1.26", "AES-192-GCM"),
    ("2.16.840.1.101.3.4.1.46", "AES-256-GCM"),
    ("1.2.410.200004.1.4", "SEED-CBC"),
    ("1.2.410.200046.1.1.2", "ARIA-128-CBC"),
    ("1.2.410.200046.1.1.12", "ARIA-256-CBC"),
    ("1.2.156.10197.1.104.2", "SM4-CBC"),
    ("1.2.840.113549.2.2", "MD2"),
    ("1.2.840.113549.2.5", "MD5"),
    ("1.3.36.3.2.1", "RIPEMD-160"),
    ("2.16.840.1.101.3.4.2.7", "SHA3-224"),
    ("2.16.840.1.101.3.4.2.8", "SHA3-256"),
    ("2.16.840.1.101.3.4.2.9", "SHA3-384"),
    ("2.16.840.1.101.3.4.2.10", "SHA3-512"),
    ("1.2.156.10197.1.401", "SM3"),
    ("2.16.840.1.101.3.4.2.14", "HMAC-SHA3-256"),
];

/// The algorithm is none of ours.
pub(super) fn unsupported(algorithm: ObjectIdentifier) -> Error {
    let number = algorithm.to_string();
    let named = NAMES.iter().find(|(known, _)| *known == number);
    Error::new(Code::KeyEncryption).with_detail(named.map_or(number, |(_, name)| (*name).to_owned()))
}
