//! Names of parts: plain file names that every file system takes and that can be shown safely.

/// The longest name, in bytes of UTF-8.
pub const MAX_NAME: usize = 120;

/// Says why a name is not allowed, in English; `Ok` where it is.
///
/// # Errors
/// The reason.
pub fn check_name(name: &str, max_bytes: usize) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("the name is empty");
    }
    if name.len() > max_bytes {
        return Err("the name is too long");
    }
    if name.chars().any(|c| "/\\:*?\"<>|".contains(c)) {
        return Err("the name holds a character that file systems do not take");
    }
    if name.chars().any(is_invisible) {
        return Err("the name holds a control character");
    }
    if name.starts_with([' ', '.', '\u{3000}']) || name.ends_with([' ', '.', '\u{3000}']) {
        return Err("the name begins or ends with a space or dot");
    }
    if is_device(name) {
        return Err("the name is a device of Windows");
    }
    Ok(())
}

/// What distinguishes names on file systems that ignore case.
pub(crate) fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Control characters, and those that make a name look like another one.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}')
        || matches!(c, '\u{e0000}'..='\u{e0fff}')
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
