//! The page of an export, in Japanese: it loads nothing, runs nothing, and escapes everything. Its markup
//! is in `templates/evidence.html`; here is what it shows.

use askama::Template;

use super::commands::{self, Command, receipt_name};
use super::facts::{VerificationTime, VerifiedMessage};
use super::view::View;
use super::{AUTHORITIES, CRLS, certificates};
use crate::error::{Code, Error, Result};
use crate::keys::{Notice, UnixTime};
use crate::seal::{MessageId, Receipt, ReceiptKind, Signature, VerifiedReceipt, japan_time};

#[derive(Template)]
#[template(path = "evidence.html")]
struct Page {
    facts: Vec<Row>,
    index: Vec<[String; 6]>,
    chain: Chain,
    authorities_file: &'static str,
    authorities: Vec<String>,
    lists_file: &'static str,
    messages: Vec<Message>,
    others: Vec<Command>,
}

/// A row of a table of facts.
struct Row {
    name: &'static str,
    value: String,
}

/// What is to be said of the chain of receipts.
enum Chain {
    NotChecked,
    Whole,
    Broken(Vec<String>),
}

struct Message {
    subject: String,
    facts: Vec<Row>,
    parts: Vec<[String; 3]>,
    unpack: Command,
    signature: Command,
    stamp: Vec<Command>,
    id: Command,
    digests: Vec<Command>,
    revocation: Revocation,
    receipts: Vec<ShownReceipt>,
}

/// What is to be seen of a signer's certificate and its revocation.
enum Revocation {
    /// There is no list of its issuer.
    Unknown,
    /// It is on no list.
    None(Command),
    /// It was revoked after this time.
    Later { serial: String, at: String, command: Command },
}

struct ShownReceipt {
    facts: Vec<Row>,
    commands: Vec<Command>,
    revocation: Revocation,
}

pub(super) fn write(view: &View<'_>) -> Result<Vec<u8>> {
    let certificates = view.evidence.trust.certificates().iter();
    let page = Page {
        facts: vec![
            row("書き出し日時", japan_time(view.evidence.now)?),
            row("対象", view.scope.to_string()),
            row("メッセージ", format!("{} 件", view.items.len())),
            row("受領証", format!("{} 通", view.receipts.len())),
        ],
        index: view.items.iter().map(|item| index(view, item)).collect::<Result<_>>()?,
        chain: chain(view),
        authorities_file: AUTHORITIES,
        authorities: certificates.map(|der| MessageId(Receipt::digest(der)).to_string()).collect(),
        lists_file: CRLS,
        messages: view.items.iter().map(|item| message(view, item)).collect::<Result<_>>()?,
        others: others(view)?,
    };
    let mut html = page.render().map_err(|error| Error::new(Code::Bug).with_source(error))?;
    html.push('\n');
    Ok(html.into_bytes())
}

fn row(name: &'static str, value: impl Into<String>) -> Row {
    Row { name, value: value.into() }
}

fn none() -> String {
    "—".to_owned()
}

/// A message's line in the table of all.
fn index(view: &View<'_>, item: &VerifiedMessage) -> Result<[String; 6]> {
    let time = |kinds: &[ReceiptKind]| {
        let mut found = view.of(item.id).filter(|(verified, _)| kinds.contains(&verified.receipt.kind));
        found.next().map(|(verified, _)| (verified.receipt.kind, verified.receipt.at))
    };
    let shown = |found: Option<(ReceiptKind, UnixTime)>| found.map_or(Ok(none()), |(_, at)| japan_time(at));
    let taken = match time(&[ReceiptKind::Imported, ReceiptKind::Refused]) {
        Some((kind, at)) => format!("{} {}", kind.name_ja(), japan_time(at)?),
        None => none(),
    };
    Ok([
        item.message.subject.clone(),
        item.message.from.office.clone(),
        item.message.to.office.clone(),
        shown(time(&[ReceiptKind::Accepted]))?,
        shown(time(&[ReceiptKind::PickedUp]))?,
        taken,
    ])
}

fn chain(view: &View<'_>) -> Chain {
    if matches!(view.scope, super::Scope::Message(_)) {
        return Chain::NotChecked;
    }
    if view.gaps.is_empty() {
        return Chain::Whole;
    }
    Chain::Broken(view.gaps.iter().map(|(office, gap)| format!("事業所 {office}：{}", gap.message_ja())).collect())
}

fn message(view: &View<'_>, item: &VerifiedMessage) -> Result<Message> {
    let sent = &item.message;
    let mut facts = vec![
        row("メッセージID", item.id.to_string()),
        row("送信元", format!("{}（サービス種類 {}）", sent.from.office, sent.from.service_type)),
        row("送信先", format!("{}（サービス種類 {}）", sent.to.office, sent.to.service_type)),
        row("ファイル連番", &*sent.serial),
        row("CSVバージョン", sent.csv_version.clone().unwrap_or_else(none)),
    ];
    facts.extend(sent.supersedes.map(|replaced| row("差し替えたメッセージ", replaced.to_string())));
    facts.extend(sent.override_reason.as_ref().map(|reason| row("エラーの指摘がある状態で送信した理由", reason)));
    signer(&mut facts, &item.signer)?;
    facts.push(row("証明書を検証した時点", verification_time(item.verification_time)?));
    let stamp = item.signer.time_stamp.as_ref().filter(|stamp| stamp.trusted);
    Ok(Message {
        subject: sent.subject.clone(),
        facts,
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

fn signer(facts: &mut Vec<Row>, signature: &Signature) -> Result<()> {
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

fn verification_time(verification_time: VerificationTime) -> Result<String> {
    let (at, by) = match verification_time {
        VerificationTime::Stamp(at) => (at, "タイムスタンプの日時"),
        VerificationTime::Accepted(at) => (at, "中継サービスの受領証（送信済）の日時"),
        VerificationTime::Now(at) => (at, "書き出しの日時"),
    };
    Ok(format!("{}（{by}）", japan_time(at)?))
}

/// How to see that the signer's certificate is not revoked, where a list of its issuer is there.
/// `stands_at` is the time that counts where it was revoked later.
fn revocation(view: &View<'_>, signature: &Signature, stands_at: UnixTime) -> Result<Revocation> {
    Ok(if signature.notices.contains(&Notice::RevokedSince) {
        let serial = base16ct::upper::encode_string(&signature.identity.serial);
        Revocation::Later { serial, at: japan_time(stands_at)?, command: commands::lists() }
    } else if certificates::has_list(view.lists, &signature.certificate) {
        Revocation::None(commands::revocation(&certificates::signer_name(signature)))
    } else {
        Revocation::Unknown
    })
}

fn receipt(view: &View<'_>, verified: &VerifiedReceipt, der: &[u8]) -> Result<ShownReceipt> {
    let said = &verified.receipt;
    let mut facts = vec![row("種類", said.kind.name_ja()), row("日時", japan_time(said.at)?)];
    facts.extend(said.reason.as_ref().map(|reason| row("理由", reason)));
    if let Some(link) = &said.link {
        let previous = link.previous.map_or_else(none, |digest| MessageId(digest).to_string());
        facts.extend([row("番号", link.number.to_string()), row("直前の受領証の SHA-256", previous)]);
    }
    facts.extend(said.records.map(|records| row("記録した受領証の SHA-256", MessageId(records).to_string())));
    signer(&mut facts, &verified.signer)?;
    let is_revoked = verified.signer.notices.contains(&Notice::RevokedSince);
    let recorded = view.evidence.recorded_at(der).filter(|_| is_revoked);
    if let Some(at) = recorded {
        let at = japan_time(at)?;
        facts.push(row("証明書を検証した時点", format!("{at}（中継サービスの受領証（記録済）の日時）")));
    }
    let stands_at = recorded.unwrap_or(verified.signer.signing_time);
    let revocation = revocation(view, &verified.signer, stands_at)?;
    Ok(ShownReceipt { facts, commands: checks(verified, der)?, revocation })
}

fn checks(verified: &VerifiedReceipt, der: &[u8]) -> Result<Vec<Command>> {
    let name = receipt_name(verified, der);
    Ok(vec![commands::receipt(&name, verified)?, commands::receipt_digest(&name, der)])
}

/// The receipts between those of the messages, for the chain's sake.
fn others(view: &View<'_>) -> Result<Vec<Command>> {
    let own = |verified: &VerifiedReceipt| view.items.iter().any(|item| item.id == verified.receipt.message);
    let mut commands = Vec::new();
    for (verified, der) in view.receipts.iter().filter(|(verified, _)| !own(verified)) {
        commands.extend(checks(verified, der)?);
    }
    Ok(commands)
}
