//! Who signed, and whether the certificate was revoked.

use super::row::{Row, row};
use crate::error::Result;
use crate::evidence::certificates;
use crate::evidence::commands::{self, Command};
use crate::evidence::view::View;
use crate::keys::{Notice, UnixTime};
use crate::seal::{Signature, japan_time};

/// What is to be seen of a signer's certificate and its revocation.
pub(super) enum Revocation {
    /// There is no list of its issuer.
    Unknown,
    /// It is on no list.
    None(Command),
    /// It was revoked after this time.
    Later { serial: String, at: String, command: Command },
}

pub(super) fn signer(facts: &mut Vec<Row>, signature: &Signature) -> Result<()> {
    let identity = &signature.identity;
    let name = identity.organization.as_deref().unwrap_or("—");
    let (from, to) = (japan_time(identity.not_before)?, japan_time(identity.not_after)?);
    facts.extend([
        row("署名者", format!("{name}（{}、{}）", identity.office_number, identity.kind.name_ja())),
        row("証明書の番号", base16ct::lower::encode_string(&identity.serial)),
        row("証明書の有効期間", format!("{from} ～ {to}")),
        row("署名日時", japan_time(signature.signing_time)?),
    ]);
    match &signature.time_stamp {
        Some(stamp) if stamp.trusted => facts.push(row("タイムスタンプ", japan_time(stamp.at)?)),
        Some(_) => {
            facts.push(row("タイムスタンプ", "あり（タイムスタンプ局の設定がないため、確認していません）"));
        }
        None => {}
    }
    Ok(())
}

/// How to see that the signer's certificate is not revoked, where a list of its issuer is there.
/// `stands_at` is the time that counts where it was revoked later.
pub(super) fn revocation(view: &View<'_>, signature: &Signature, stands_at: UnixTime) -> Result<Revocation> {
    Ok(if signature.notices.contains(&Notice::RevokedSince) {
        let serial = base16ct::upper::encode_string(&signature.identity.serial);
        Revocation::Later { serial, at: japan_time(stands_at)?, command: commands::lists() }
    } else if certificates::has_list(view.lists, &signature.certificate) {
        Revocation::None(commands::revocation(&certificates::signer_name(signature)))
    } else {
        Revocation::Unknown
    })
}
