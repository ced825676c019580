//! The office's mailbox, which is made where there is none.

use std::path::Path;

use cplink::Code;
use cplink::mailbox::Mailbox;
use cplink_cli::{About, Fault, print_error};

use crate::shell::Shell;

/// Opens the office's mailbox. That there was none is told: the folder's name may be mistyped, or its share not
/// connected, and in a new mailbox all messages are received again.
pub(super) fn open_or_make(folder: &Path, office: &str, shell: Shell) -> Result<Mailbox, Fault> {
    let is_new = matches!(Mailbox::open_existing(folder), Err(error) if error.code() == Code::MailboxMissing);
    let mailbox = Mailbox::open(folder, office).about(folder.display())?;
    if is_new && !shell.json {
        let told = shell.lang.pick("新しい送受信箱を作成しました。", "A new mailbox was made.");
        print_error(&format!("{}: {told}", folder.display()));
    }
    Ok(mailbox)
}
