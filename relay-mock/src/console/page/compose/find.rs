//! A draft by its key.

use std::sync::Arc;

use crate::console::Console;
use crate::console::compose::Draft;
use crate::console::door::Session;
use crate::console::page::Refused;

/// The session's draft of this key.
pub(super) fn find(console: &Console, session: &Session, key: &str) -> Result<Arc<Draft>, Refused> {
    let draft = console.drafts.get(session.token(), key);
    draft.ok_or_else(|| Refused::not_found("この下書きはありません。送信または破棄されています。"))
}
