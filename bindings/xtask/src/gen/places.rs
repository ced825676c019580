//! Where the fields of one layout stand in another.

use super::tables::Layout;

/// Where each field of the current version stands in an older layout; nothing where all stand in place.
pub(super) fn places(layout: &Layout, current: &Layout) -> Vec<Option<usize>> {
    let place = |id: &str| layout.fields.iter().position(|other| other.id == id);
    let places: Vec<_> = current.fields.iter().map(|field| place(&field.id)).collect();
    if places.iter().enumerate().all(|(at, place)| *place == Some(at)) { Vec::new() } else { places }
}
