//! What is known of a code beside its entry in `codes.toml`.

use super::generated::Code;

impl Code {
    /// Whether it is about a certificate or a revocation list.
    pub fn is_of_certificate(self) -> bool {
        matches!(self as i32, 311..=320 | 341..=350 | 361..=369)
    }
}
