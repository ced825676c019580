//! The sheet of a unit that a person uploads: what, where, to whom. Its markup is in `templates/upload_sheet.html` and
//! `upload_sheet.txt`; here is what it shows.

use askama::Template;

use super::name::service;
use crate::error::{Code, Error, Result};
use crate::form::about;
use crate::seal::{Body, MessageId, Party};

/// What both forms of the sheet show.
pub(super) struct Sheet {
    from: String,
    to: String,
    service: String,
    about: String,
    subject: String,
    serial: String,
    supersedes: Option<String>,
    override_reason: Option<String>,
    id: String,
    files: Vec<Item>,
    /// Of the forms; 0 where there are none.
    pages: usize,
}

/// A file that is to be uploaded.
struct Item {
    name: String,
    size: String,
    sha256: String,
}

#[derive(Template)]
#[template(path = "upload_sheet.html")]
struct Page<'a> {
    sheet: &'a Sheet,
}

#[derive(Template)]
#[template(path = "upload_sheet.txt", escape = "none")]
struct Text<'a> {
    sheet: &'a Sheet,
}

impl Sheet {
    /// The sheet of a message; the receiver's name where the rows have it.
    pub(super) fn of<R>(body: &Body<R>, receiver: Option<String>, pages: usize) -> Self {
        let message = body.message();
        let named = receiver.map(|name| format!("　{name}")).unwrap_or_default();
        let files = body.parts().iter().map(|part| Item {
            name: part.name.clone(),
            size: grouped(part.size),
            sha256: MessageId(part.sha256).to_string(),
        });
        Self {
            from: format!("{}（{}）", message.from.office, service_of(&message.from)),
            to: format!("{}{named}", message.to.office),
            service: service_of(&message.to),
            about: about(&message.kind, body.parts().iter().map(|part| part.name.as_str()))
                .join(" ")
                .trim_end()
                .to_owned(),
            subject: message.subject.clone(),
            serial: message.serial.clone(),
            supersedes: message.supersedes.map(|id| id.to_string()),
            override_reason: message.override_reason.clone(),
            id: body.id().to_string(),
            files: files.collect(),
            pages,
        }
    }

    /// As a page to print.
    pub(super) fn html(&self) -> Result<String> {
        finished(Page { sheet: self }.render())
    }

    /// As a plain text, with the line ends of Windows.
    pub(super) fn text(&self) -> Result<String> {
        Ok(format!("\u{feff}{}", finished(Text { sheet: self }.render())?.replace('\n', "\r\n")))
    }
}

fn finished(made: std::result::Result<String, askama::Error>) -> Result<String> {
    let mut text = made.map_err(|error| Error::new(Code::Bug).with_source(error))?;
    text.push('\n');
    Ok(text)
}

/// `11 訪問介護`.
fn service_of(party: &Party) -> String {
    let code = &party.service_type;
    service(code).map_or_else(|| code.clone(), |name| format!("{code} {name}"))
}

/// `1,234,567`.
fn grouped(size: u64) -> String {
    let digits = size.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
