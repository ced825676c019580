//! Figures, as lines `ratio NAME VALUE`.

pub(crate) mod border;
mod dotnet;
mod slip;
