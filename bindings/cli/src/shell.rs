//! How a verb speaks to whoever called it.

use cplink_cli::Language;

/// How a verb says what it has to say.
#[derive(Clone, Copy)]
pub(crate) struct Shell {
    pub(crate) lang: Language,
    /// One JSON object instead of lines.
    pub(crate) json: bool,
}
