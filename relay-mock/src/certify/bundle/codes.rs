//! Which errors say that a bundle is not as it was signed.

use cplink::Code;

/// Whether the error says that the file was changed, or that it is not signed as it should be. The others say that it
/// is no bundle, or that it could not be read.
pub fn is_alteration(code: Code) -> bool {
    let is_kind = matches!(
        code,
        Code::NotAContainer | Code::ContainerInZip | Code::ContainerOtherKind | Code::Packed | Code::ContainerAsText
    );
    // Those of containers, signatures and certificates; a clock that is wrong here says nothing of the file.
    !is_kind && code != Code::ClockAhead && (matches!(code as i32, 311..=367) || code == Code::ContainerTextMode)
}

/// Whether the error is about the signer's certificate.
pub fn is_certificate(code: Code) -> bool {
    matches!(code as i32, 311..=320 | 341..=350 | 360..=367)
}
