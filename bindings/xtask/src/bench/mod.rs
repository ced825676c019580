//! Figures, as lines `ratio NAME VALUE`.

pub(crate) mod border;
pub(crate) mod peers;
mod slip;
