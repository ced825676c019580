//! Names of parts: plain file names that every file system takes and that can be shown safely.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::system;

/// The longest name, in bytes of UTF-8.
pub const MAX_NAME: usize = 120;

/// Why a name is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It is empty.
    Empty,
    /// It is too long.
    Long,
    /// It holds a character that file systems do not take.
    Character,
    /// It holds a character that cannot be seen, or that makes it look like another name.
    Invisible,
    /// It begins or ends with a space or dot.
    Edge,
    /// A device of Windows has this name.
    Device,
    /// It is a short form (8.3) of Windows, which may be another file's.
    ShortForm,
    /// Systems and programs keep their own files under it.
    System,
}

impl NameFault {
    /// The reason, in English.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "the name is empty",
            Self::Long => "the name is too long",
            Self::Character => "the name holds a character that file systems do not take",
            Self::Invisible => "the name holds a control character or one that cannot be seen",
            Self::Edge => "the name begins or ends with a space or dot",
            Self::Device => "the name is a device of Windows",
            Self::ShortForm => "the name is a short form (8.3) of Windows",
            Self::System => "the name is one of the system's own files",
        }
    }
}

impl From<NameFault> for Cow<'static, str> {
    fn from(fault: NameFault) -> Self {
        Self::Borrowed(fault.reason())
    }
}

/// Says why a name is not allowed; `Ok` where it is.
///
/// # Errors
/// The reason.
pub fn check_name(name: &str, max_bytes: usize) -> Result<(), NameFault> {
    let fault = if name.is_empty() {
        NameFault::Empty
    } else if name.len() > max_bytes {
        NameFault::Long
    } else if name.chars().any(|c| "/\\:*?\"<>|".contains(c)) {
        NameFault::Character
    } else if name.chars().any(is_invisible) {
        NameFault::Invisible
    } else if name.starts_with([' ', '.', '\u{3000}']) || name.ends_with([' ', '.', '\u{3000}']) {
        NameFault::Edge
    } else if is_device(name) {
        NameFault::Device
    } else if is_short_form(name) {
        NameFault::ShortForm
    } else if system::is_system_file(name) || system::is_followed(name) {
        NameFault::System
    } else {
        return Ok(());
    };
    Err(fault)
}

/// What distinguishes names for people and on file systems that ignore case, normalisation or width.
pub(crate) fn folded(name: &str) -> String {
    // Lower case first: İ and its kind decompose into more than one character.
    name.to_lowercase().nfkc().collect()
}

/// The name with its letters composed (NFC), as all systems but macOS write it.
pub(crate) fn composed(name: &str) -> Cow<'_, str> {
    if is_nfc(name) { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect()) }
}

/// Control characters, letters that look like nothing, and those that make a name look like another one.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        // Spaces other than those of a Japanese keyboard.
        || (c.is_whitespace() && c != ' ' && c != '\u{3000}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}')
        || matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}')
        || matches!(c, '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(c, '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let mut digits = number.unwrap_or_default().chars();
    let digit = digits.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c));
    digit && digits.next().is_none()
}

/// `UPJSK_~1.CSV`: what Windows calls a file with a long name for programs of old. Under it another file may
/// be overwritten.
pub(crate) fn is_short_form(name: &str) -> bool {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let digits = stem.rsplit_once('~').map_or("", |(_, digits)| digits);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number && stem.chars().count() <= 8 && ending.chars().count() <= 3 && !stem.contains(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_attachments_names_say_why() {
        for (name, fault) in [
            ("", NameFault::Empty),
            ("a/b.pdf", NameFault::Character),
            ("\u{3164}.pdf", NameFault::Invisible),
            ("\u{2800}.pdf", NameFault::Invisible),
            ("手紙\u{200b}.pdf", NameFault::Invisible),
            ("手紙\u{a0}.pdf", NameFault::Invisible),
            ("\u{ffa0}\u{115f}.pdf", NameFault::Invisible),
            (" a.pdf", NameFault::Edge),
            (".pdf", NameFault::Edge),
            ("nul.pdf", NameFault::Device),
            ("UPJSK_~1.CSV", NameFault::ShortForm),
            ("手紙~12.PDF", NameFault::ShortForm),
            ("desktop.ini", NameFault::System),
            ("Thumbs.db", NameFault::System),
            ("連絡票.pdf.lnk", NameFault::System),
            ("~$連絡票.pdf", NameFault::System),
        ] {
            assert_eq!(check_name(name, MAX_NAME), Err(fault), "{name:?}");
        }
        for good in
            ["連絡票 10月.pdf", "ガイド.pdf", "月~金.pdf", "handrail.jfif", "10月~12月の予定.pdf", "LETTER_~12.PDF"]
        {
            assert_eq!(check_name(good, MAX_NAME), Ok(()), "{good}");
        }
    }

    #[test]
    fn names_that_differ_by_normalisation_case_or_width_are_one() {
        let nfd = "カ\u{3099}イド.pdf";
        assert_eq!(composed(nfd), "ガイド.pdf");
        for other in [nfd, "ｶﾞｲﾄﾞ.PDF", "ガイド．ｐｄｆ"] {
            assert_eq!(folded(other), folded("ガイド.pdf"), "{other}");
        }
        assert_ne!(folded("カイド.pdf"), folded("ガイド.pdf"));
    }
}
