//! Files that systems and programs leave beside the user's own.

/// Whether a file of this name was made by a system or a program for itself: folder views, thumbnails, the
/// other half of a file from macOS, locks, links, marks of downloads. Nobody means to send it.
pub fn is_system_file(name: &str) -> bool {
    let lower = name.to_lowercase();
    // What Unix and macOS hide, and what Office keeps open.
    if name.starts_with('.') || lower.starts_with("~$") {
        return true;
    }
    let names = ["thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r"];
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    names.contains(&lower.as_str())
        || matches!(ending, "lnk" | "tmp" | "url" | "webloc")
        || lower.ends_with("zone.identifier")
        || lower.ends_with("zone.identifier:$data")
}

/// Whether a folder of this name is a system's own.
pub fn is_system_folder(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.') || matches!(lower.as_str(), "__macosx" | "$recycle.bin" | "system volume information")
}

/// Whether Windows does something of its own accord where a file of this name lies.
pub(super) fn is_followed(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower == "autorun.inf" || lower.ends_with(".scf") || lower.ends_with(".pif") || lower.ends_with(".library-ms")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_systems_leave_in_a_folder_is_known() {
        for name in [
            ".DS_Store",
            "._UPJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV",
            ".~lock.UPJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV#",
            "Thumbs.db",
            "DESKTOP.INI",
            "~$連絡票.docx",
            "UPJSK - ショートカット.lnk",
            "~wrd0001.tmp",
            "連絡票.pdf.Zone.Identifier",
            "連絡票.pdf:Zone.Identifier:$DATA",
        ] {
            assert!(is_system_file(name), "{name}");
        }
        for name in ["UPJSK_202510_9970000111_11_9970000012_43_20251104090512.CSV", "連絡票.pdf", "thumbs.pdf"] {
            assert!(!is_system_file(name), "{name}");
        }
        assert!(is_system_folder("__MACOSX") && is_system_folder(".Trashes") && !is_system_folder("10月"));
    }
}
