//! The page of an export, in Japanese: it loads nothing, runs nothing, and escapes everything. Its markup
//! is in `templates/evidence.html`; here is what it shows.

use askama::Template;

use super::commands::{self, Command, receipt_name};
use super::content::about;
use super::facts::{Scope, VerificationTime, VerifiedMessage};
use super::forms::{self, Forms};
use super::offices::Source;
use super::view::View;
use super::{AUTHORITIES, CRLS, certificates};
use crate::error::{Code, Error, Result};
use crate::form::era_month;
use crate::keys::{Notice, UnixTime};
use crate::seal::{MessageId, Party, Receipt, ReceiptKind, Signature, VerifiedReceipt, japan_time};
use crate::spec::ServiceType;
use crate::typed::Month;

#[derive(Template)]
#[template(path = "evidence.html")]
struct Page {
    maker: Option<String>,
    facts: Vec<Row>,
    index: Vec<Line>,
    is_received: bool,
    offices: Vec<[String; 3]>,
    chain: Chain,
    authorities_file: &'static str,
    authorities: Vec<String>,
    lists_file: &'static str,
    messages: Vec<Message>,
    others: Vec<Command>,
}

/// A message's line in the table of all.
struct Line {
    anchor: String,
    subject: String,
    about: [String; 2],
    from: Office,
    to: Office,
    accepted: When,
    picked_up: When,
    taken: When,
    forms: Option<Link>,
}

/// An office by number, and by name where there is one.
struct Office {
    number: String,
    name: Option<String>,
}

/// When something was, and what is to be said of that time.
struct When {
    /// Day and time.
    at: Option<[String; 2]>,
    note: &'static str,
}

/// The file of a message's forms.
struct Link {
    file: String,
    pages: usize,
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
    anchor: String,
    subject: String,
    facts: Vec<Row>,
    forms: Option<Link>,
    forms_said: Option<&'static str>,
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
    let index = view.items.iter().zip(view.forms).map(|(item, forms)| line(view, item, forms));
    let index: Vec<Line> = index.collect::<Result<_>>()?;
    let page = Page {
        maker: view.evidence.maker.clone(),
        is_received: index.iter().any(|line| !line.accepted.note.is_empty() || !line.picked_up.note.is_empty()),
        offices: offices(view),
        facts: vec![
            row("書き出し日時", japan_time(view.evidence.now)?),
            row("対象", scope(view.scope)),
            row("メッセージ", format!("{} 件", view.items.len())),
            row("受領証", format!("{} 通", view.receipts.len())),
        ],
        index,
        chain: chain(view),
        authorities_file: AUTHORITIES,
        authorities: certificates.map(|der| MessageId(Receipt::digest(der)).to_string()).collect(),
        lists_file: CRLS,
        messages: (view.items.iter().zip(view.forms))
            .map(|(item, forms)| message(view, item, forms))
            .collect::<Result<_>>()?,
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

/// What names the maker, at the beginning of the page.
const GENERATOR: [&str; 2] = ["<meta name=\"generator\" content=\"", "\">"];

/// Who has made a page, as it says itself.
pub(super) fn maker(page: &[u8]) -> Option<&str> {
    let [before, behind] = GENERATOR;
    let (_, rest) = std::str::from_utf8(page).ok()?.split_once(before)?;
    Some(rest.split_once(behind)?.0)
}

/// What the export covers.
fn scope(scope: Scope) -> String {
    match scope {
        Scope::All => "加えられたすべてのメッセージ".to_owned(),
        Scope::Message(id) => format!("メッセージ1件（{id}）"),
        Scope::Month { year, month } => {
            let name = Month::new(year, month).and_then(era_month).unwrap_or_else(|| scope.to_string());
            format!("{name}に送信したメッセージ")
        }
    }
}

/// The offices, each with its name and what that is known by.
fn offices(view: &View<'_>) -> Vec<[String; 3]> {
    let office = |(number, named): (&str, Option<(&str, Source)>)| {
        let (name, by) = named.map_or(("—", "署名されたファイルに名称がありません"), |(name, by)| (name, by.said()));
        [number.to_owned(), name.to_owned(), by.to_owned()]
    };
    view.offices.all().map(office).collect()
}

fn subject(item: &VerifiedMessage) -> String {
    let subject = item.message.subject.trim();
    if subject.is_empty() { "（件名なし）".to_owned() } else { subject.to_owned() }
}

fn anchor(item: &VerifiedMessage) -> String {
    format!("m-{}", item.id)
}

fn link(item: &VerifiedMessage, forms: &Forms) -> Option<Link> {
    (forms.pages > 0).then(|| Link { file: forms::name(item.id), pages: forms.pages })
}

/// A message's line. What a receiver has no receipt of is told by what it has: the signature, and its own receipt.
fn line(view: &View<'_>, item: &VerifiedMessage, forms: &Forms) -> Result<Line> {
    let time = |kinds: &[ReceiptKind]| {
        let mut found = view.of(item.id).filter(|(verified, _)| kinds.contains(&verified.receipt.kind));
        found.next().map(|(verified, _)| (verified.receipt.kind, verified.receipt.at))
    };
    let when = |at: UnixTime, note| {
        let at = japan_time(at)?;
        let (day, time) = at.split_once(' ').unwrap_or((&at, ""));
        Ok::<_, Error>(When { at: Some([day.to_owned(), time.to_owned()]), note })
    };
    let taken = time(&[ReceiptKind::Imported, ReceiptKind::Refused]);
    let office =
        |number: &str| Office { number: number.to_owned(), name: view.offices.name(number).map(str::to_owned) };
    Ok(Line {
        anchor: anchor(item),
        subject: subject(item),
        about: about(item),
        from: office(&item.message.from.office),
        to: office(&item.message.to.office),
        accepted: match time(&[ReceiptKind::Accepted]) {
            Some((_, at)) => when(at, "")?,
            None => when(item.signer.signing_time, "（署名の日時）")?,
        },
        picked_up: match (time(&[ReceiptKind::PickedUp]), taken) {
            (Some((_, at)), _) => when(at, "")?,
            (None, Some((_, at))) => when(at, "（この日時まで）")?,
            (None, None) => When { at: None, note: "" },
        },
        taken: match taken {
            Some((kind, at)) => when(at, kind.name_ja())?,
            None => When { at: None, note: "" },
        },
        forms: link(item, forms),
    })
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

fn message(view: &View<'_>, item: &VerifiedMessage, forms: &Forms) -> Result<Message> {
    let sent = &item.message;
    let mut facts = vec![
        row("対象", about(item).join(" ").trim_end()),
        row("メッセージID", item.id.to_string()),
        row("送信元", party(view, &sent.from)),
        row("送信先", party(view, &sent.to)),
        row("ファイル連番", &*sent.serial),
        row("CSVバージョン", sent.csv_version.clone().unwrap_or_else(none)),
    ];
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
