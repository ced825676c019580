//! Signs that are not seen.

/// Whether a sign is not seen: a control, a mark of direction, a joiner, what is no character. It could steer a
/// terminal, or turn its reader round.
pub(in crate::certify) fn is_unseen(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(sign, '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}')
        || u32::from(sign) & 0xfffe == 0xfffe
}
