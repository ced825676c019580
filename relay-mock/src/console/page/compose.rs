//! 新規作成: files, who sends them to whom, checked and sent.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};
use cplink::Error;
use cplink::spec::ServiceType;
use cplink::unit::{Serial, Unit};

use super::super::Console;
use super::super::compose::{Draft, Stage, TestKey, Written, keys, send};
use super::super::door::{Posted, PostedFile, Session};
use super::super::slip::{FindingView, FindingsView, Full, Reading, Room, Shelf, SlipFile, shown_size};
use super::inspect::given;
use super::unit::{Place, Tab, Wanted, Work, download, page, refused};
use super::{Answer, Here, Layout, Refused, html, unit};
use crate::store::RegisteredOffice;

/// Drafts stay until they are sent or dropped, or left for a day.
const ROOM: Room = Room { things: 50, bytes: 512 << 20, stay: Duration::from_secs(24 * 3600), gives_way: false };
/// How long an answer waits for a message to be sent before it shows how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// The drafts of sessions.
pub(in super::super) struct Drafts(Shelf<Draft>);

impl Drafts {
    pub(in super::super) fn new() -> Self {
        Self(Shelf::new(ROOM))
    }
}

pub(super) fn router() -> Router<Arc<Console>> {
    Router::new()
        .route(Here::Compose.path(), get(start))
        .route("/compose/new", post(new))
        .route("/compose/{key}", get(show))
        .route("/compose/{key}/change", post(change))
        .route("/compose/{key}/remove", post(remove))
        .route("/compose/{key}/drop", post(drop_draft))
        .route("/compose/{key}/send", post(send_draft))
        .route("/compose/{key}/slip/{tab}", get(slip))
        .route("/compose/{key}/slip.json", get(json))
        .route("/compose/{key}/form", get(form))
        .route("/compose/{key}/files/{place}", get(file))
}

/// A choice.
struct Choice {
    value: String,
    words: String,
    is_chosen: bool,
}

struct Listed {
    key: String,
    subject: String,
    files: usize,
    receiver: String,
}

/// The fields of a draft's form.
struct Fields {
    keys: Vec<Choice>,
    receivers: Vec<Choice>,
    types: [String; 2],
    subject: String,
}

#[derive(Template)]
#[template(path = "console/compose/start.html")]
struct Start {
    layout: Layout,
    fields: Fields,
    drafts: Vec<Listed>,
    has_pki: bool,
}

/// What a draft can be made with.
struct Around {
    keys: Vec<TestKey>,
    offices: Vec<RegisteredOffice>,
}

async fn around(console: &Console) -> Result<Around, Refused> {
    let offices = console.relay.store.read(|store, _| store.offices()).await?;
    let pki = console.options.pki.clone();
    let keys = console.desk.work(move || pki.map(|pki| keys(&pki)).unwrap_or_default()).await?;
    Ok(Around { keys, offices })
}

impl Around {
    fn fields(&self, written: Option<&Written>) -> Fields {
        let key = |key: &TestKey| {
            let state = match key.days {
                _ if key.is_bad => "、拒否されるはずの証明書".to_owned(),
                days if days < 0 => "、期限切れ".to_owned(),
                days => format!("、あと{days}日"),
            };
            Choice {
                words: format!("{} {}（{}{state}）{}", key.office, key.name, key.kind, key.file),
                is_chosen: written.is_some_and(|written| written.key == key.file),
                value: key.file.clone(),
            }
        };
        let office = |office: &RegisteredOffice| {
            let types: Vec<String> = office.service_types.iter().map(|code| service(code)).collect();
            Choice {
                words: format!("{} {}（{}）", office.number, office.name, types.join("、")),
                is_chosen: written.is_some_and(|written| written.receiver == office.number),
                value: office.number.clone(),
            }
        };
        Fields {
            keys: self.keys.iter().map(key).collect(),
            receivers: self.offices.iter().map(office).collect(),
            types: written.map(|written| written.types.clone()).unwrap_or_default(),
            subject: written.map(|written| written.subject.clone()).unwrap_or_default(),
        }
    }

    /// The first service type of an office by the directory.
    fn service_type(&self, number: &str) -> Option<String> {
        self.offices.iter().find(|office| office.number == number)?.service_types.first().cloned()
    }

    fn unit(&self, written: &Written) -> Result<Unit, Error> {
        written.unit(&[self.service_type(&written.sender), self.service_type(&written.receiver())])
    }

    fn named(&self, number: &str) -> String {
        let office = self.offices.iter().find(|office| office.number == number);
        office.map_or_else(|| number.to_owned(), |office| format!("{}（{number}）", office.name))
    }
}

fn service(code: &str) -> String {
    let name = ServiceType::of_code(code.as_bytes()).map_or("", |kind| kind.name_ja);
    format!("{code} {name}").trim().to_owned()
}

async fn start(State(console): State<Arc<Console>>, Extension(session): Extension<Session>) -> Answer {
    let around = around(&console).await?;
    let drafts = console.drafts.0.of(&session).into_iter().map(|(key, draft)| (key, draft.look()));
    let drafts = drafts.filter(|(_, written)| !matches!(written.stage, Stage::Sent(_)));
    let drafts = drafts.map(|(key, written)| Listed {
        key,
        receiver: around.named(&written.receiver()),
        files: written.files.len(),
        subject: written.subject,
    });
    Ok(html(&Start {
        drafts: drafts.collect(),
        layout: Layout::new(&session, Here::Compose, "新規作成"),
        fields: around.fields(None),
        has_pki: console.options.pki.is_some(),
    }))
}

fn unprocessable(what: &str, remedy: &str) -> Refused {
    Refused::new(StatusCode::UNPROCESSABLE_ENTITY, what, remedy)
}

fn full() -> Refused {
    Refused::new(
        StatusCode::INSUFFICIENT_STORAGE,
        "下書きを置く場所がいっぱいです。",
        "送信しない下書きを破棄してから、もう一度操作してください。",
    )
}

/// Takes what a form says over.
fn take(written: &mut Written, posted: &Posted, key: &TestKey) {
    written.key = key.file.clone();
    written.sender = key.office.clone();
    written.types = ["from_type", "to_type"].map(|field| posted.text(field).to_uppercase());
    written.receiver = posted.text("receiver").to_owned();
    written.subject = posted.text("subject").to_owned();
    written.stage = Stage::Open;
}

async fn new(State(console): State<Arc<Console>>, Extension(session): Extension<Session>, posted: Posted) -> Answer {
    let around = around(&console).await?;
    if posted.files.is_empty() {
        return Err(unprocessable(
            "ファイルが選ばれていません。",
            "送るCSV、PDF、JPEGを選んで、もう一度操作してください。",
        ));
    }
    let mut written = Written {
        key: String::new(),
        sender: String::new(),
        types: Default::default(),
        receiver: String::new(),
        subject: String::new(),
        serial: Serial::next().map_err(|error| refused(&error))?,
        files: Vec::new(),
        stage: Stage::Open,
    };
    take(&mut written, &posted, chosen(&around, &posted)?);
    written.add(whole(&console, posted.files).await?);
    if written.receiver().is_empty() {
        return Err(unprocessable(
            "宛先が分かりません。",
            "ファイル名に宛先がないときは、宛先の事業所を選んでください。",
        ));
    }
    let size = written.size();
    let key = console.drafts.0.put(&session, Draft::new(written), size).map_err(|Full| full())?;
    Ok(Redirect::to(&format!("/compose/{key}")).into_response())
}

/// The files that were sent along.
async fn whole(console: &Console, files: Vec<PostedFile>) -> Result<Vec<SlipFile>, Refused> {
    let all = move || given(files).into_iter().map(|(name, bytes)| SlipFile::whole(&name, bytes)).collect();
    console.desk.work(all).await
}

fn chosen<'a>(around: &'a Around, posted: &Posted) -> Result<&'a TestKey, Refused> {
    let file = posted.text("key");
    let found = around.keys.iter().find(|key| key.file == file);
    found.ok_or_else(|| unprocessable("差出人の鍵が選ばれていません。", "差出人を一覧から選んでください。"))
}

fn find(console: &Console, session: &Session, key: &str) -> Result<Arc<Draft>, Refused> {
    let draft = console.drafts.0.get(session, key);
    draft.ok_or_else(|| Refused::not_found("この下書きはありません。送信または破棄されています。"))
}

struct FileLine {
    name: String,
    size: String,
}

#[derive(Template)]
#[template(path = "console/compose/draft.html")]
struct DraftPage {
    layout: Layout,
    key: String,
    stage: Stage,
    sender: String,
    receiver: String,
    subject: String,
    files: Vec<FileLine>,
    /// What the rules say; none where the unit cannot even be made.
    list: Option<FindingsView>,
    place: Base,
    /// What keeps it from being a unit.
    fault: Option<[String; 2]>,
    failed: Vec<FindingView>,
    fields: Fields,
}

/// As a unit's page names its address.
struct Base {
    base: String,
}

async fn show(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    let draft = find(&console, &session, &key)?;
    draft_page(&console, &session, key, &draft.look(), StatusCode::OK).await
}

async fn draft_page(
    console: &Console,
    session: &Session,
    key: String,
    written: &Written,
    status: StatusCode,
) -> Answer {
    let around = around(console).await?;
    let mut layout = Layout::new(session, Here::Compose, "新規作成：確認と送信");
    let failed = match &written.stage {
        Stage::Failed { findings, .. } => findings.clone(),
        _ => Vec::new(),
    };
    let (mut list, mut fault, mut told) = (None, None, Vec::new());
    if matches!(written.stage, Stage::Open | Stage::Failed { .. }) {
        let read = around.unit(written).map(|unit| written.shown(&unit));
        let work = move || {
            let reading = Reading::of(read?)?;
            let told = failed.iter().map(|finding| FindingView::of(finding, &reading)).collect::<Vec<_>>();
            Ok::<_, Error>((FindingsView::of(&reading, 1), reading.looks_real, told))
        };
        match console.desk.work(work).await? {
            Ok((view, looks_real, findings)) => {
                layout.looks_real = looks_real;
                (list, told) = (Some(view), findings);
            }
            Err(error) => fault = Some([error.message_ja().to_owned(), error.remedy_ja().into_owned()]),
        }
    }
    let line = |file: &SlipFile| FileLine { name: file.name.clone(), size: shown_size(file.size) };
    let page = html(&DraftPage {
        layout,
        stage: written.stage.clone(),
        sender: format!("{}、鍵 {}", around.named(&written.sender), written.key),
        receiver: around.named(&written.receiver()),
        subject: written.subject.clone(),
        files: written.files.iter().map(line).collect(),
        list,
        place: Base { base: format!("/compose/{key}") },
        fault,
        failed: told,
        fields: around.fields(Some(written)),
        key,
    });
    Ok((status, page).into_response())
}

fn under_way() -> Refused {
    Refused::new(
        StatusCode::CONFLICT,
        "このメッセージは送信中か、送信済みです。",
        "送信済のメッセージは「送信済」で確認できます。",
    )
}

async fn change(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    mut posted: Posted,
) -> Answer {
    let (draft, around) = (find(&console, &session, &key)?, around(&console).await?);
    let files = std::mem::take(&mut posted.files);
    let (chosen, files) = (chosen(&around, &posted)?, whole(&console, files).await?);
    // There must be room before anything is changed.
    let mut changed = draft.look();
    take(&mut changed, &posted, chosen);
    changed.add(files);
    console.drafts.0.resize(&key, changed.size()).map_err(|Full| full())?;
    if !draft.change(|written| *written = changed) {
        return Err(under_way());
    }
    Ok(Redirect::to(&format!("/compose/{key}")).into_response())
}

async fn remove(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    posted: Posted,
) -> Answer {
    let (draft, name) = (find(&console, &session, &key)?, posted.text("file"));
    let done = draft.change(|written| {
        written.files.retain(|file| file.name.trim() != name);
        written.stage = Stage::Open;
    });
    if !done {
        return Err(under_way());
    }
    // What is smaller always has room.
    let _ = console.drafts.0.resize(&key, draft.look().size());
    Ok(Redirect::to(&format!("/compose/{key}")).into_response())
}

async fn drop_draft(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    console.drafts.0.remove(&session, &key);
    Ok(Redirect::to(Here::Compose.path()).into_response())
}

async fn send_draft(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    posted: Posted,
) -> Answer {
    let (draft, around, pki) = (find(&console, &session, &key)?, around(&console).await?, pki(&console)?);
    let written = draft.look();
    let unit = around.unit(&written).map_err(|error| refused(&error))?;
    let shown = written.shown(&unit);
    let read = console.desk.work(move || Ok::<_, Error>(FindingsView::of(&Reading::of(shown)?, 1))).await?;
    let found = read.map_err(|error| refused(&error))?;
    if found.errors > 0 || (found.warnings > 0 && posted.text("agreed").is_empty()) {
        return draft_page(&console, &session, key, &written, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if !draft.change(|written| written.stage = Stage::Sending("送信の準備をしています", None)) {
        return Err(under_way());
    }
    let (done, told) = tokio::sync::oneshot::channel();
    let (at, of) = (Arc::clone(&console), Arc::clone(&draft));
    tokio::spawn(async move {
        let desk = Arc::clone(&at);
        let sent = desk.desk.work(move || send(&at, &pki, &written.key, &unit, &of)).await;
        let _ = done.send(sent.is_ok());
    });
    let _ = tokio::time::timeout(PATIENCE, told).await;
    let to = match draft.look().stage {
        Stage::Sent(id) => format!("/messages/{id}"),
        _ => format!("/compose/{key}"),
    };
    Ok(Redirect::to(&to).into_response())
}

fn pki(console: &Console) -> Result<PathBuf, Refused> {
    let none = || unprocessable("署名に使う試験用の鍵がありません。", "--pki を付けて中継サーバーを起動してください。");
    console.options.pki.clone().ok_or_else(none)
}

async fn work(console: &Console, written: &Written) -> Result<Work, Refused> {
    let unit = around(console).await?.unit(written).map_err(|error| refused(&error))?;
    let shown = written.shown(&unit);
    Ok(Box::new(move || Reading::of(shown)))
}

async fn slip(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, tab)): Path<(String, String)>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let (tab, written) = (Tab::of_name(&tab)?, find(&console, &session, &key)?.look());
    let place = Place {
        base: format!("/compose/{key}"),
        message: None,
        facts: Vec::new(),
        notes: Vec::new(),
        back: Some((format!("/compose/{key}"), "確認と送信に戻る")),
        beside: Vec::new(),
        at: 0,
    };
    let layout = Layout::new(&session, Here::Compose, "新規作成：ファイルの内容");
    page(&console, layout, place, tab, work(&console, &written).await?, Wanted::new(asked)).await
}

async fn form(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
    Query(asked): Query<HashMap<String, String>>,
) -> Answer {
    let written = find(&console, &session, &key)?.look();
    unit::form(&console, work(&console, &written).await?, &Wanted::new(asked)).await
}

async fn json(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path(key): Path<String>,
) -> Answer {
    let written = find(&console, &session, &key)?.look();
    unit::json(&console, work(&console, &written).await?, "shitagaki.json").await
}

async fn file(
    State(console): State<Arc<Console>>,
    Extension(session): Extension<Session>,
    Path((key, place)): Path<(String, usize)>,
) -> Answer {
    let written = find(&console, &session, &key)?.look();
    let file = written.files.get(place).ok_or_else(|| Refused::not_found("このファイルはありません。"))?;
    Ok(download(&file.name, Body::from(file.bytes.to_vec())))
}
