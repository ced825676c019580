//! A message with its signer, files and receipts.

use super::link::{Link, anchor, link, subject};
use super::receipt::{ShownReceipt, acting, receipt};
use super::row::{Row, none, row};
use super::signer::{Revocation, revocation, signer};
use crate::error::Result;
use crate::evidence::commands::{self, Command};
use crate::evidence::forms::Forms;
use crate::evidence::verified::{VerificationTime, VerifiedMessage};
use crate::evidence::view::View;
use crate::seal::{MessageId, Party, japan_time};
use crate::spec::ServiceType;

pub(super) struct Message {
    pub(super) anchor: String,
    pub(super) subject: String,
    pub(super) facts: Vec<Row>,
    pub(super) forms: Option<Link>,
    pub(super) forms_said: Option<&'static str>,
    pub(super) parts: Vec<[String; 3]>,
    pub(super) unpack: Command,
    pub(super) signature: Command,
    pub(super) stamp: Vec<Command>,
    pub(super) id: Command,
    pub(super) digests: Vec<Command>,
    pub(super) revocation: Revocation,
    pub(super) receipts: Vec<ShownReceipt>,
}

pub(super) fn message(view: &View<'_>, item: &VerifiedMessage, forms: &Forms) -> Result<Message> {
    let sent = &item.message;
    let mut facts = vec![
        row("対象", item.about().join(" ").trim_end()),
        row("メッセージID", item.id.to_string()),
        row("送信元", party(view, &sent.from)),
        row("送信先", party(view, &sent.to)),
        row("ファイル連番", &*sent.serial),
        row("CSVバージョン", sent.csv_version.clone().unwrap_or_else(none)),
    ];
    facts.extend(item.agent.as_ref().map(|agent| row("送信の代行", acting(view, agent, &sent.from.office))));
    facts.extend(sent.supersedes.map(|replaced| row("差し替えたメッセージ", replaced.to_string())));
    facts.extend(sent.override_reason.as_ref().map(|reason| row("エラーの指摘がある状態で送信した理由", reason)));
    signer(&mut facts, &item.signer)?;
    facts.push(row("証明書を検証した時点", verification_time(item.verification_time)?));
    let stamp = item.signer.time_stamp.as_ref().filter(|stamp| stamp.trusted);
    Ok(Message {
        anchor: anchor(item),
        subject: subject(item),
        facts,
        forms: link(item, forms),
        forms_said: forms.said(),
        parts: item
            .parts
            .iter()
            .map(|part| [part.name.clone(), format!("{} バイト", part.size), MessageId(part.sha256).to_string()])
            .collect(),
        unpack: commands::unpack(item),
        signature: commands::signature(item),
        stamp: stamp.into_iter().flat_map(|stamp| commands::stamp(item, stamp.at)).collect(),
        id: commands::id(item),
        digests: item.parts.iter().map(|part| commands::part(item, &part.name, &part.sha256)).collect(),
        revocation: revocation(view, &item.signer, item.stands_at())?,
        receipts: view.of(item.id).map(|(verified, der)| receipt(view, verified, der)).collect::<Result<_>>()?,
    })
}

/// A sender or receiver: number, name, service type.
fn party(view: &View<'_>, party: &Party) -> String {
    let name = view.offices.name(&party.office).map(|name| format!(" {name}")).unwrap_or_default();
    let service = ServiceType::of_code(party.service_type.as_bytes()).map(|service| format!(" {}", service.name_ja));
    format!("{}{name}（サービス種類 {}{}）", party.office, party.service_type, service.unwrap_or_default())
}

fn verification_time(verification_time: VerificationTime) -> Result<String> {
    let (at, by) = match verification_time {
        VerificationTime::Stamp(at) => (at, "タイムスタンプの日時"),
        VerificationTime::Accepted(at) => (at, "中継サービスの受領証（送信済）の日時"),
        VerificationTime::Now(at) => (at, "書き出しの日時"),
    };
    Ok(format!("{}（{by}）", japan_time(at)?))
}
