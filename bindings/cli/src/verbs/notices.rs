//! What should be reported about a signature or its certificate although it holds.

use cplink::keys::Notice;
use serde_json::{Value, json};

/// Notices for a program.
pub(super) fn json(notices: &[Notice]) -> Vec<Value> {
    let one = |notice: &Notice| json!({ "id": notice.id(), "message_ja": notice.message_ja(), "message_en": notice.message_en() });
    notices.iter().map(one).collect()
}
