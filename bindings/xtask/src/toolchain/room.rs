//! How much room the disk has where cargo builds: a compiler that finds none fails in a hundred ways.

use std::path::Path;
use std::process::Command;

use super::command::output;

/// With less, what failed may have failed because of it.
const SCARCE: u64 = 512 << 20;

/// The bytes that are free on the disk of a folder.
pub(crate) fn free(folder: &Path) -> Result<u64, String> {
    let said = output(Command::new("df").args(["-P", "-k"]).arg(folder))?;
    let kilobytes = said.lines().nth(1).and_then(|line| line.split_whitespace().nth(3)).and_then(|n| n.parse().ok());
    kilobytes.map(|kilobytes: u64| kilobytes << 10).ok_or_else(|| format!("df: {said}"))
}

/// What to say of so little room; nothing where there is enough.
pub(crate) fn too_little(free: u64) -> Option<String> {
    (free < SCARCE).then(|| format!("the disk has {} MB left: make room, then run this again", free >> 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_with_room_is_not_told_of_and_a_full_one_is() {
        assert!(free(Path::new("/")).is_ok());
        assert_eq!(too_little(SCARCE), None);
        assert_eq!(too_little(3 << 20).unwrap(), "the disk has 3 MB left: make room, then run this again");
    }
}
