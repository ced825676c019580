//! Places in a signature's file.

/// Where in the signature's file its value and the time stamp token are, offset and length: for
/// programs that cut them out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    pub(crate) value: (usize, usize),
    pub(crate) token: Option<(usize, usize)>,
}
