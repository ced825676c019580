//! Figures, as lines `ratio NAME VALUE`.

pub(crate) mod border;
mod dotnet;
pub(crate) mod peers;
mod slip;
