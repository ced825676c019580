//! The receipts of a message, and those between.

use super::row::{Row, none, row};
use super::signer::{Revocation, revocation, signer};
use crate::error::Result;
use crate::evidence::commands::{self, Command};
use crate::evidence::view::View;
use crate::keys::Notice;
use crate::seal::{Agent, MessageId, ReceiptKind, VerifiedReceipt, japan_time};

pub(super) struct ShownReceipt {
    pub(super) facts: Vec<Row>,
    pub(super) commands: Vec<Command>,
    pub(super) revocation: Revocation,
}

pub(super) fn receipt(view: &View<'_>, verified: &VerifiedReceipt, der: &[u8]) -> Result<ShownReceipt> {
    let said = &verified.receipt;
    let mut facts = vec![row("種類", said.kind.name_ja()), row("日時", japan_time(said.at)?)];
    facts.extend(said.reason.as_ref().map(|reason| row("理由", reason)));
    if let Some(link) = &said.link {
        let previous = link.previous.map_or_else(none, |digest| MessageId(digest).to_string());
        facts.extend([row("番号", link.number.to_string()), row("直前の受領証の SHA-256", previous)]);
    }
    facts.extend(said.records.map(|records| row("記録した受領証の SHA-256", MessageId(records).to_string())));
    if let Some(agent) = &said.agent {
        let office = if said.kind == ReceiptKind::Accepted { &said.from } else { &said.to };
        facts.push(row("代行", acting(view, agent, office)));
    }
    signer(&mut facts, &verified.signer)?;
    let is_revoked = verified.signer.notices.contains(&Notice::RevokedSince);
    let recorded = view.evidence.recorded_at(der).filter(|_| is_revoked);
    if let Some(at) = recorded {
        let at = japan_time(at)?;
        facts.push(row("証明書を検証した時点", format!("{at}（中継サービスの受領証（記録済）の日時）")));
    }
    let stands_at = recorded.unwrap_or(verified.signer.signing_time);
    let revocation = revocation(view, &verified.signer, stands_at)?;
    Ok(ShownReceipt { facts, commands: checks(view, verified, der)?, revocation })
}

/// Who acted for whom.
pub(super) fn acting(view: &View<'_>, agent: &Agent, office: &str) -> String {
    let name = |number: &str| view.offices.name(number).map(|name| format!(" {name}")).unwrap_or_default();
    format!(
        "{}{} が {office}{} に代わって行いました（証明書の SHA-256 {}）",
        agent.office,
        name(&agent.office),
        name(office),
        MessageId(agent.certificate)
    )
}

fn checks(view: &View<'_>, verified: &VerifiedReceipt, der: &[u8]) -> Result<Vec<Command>> {
    let name = view.file_of(verified, der);
    Ok(vec![commands::receipt(&name, verified)?, commands::receipt_digest(&name, der)])
}

/// The receipts between those of the messages, for the chain's sake.
pub(super) fn others(view: &View<'_>) -> Result<Vec<Command>> {
    let own = |verified: &VerifiedReceipt| view.items.iter().any(|item| item.id == verified.receipt.message);
    let mut commands = Vec::new();
    for (verified, der) in view.receipts.iter().filter(|(verified, _)| !own(verified)) {
        commands.extend(checks(view, verified, der)?);
    }
    Ok(commands)
}
