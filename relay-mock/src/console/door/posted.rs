//! What a POST brought: its fields and files. The session's token is checked before a file is read.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, FromRequestParts, Multipart, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;

use super::super::Console;
use super::super::page::Refused;
use super::session::Session;

/// The field that every form has.
pub(in super::super) const TOKEN: &str = "csrf";
/// Bytes of the fields of a form.
const FIELDS: usize = 256 * 1024;
/// Files of a form.
const FILES: usize = 200;
/// Fields of a form with files: each case of a pack is one.
const FIELD_COUNT: usize = 1000;

/// A file that was sent along.
#[derive(Clone)]
pub(in super::super) struct PostedFile {
    /// The form's field.
    pub(in super::super) field: String,
    /// Its name as the browser says it: anything may be in it.
    pub(in super::super) name: String,
    pub(in super::super) bytes: Bytes,
}

/// What a POST brought.
#[derive(Default)]
pub(in super::super) struct Posted {
    fields: HashMap<String, String>,
    /// The files, in their order.
    pub(in super::super) files: Vec<PostedFile>,
}

impl Posted {
    /// A field without the blanks around it; empty where it is missing.
    pub(in super::super) fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |text| text.trim())
    }
}

impl<S: Sync> FromRequestParts<S> for Posted {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        // The door has put it there, and nobody else takes it.
        let posted = parts.extensions.remove::<Arc<Posted>>().and_then(Arc::into_inner);
        posted.ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

pub(super) async fn read(
    console: &Console,
    session: &Session,
    is_admitted: bool,
    headers: &HeaderMap,
    body: Body,
) -> Result<Posted, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // Who has not shown the token sends that, and no files.
    let posted = if is_admitted && kind.starts_with("multipart/form-data") {
        of_parts(console, session, headers, body).await?
    } else {
        of_fields(body).await?
    };
    check(console, session, &posted)?;
    Ok(posted)
}

fn check(console: &Console, session: &Session, posted: &Posted) -> Result<(), Refused> {
    if console.door.sessions.is_token_of(session, posted.text(TOKEN)) { Ok(()) } else { Err(Refused::token()) }
}

async fn of_fields(body: Body) -> Result<Posted, Refused> {
    let bytes = to_bytes(body, FIELDS).await.map_err(|_| Refused::too_large())?;
    let request = Request::builder()
        .method("POST")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(bytes))
        .map_err(|_| Refused::malformed())?;
    let form = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
    let fields = form.map_err(|_| Refused::malformed())?.0;
    Ok(Posted { fields: fields.into_iter().collect(), files: Vec::new() })
}

async fn of_parts(console: &Console, session: &Session, headers: &HeaderMap, body: Body) -> Result<Posted, Refused> {
    let mut request = Request::new(body);
    request.headers_mut().clone_from(headers);
    // Its own limits are below.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Refused::malformed())?;
    let mut posted = Posted::default();
    let (mut in_fields, mut in_files) = (FIELDS, usize::try_from(console.relay.container_bytes).unwrap_or(usize::MAX));
    while let Some(mut part) = parts.next_field().await.map_err(|_| Refused::malformed())? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        if file.is_some() {
            check(console, session, &posted)?;
        }
        let left = if file.is_some() { &mut in_files } else { &mut in_fields };
        let mut bytes = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(|_| Refused::malformed())? {
            *left = left.checked_sub(piece.len()).ok_or_else(Refused::too_large)?;
            bytes.extend_from_slice(&piece);
        }
        match file {
            // What a browser sends for no file.
            Some(file) if file.is_empty() && bytes.is_empty() => {}
            Some(file) => posted.files.push(PostedFile { field: name, name: file, bytes: bytes.into() }),
            None => {
                let text = String::from_utf8(bytes).map_err(|_| Refused::malformed())?;
                posted.fields.insert(name, text);
            }
        }
        if posted.files.len() > FILES || posted.fields.len() > FIELD_COUNT {
            return Err(Refused::too_large());
        }
    }
    Ok(posted)
}
