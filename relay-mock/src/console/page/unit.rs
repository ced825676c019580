//! A unit under tabs, as form, CSV, JSON and findings: of a message, of an inspection, of a draft.

use std::collections::HashMap;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cplink::Error;

use super::super::Console;
use super::super::door::headers;
use super::super::slip::{self, FindingsView, FormView, JsonView, OtherFile, Pages, Reading, RowsView, write_json};
use super::{Answer, Here, Layout, Refused, html};

/// A way to look at a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Form,
    Rows,
    Json,
    Findings,
}

impl Tab {
    pub(super) const ALL: [Self; 4] = [Self::Form, Self::Rows, Self::Json, Self::Findings];

    pub(super) fn of_name(name: &str) -> Result<Self, Refused> {
        let tab = Self::ALL.into_iter().find(|tab| tab.name() == name);
        tab.ok_or_else(|| Refused::not_found("このページはありません。"))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Rows => "rows",
            Self::Json => "json",
            Self::Findings => "findings",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Form => "帳票",
            Self::Rows => "CSV",
            Self::Json => "JSON",
            Self::Findings => "指摘",
        }
    }
}

/// What an address asks for behind its `?`.
#[derive(Default)]
pub(super) struct Wanted(HashMap<String, String>);

impl Wanted {
    pub(super) fn new(asked: HashMap<String, String>) -> Self {
        Self(asked)
    }

    /// A number, 0 where none is named.
    pub(super) fn number(&self, name: &str) -> usize {
        self.0.get(name).and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// Which sheets of a form.
    pub(super) fn pages(&self) -> Pages {
        if self.0.contains_key("all") { Pages::All } else { Pages::Some(self.number("page")) }
    }
}

/// Where a unit is shown.
pub(super) struct Place {
    /// The address before `/slip/…`, `/form`, `/files/…`.
    pub(super) base: String,
    /// The message's id, where it is one: its page has a tab of its own.
    pub(super) message: Option<String>,
    /// What is said above: name and value.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What else was given and cannot be opened: name, why, and what helps.
    pub(super) notes: Vec<[String; 3]>,
    /// A way back: address and words.
    pub(super) back: Option<(String, &'static str)>,
    /// The other units beside it: address and words; where it is itself among them.
    pub(super) beside: Vec<(String, String)>,
    pub(super) at: usize,
}

/// What is shown.
enum Shown {
    Form(FormView),
    Rows(Option<RowsView>),
    Json(JsonView),
    Findings(FindingsView),
    /// There is nothing to show: why, and what helps.
    Nothing([String; 2]),
}

#[derive(Template)]
#[template(path = "console/slip/page.html")]
struct Page {
    layout: Layout,
    place: Place,
    tab: Tab,
    shown: Shown,
    others: Vec<OtherFile>,
}

/// The page of a unit.
pub(super) async fn page(
    console: &Console,
    mut layout: Layout,
    place: Place,
    tab: Tab,
    unit: Work,
    wanted: Wanted,
) -> Answer {
    let worked = console
        .desk
        .work(move || {
            let reading = unit()?;
            let (looks_real, others) = (reading.looks_real, OtherFile::all(&reading));
            let page = wanted.number("page");
            let shown = match tab {
                Tab::Form => Shown::Form(slip::look(reading, page)?),
                Tab::Rows => Shown::Rows(RowsView::of(&reading, wanted.number("file"), page)),
                Tab::Json => Shown::Json(JsonView::of(reading)),
                Tab::Findings => Shown::Findings(FindingsView::of(&reading, page)),
            };
            Ok::<_, Error>((shown, others, looks_real))
        })
        .await?;
    let (shown, others) = match worked {
        Ok((shown, others, looks_real)) => {
            layout.looks_real |= looks_real;
            (shown, others)
        }
        Err(error) => (Shown::Nothing([error.message_ja().to_owned(), error.remedy_ja().into_owned()]), Vec::new()),
    };
    Ok(html(&Page { layout, place, tab, shown, others }))
}

/// The page of a unit whose files are not there any more.
pub(super) fn nothing(layout: Layout, place: Place, tab: Tab, why: [&str; 2]) -> Response {
    let shown = Shown::Nothing(why.map(str::to_owned));
    (StatusCode::GONE, html(&Page { layout, place, tab, shown, others: Vec::new() })).into_response()
}

/// Reads a unit, on a thread that may block.
pub(super) type Work = Box<dyn FnOnce() -> Result<Reading, Error> + Send>;

/// The document of a unit's forms.
pub(super) async fn form(console: &Console, unit: Work, wanted: &Wanted) -> Answer {
    let pages = wanted.pages();
    let body = console.desk.stream(move |out| match unit() {
        Ok(reading) => slip::document(reading, pages, out),
        Err(error) => slip::told(&error, out),
    });
    Ok(document(StatusCode::OK, body.await?))
}

/// A document in a frame.
pub(super) fn document(status: StatusCode, body: Body) -> Response {
    headers::of_form((status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response())
}

/// A unit's JSON as a file.
pub(super) async fn json(console: &Console, unit: Work, name: &str) -> Answer {
    let body = console.desk.stream(move |mut out| {
        let reading = unit().map_err(std::io::Error::other)?;
        write_json(reading, &mut out)
    });
    Ok(download(name, body.await?))
}

/// Bytes to be saved: whatever they are, no browser shows them.
pub(super) fn download(name: &str, body: Body) -> Response {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    let how = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{encoded}"));
    let how = how.unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("application/octet-stream");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, how)], body).into_response()
}

/// A refusal in the library's own words.
pub(super) fn refused(error: &Error) -> Refused {
    Refused::new(StatusCode::UNPROCESSABLE_ENTITY, error.message_ja(), error.remedy_ja())
}
