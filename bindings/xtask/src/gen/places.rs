//! Where the fields of one layout are in another.

use super::tables::Layout;

/// Where each field of the newest layout is in an older one; nothing where these are its fields.
pub(super) fn places(layout: &Layout, newest: &Layout) -> Vec<Option<usize>> {
    let place = |id: &str| layout.fields.iter().position(|other| other.id == id);
    let places: Vec<_> = newest.fields.iter().map(|field| place(&field.id)).collect();
    let in_place = places.iter().enumerate().all(|(at, place)| *place == Some(at));
    if in_place && layout.fields.len() == newest.fields.len() { Vec::new() } else { places }
}
