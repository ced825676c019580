//! A piece of text in its place.

/// Text on one line, all of it in one style.
pub(super) struct Placed<'a> {
    /// Where it begins, on the line that it stands on.
    pub(super) at: (f32, f32),
    pub(super) size: f32,
    pub(super) text: &'a str,
    pub(super) is_circled: bool,
    /// From one character to the next, where that is not its width.
    pub(super) pitch: Option<f32>,
}
