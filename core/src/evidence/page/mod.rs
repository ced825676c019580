//! The page of an export, in Japanese: it loads nothing, runs nothing, and escapes everything. Its markup
//! is in `templates/evidence.html`; here is what it shows.

mod line;
mod link;
mod message;
mod receipt;
mod row;
mod signer;

use askama::Template;

use self::line::{Line, line};
use self::message::{Message, message};
use self::receipt::others;
use self::row::{Row, row};
use self::signer::Revocation;
use super::commands::Command;
use super::offices::Source;
use super::scope::Scope;
use super::view::View;
use super::{AUTHORITIES, CRLS};
use crate::error::{Code, Error, Result};
use crate::form::era_month;
use crate::seal::{MessageId, Receipt, japan_time};
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

/// What is to be said of the chain of receipts.
enum Chain {
    NotChecked,
    Whole,
    Broken(Vec<String>),
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

fn chain(view: &View<'_>) -> Chain {
    if matches!(view.scope, Scope::Message(_)) {
        return Chain::NotChecked;
    }
    if view.gaps.is_empty() {
        return Chain::Whole;
    }
    Chain::Broken(view.gaps.iter().map(|(office, gap)| format!("事業所 {office}：{}", gap.message_ja())).collect())
}
