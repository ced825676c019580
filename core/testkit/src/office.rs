//! Offices and their certificates.

use relay_mock::pki::{Algorithm, OfficeCert};

/// The office that sends.
pub const SENDER: &str = "1370000011";
/// The office that receives.
pub const RECEIVER: &str = "1370000029";
/// A third office.
pub const STRANGER: &str = "1370000037";

/// What the certificate of an office shall say. Making an RSA key takes seconds, so those are read from
/// files: one for the receiver and one for all others. Keys of other algorithms are new each time.
pub fn office(number: &str, algorithm: Algorithm) -> OfficeCert {
    let office = OfficeCert::new(number, "みどり").algorithm(algorithm);
    match rsa_key(number, algorithm) {
        Some(pem) => office.key_pem(pem),
        None => office,
    }
}

/// Keys that everyone can read here, of which nothing but tests may make use.
fn rsa_key(number: &str, algorithm: Algorithm) -> Option<&'static str> {
    match algorithm {
        Algorithm::Rsa2048 if number == RECEIVER => Some(include_str!("../keys/rsa-2048-receiver.pem")),
        Algorithm::Rsa2048 => Some(include_str!("../keys/rsa-2048-sender.pem")),
        Algorithm::Rsa3072 => Some(include_str!("../keys/rsa-3072.pem")),
        Algorithm::Rsa4096 => Some(include_str!("../keys/rsa-4096.pem")),
        Algorithm::EcdsaP256 | Algorithm::EcdsaP384 => None,
    }
}
