//! Which of the files that somebody gave belong together: what their names say.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::names;
use crate::unit::{FileName, Serial, UnitContents, UnitId};

/// Files that belong together: [`gathered`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// The serial of their names; `None` where none has one.
    pub serial: Option<Serial>,
    /// Their places among the names that were given, in that order.
    pub files: Vec<usize>,
}

/// What a name says of the unit that its file belongs to: its serial, the sender and the receiver.
type Key = (Serial, String, String);

/// The files of some names by their units, in the order of import; what has no serial comes last.
///
/// Files of one serial between two offices belong together. So do files that make a unit of the standard but for a
/// serial, or an office, that not all have, where none of them is one by itself: what is wrong with them is their names,
/// not that files are missing. Files whose names have no serial go with the only unit there is.
///
/// Only names are looked at: whether a unit is right is said by [`check_as`](super::check_as).
///
/// ```
/// let names = [
///     "UPJSK_202510_9970000111_11_9970000012_43_20251105090000.CSV",
///     "UPPLAN_202510_9970000012_43_9970000111_11_20250925130001.CSV",
///     "memo.pdf",
/// ];
/// let units = cplink::rules::gathered(&names);
/// let files: Vec<_> = units.iter().map(|unit| unit.files.clone()).collect();
/// assert_eq!(files, [vec![1], vec![0], vec![2]]);
/// ```
pub fn gathered<N: AsRef<str>>(given: &[N]) -> Vec<Gathered> {
    let mut found = BTreeMap::<Option<Key>, Vec<usize>>::new();
    for (place, name) in given.iter().enumerate() {
        found.entry(key(name.as_ref())).or_default().push(place);
    }
    join(given, &mut found, |(_, from, to)| [from.clone(), to.clone()]);
    join(given, &mut found, |(serial, ..)| [serial.to_string(), String::new()]);
    let rest = found.remove(&None);
    let mut units: Vec<Gathered> =
        found.into_iter().map(|(key, files)| Gathered { serial: key.map(|(serial, ..)| serial), files }).collect();
    match (&mut units[..], rest) {
        ([only], Some(rest)) => only.files.extend(rest),
        (_, Some(rest)) => units.push(Gathered { serial: None, files: rest }),
        (_, None) => {}
    }
    units.iter_mut().for_each(|unit| unit.files.sort_unstable());
    units
}

fn key(name: &str) -> Option<Key> {
    let name = FileName::parse(name).name?;
    Some((name.serial, name.from.office().to_owned(), name.to.office().to_owned()))
}

/// Puts files together that have this in common and are a unit together, and none by themselves.
fn join<N: AsRef<str>>(given: &[N], found: &mut BTreeMap<Option<Key>, Vec<usize>>, common: fn(&Key) -> [String; 2]) {
    let mut partial = BTreeMap::<[String; 2], Vec<Key>>::new();
    for (key, files) in found.iter() {
        if let Some(key) = key
            && !is_unit(given, files)
        {
            partial.entry(common(key)).or_default().push(key.clone());
        }
    }
    for keys in partial.into_values().filter(|keys| keys.len() > 1) {
        let files = |key: &Key| found.get(&Some(key.clone())).cloned().unwrap_or_default();
        let all: Vec<usize> = keys.iter().flat_map(files).collect();
        // What most files say is the unit's.
        let Some(most) = keys.iter().min_by_key(|key| Reverse(files(key).len())).cloned() else { continue };
        if is_unit(given, &all) {
            keys.into_iter().for_each(|key| drop(found.remove(&Some(key))));
            found.insert(Some(most), all);
        }
    }
}

/// Whether the standard knows a unit of files of these names.
fn is_unit<N: AsRef<str>>(given: &[N], files: &[usize]) -> bool {
    let all = || files.iter().map(|place| given[*place].as_ref());
    let id = all().find_map(|name| {
        let name = FileName::parse(name).name?;
        Some(UnitId { from: name.from, to: name.to, serial: name.serial })
    });
    id.is_some_and(|id| names(&UnitContents::of_names(all(), id)).unit_kind.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIAL: &str = "20250925130001";
    const RECEIVER: &str = "9970000111";

    /// Names of the files of a slip: its plan, its sums, what is said of the user.
    fn slip(serials: [&str; 3], receivers: [&str; 3]) -> Vec<String> {
        let kinds = ["UPPLAN", "UPSIKYU", "UPHOSOKU"].into_iter().zip(serials).zip(receivers);
        kinds.map(|((kind, serial), to)| format!("{kind}_202510_9970000012_43_{to}_11_{serial}.CSV")).collect()
    }

    fn files(given: &[impl AsRef<str>]) -> Vec<Vec<usize>> {
        gathered(given).into_iter().map(|unit| unit.files).collect()
    }

    #[test]
    fn units_come_in_the_order_of_their_serials_and_files_as_they_were_given() {
        let later = slip(["20250925130002"; 3], [RECEIVER; 3]);
        let mixed = [&later[..], &slip([SERIAL; 3], [RECEIVER; 3])].concat();
        let units = gathered(&mixed);
        let serials: Vec<_> = units.iter().map(|unit| unit.serial.unwrap().to_string()).collect();
        assert_eq!(serials, [SERIAL, "20250925130002"]);
        assert_eq!(files(&mixed), [[3, 4, 5], [0, 1, 2]]);
        let other = slip([SERIAL; 3], ["9970000210"; 3]);
        assert_eq!(files(&[&other[..], &mixed[3..]].concat()), [[3, 4, 5], [0, 1, 2]], "of two receivers");
    }

    #[test]
    fn what_has_no_serial_goes_with_the_only_unit() {
        assert!(gathered::<&str>(&[]).is_empty());
        assert_eq!(gathered(&["a.pdf", "b.csv"]), [Gathered { serial: None, files: vec![0, 1] }]);
        let one = [&["a.pdf".to_owned()], &slip([SERIAL; 3], [RECEIVER; 3])[..]].concat();
        assert_eq!(files(&one), [[0, 1, 2, 3]]);
        let two = [&one[..], &slip(["20250925130002"; 3], [RECEIVER; 3])].concat();
        assert_eq!(files(&two), [vec![1, 2, 3], vec![4, 5, 6], vec![0]]);
    }

    #[test]
    fn a_unit_with_one_serial_or_office_too_many_is_still_one() {
        let other = "20250925130009";
        let units = gathered(&slip([SERIAL, SERIAL, other], [RECEIVER; 3]));
        assert_eq!(units, [Gathered { serial: Some(Serial::new(SERIAL).unwrap()), files: vec![0, 1, 2] }]);
        assert_eq!(files(&slip([SERIAL; 3], ["9970000210", RECEIVER, RECEIVER])), [[0, 1, 2]]);
        let alone = slip([SERIAL, other, other], [RECEIVER; 3]);
        assert_eq!(files(&alone[..2]), [[0], [1]], "no unit together either");
    }
}
