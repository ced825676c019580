//! Which errors say that a bundle is not as it was signed.

use cplink::Code;

/// Whether the error says that the file was changed, or that it is not signed as it should be. The others say that it
/// is no bundle, or that it could not be read.
pub fn is_alteration(code: Code) -> bool {
    let is_kind = matches!(
        code,
        Code::NotAContainer | Code::ContainerInZip | Code::ContainerOtherKind | Code::Packed | Code::ContainerAsText
    );
    // Those of containers, signatures and certificates.
    !is_kind && (matches!(code as i32, 311..=367) || code == Code::ContainerTextMode)
}
