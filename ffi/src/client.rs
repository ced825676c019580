//! One office's access to a relay: the verbs.

use crate::acknowledged::cpl_acknowledged;
use crate::batch::cpl_batch;
use crate::boundary::Handle;
use crate::boundary::{arg, border, free, maybe, maybe_text, out, out_text, text};
use crate::bytes::cpl_bytes;
use crate::diagnosis::cpl_diagnosis;
use crate::error::cpl_error;
use crate::inbox::cpl_inbox;
use crate::job;
use crate::job::cpl_job;
use crate::message::cpl_message;
use crate::office::cpl_office;
use crate::options::cpl_options;
use crate::sent::cpl_sent;
use crate::sent_list::cpl_sent_list;
use crate::signer::cpl_signer;
use crate::trust::cpl_trust;
use crate::unit::cpl_unit;
use crate::unit_report::cpl_unit_report;
use cplink::client::{Client, MessageReference, Outcome, ReceiveOptions, SendOptions};
use cplink::relay::{Capabilities, connect};
use std::ffi::c_char;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use time::format_description::well_known::Rfc3339;

/// One office's access to a relay. One verb at a time; a second one gets `CPL_E_BUSY`, whether it comes from
/// another thread or from a callback.
// Shared, so that a callback may free it while a verb runs.
pub struct cpl_client {
    office_number: String,
    client: Arc<Handle<Alone>>,
}

/// A transport may move between threads but not be shared by them; the mutex is never locked, it only
/// says so to the compiler: whoever writes the handle is alone.
struct Alone(Mutex<Client>);

impl Alone {
    fn client(&mut self) -> &mut Client {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl cpl_client {
    /// Panics in the middle of a verb.
    #[cfg(feature = "test-hooks")]
    #[allow(clippy::panic)]
    pub(crate) fn panic(&self) -> cplink::Result<()> {
        let client = self.share();
        let _client = client.write()?;
        panic!("on purpose");
    }

    /// A share that outlives the handle.
    fn share(&self) -> Arc<Handle<Alone>> {
        Arc::clone(&self.client)
    }
}

fn json_of(capabilities: &Capabilities) -> Vec<u8> {
    let Capabilities { protocol, limits, csv_versions, kinds, keep_days, clock, abilities } = capabilities;
    let json = serde_json::json!({
        "protocol": protocol,
        "limits": {
            "container_bytes": limits.container_bytes,
            "container_entries": limits.container_entries,
            "wait_seconds": limits.wait.as_secs(),
        },
        "csv_versions": csv_versions,
        "kinds": kinds,
        "keep_days": keep_days,
        "server_time": clock.and_then(|clock| clock.format(&Rfc3339).ok()),
        "receipts": abilities.receipts,
        "directory": abilities.directory,
        "recall": abilities.recall,
    });
    json.to_string().into_bytes()
}

/// A client of the office that the signer's certificate names. Nothing is connected yet. It keeps its own
/// reference to all three.
///
/// The caller frees `*out` with `cpl_client_free`. Several threads may read `options` and `signer` and
/// `trust` at once.
///
/// Errors: `CPL_E_URL`, `CPL_E_SETTING`, `CPL_E_CERT_INVALID`, `CPL_E_CERT_KIND`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_new(
    options: *const cpl_options,
    signer: *const cpl_signer,
    trust: *const cpl_trust,
    out: *mut *mut cpl_client,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let options = arg!(options);
        let signer = arg!(signer);
        let trust = arg!(trust);
        let out = out!(out);
        let trust = trust.0.read()?.clone();
        let settings = options.0.read()?;
        let options = settings.connect()?;
        let transport = connect(&options, Arc::clone(&signer.0), &trust)?;
        let stamper = options.stamper(&trust)?;
        let mut client = Client::new(transport, Arc::clone(&signer.0), trust)?;
        if let Some(bytes) = settings.message_memory {
            client.set_message_memory(bytes);
        }
        if let Some(stamper) = stamper {
            client.set_time_stamper(Arc::new(stamper));
        }
        out.give(cpl_client {
            office_number: client.office_number().to_owned(),
            client: Arc::new(Handle::new(Alone(Mutex::new(client)))),
        });
    })
}

/// The office number of the certificate.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `client` is changed or freed. Several
/// threads may read `client` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_office_number(
    client: *const cpl_client,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let text = out_text!(text, len);
        text.put(&client.office_number);
    })
}

/// Checks a unit against the standard, without sending it. Faults of the files are findings, not errors.
///
/// The caller frees `*out` with `cpl_unit_report_free`. `job` may be NULL. One thread at a time per
/// `client`.
///
/// Errors: `CPL_E_TOO_LARGE`, `CPL_E_FILE_READ`, `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_check(
    client: *mut cpl_client,
    unit: *const cpl_unit,
    job: *const cpl_job,
    out: *mut *mut cpl_unit_report,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let unit = arg!(unit);
        let job = maybe(job);
        let out = out!(out);
        let (client, unit) = (client.share(), unit.share());
        let (mut client, unit) = (client.write()?, unit.read()?);
        let client = client.client();
        out.give(cpl_unit_report::new(job::run(job, |job| client.check(&unit, job))?));
    })
}

/// Checks a unit, seals it, sends it and verifies the relay's receipt. The container is kept in
/// `keep_folder` as `<message id>.asice`, on Unix for its owner only, on Windows with the rights that the
/// folder hands down. Repeating the call with the same unit sends the same message: nothing is sent twice.
///
/// `override_reason` sends in spite of error-level findings; it goes into the signed message: do not put
/// names of users into it.
///
/// The caller frees `*out` with `cpl_sent_free`. `override_reason` and `job` may be NULL. One thread at
/// a time per `client`.
///
/// Errors: `2xx` with the findings, `CPL_E_CERT_OFFICE`, network and TLS `4xx`, refusals of the relay
/// `5xx`, `CPL_E_CANCELLED`, local files `6xx`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_send(
    client: *mut cpl_client,
    unit: *const cpl_unit,
    keep_folder: *const c_char,
    override_reason: *const c_char,
    job: *const cpl_job,
    out: *mut *mut cpl_sent,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let unit = arg!(unit);
        let keep_folder = text!(keep_folder);
        let override_reason = maybe_text!(override_reason);
        let job = maybe(job);
        let out = out!(out);
        let mut options = SendOptions::new(keep_folder);
        if let Some(reason) = override_reason {
            options = options.with_override(reason);
        }
        let (client, unit) = (client.share(), unit.share());
        let (mut client, unit) = (client.write()?, unit.read()?);
        let client = client.client();
        out.give(cpl_sent::new(job::run(job, |job| client.send(&unit, &options, job))?));
    })
}

/// Asks for a page of the inbox after the cursor (empty: from the beginning). Nothing is fetched yet:
/// `cpl_client_next_message` fetches the messages one by one and keeps their containers in `keep_folder`. If
/// there is none, waits up to `wait_ms` for one. A message can come more than once: remember by its id what you
/// have imported.
///
/// The caller frees `*out` with `cpl_inbox_free`. `job` may be NULL. One thread at a time per `client`.
///
/// Errors: network and TLS `4xx`, refusals of the relay `5xx`, `CPL_E_CANCELLED`, `CPL_E_INVALID_ARGUMENT`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_inbox(
    client: *mut cpl_client,
    cursor: *const c_char,
    keep_folder: *const c_char,
    wait_ms: u32,
    job: *const cpl_job,
    out: *mut *mut cpl_inbox,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let cursor = text!(cursor);
        let keep_folder = text!(keep_folder);
        let job = maybe(job);
        let out = out!(out);
        let options = ReceiveOptions::new(keep_folder).with_wait(Duration::from_millis(wait_ms.into()));
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        out.give(cpl_inbox::new(job::run(job, |job| client.inbox(cursor, &options, job))?));
    })
}

/// Fetches the next message of a page, verifies it and keeps its container; `*out` is NULL after the last one.
/// `cpl_message_error` says what is wrong with a message. After an error of this call the message is tried
/// once more at the end of the page; call again for the others.
///
/// The caller frees `*out` with `cpl_message_free`. `job` may be NULL. One thread at a time per
/// `client` and per `inbox`.
///
/// Errors: network and TLS `4xx`, refusals of the relay `5xx`, `CPL_E_CANCELLED`, local files `6xx`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_next_message(
    client: *mut cpl_client,
    inbox: *mut cpl_inbox,
    job: *const cpl_job,
    out: *mut *mut cpl_message,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let inbox = arg!(inbox);
        let job = maybe(job);
        let out = out!(out);
        let (client, inbox) = (client.share(), inbox.share());
        let (mut client, mut inbox) = (client.write()?, inbox.write()?);
        let client = client.client();
        match job::run(job, |job| client.next_message(&mut inbox, job))? {
            Some(incoming) => out.give(cpl_message::of(incoming)),
            None => out.put(std::ptr::null_mut()),
        }
    })
}

/// Fetches a whole page of the inbox after the cursor (empty: from the beginning), verifies each message and
/// keeps its container in `keep_folder`. Where the page ends early `cpl_batch_error` says why. If there is none, waits up to `wait_ms` for one. A message can come
/// more than once: remember by its id what you have imported.
///
/// The caller frees `*out` with `cpl_batch_free`. `job` may be NULL. One thread at a time per `client`.
///
/// Errors: network and TLS `4xx`, refusals of the relay `5xx`, `CPL_E_CANCELLED`, local files `6xx`
/// (nothing is lost then: repeat with the same cursor), `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_receive(
    client: *mut cpl_client,
    cursor: *const c_char,
    keep_folder: *const c_char,
    wait_ms: u32,
    job: *const cpl_job,
    out: *mut *mut cpl_batch,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let cursor = text!(cursor);
        let keep_folder = text!(keep_folder);
        let job = maybe(job);
        let out = out!(out);
        let options = ReceiveOptions::new(keep_folder).with_wait(Duration::from_millis(wait_ms.into()));
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        out.give(cpl_batch::new(job::run(job, |job| client.receive(cursor, &options, job))?));
    })
}

/// Opens and verifies a container that `cpl_client_receive` has kept.
///
/// The caller frees `*out` with `cpl_message_free`. `job` may be NULL. One thread at a time per
/// `client`.
///
/// Errors: `3xx`, `CPL_E_FILE_READ`, `CPL_E_MESSAGE_REFERENCE`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_open(
    client: *mut cpl_client,
    message_id: *const c_char,
    path: *const c_char,
    job: *const cpl_job,
    out: *mut *mut cpl_message,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let message_id = text!(message_id);
        let path = text!(path);
        let job = maybe(job);
        let out = out!(out);
        let id = message_id.parse()?;
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        out.give(cpl_message::opened(job::run(job, |job| client.open_received(&id, Path::new(path), job))?));
    })
}

/// Reports to sender and relay, signed, what became of a message: imported, or refused for a reason. Call it
/// once rows and cursor are committed. The first outcome is final: repeating or contradicting it changes nothing,
/// and `*out` says which outcome is valid.
///
/// `refused_reason` NULL means imported. It is one line that says something; a blank one is refused.
///
/// The caller frees `*out` with `cpl_acknowledged_free`. `refused_reason` and `job` may be NULL. One thread at
/// a time per `client`.
///
/// Errors: `CPL_E_REASON`, `CPL_E_MESSAGE_REFERENCE`, `CPL_E_RELAY_STATE` if the message was not picked up, network
/// and TLS `4xx`, refusals of the relay `5xx`, `3xx` where the relay names a first receipt that is not ours,
/// `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_acknowledge(
    client: *mut cpl_client,
    message_id: *const c_char,
    from_office: *const c_char,
    to_office: *const c_char,
    refused_reason: *const c_char,
    job: *const cpl_job,
    out: *mut *mut cpl_acknowledged,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let message_id = text!(message_id);
        let from_office = text!(from_office);
        let to_office = text!(to_office);
        let refused_reason = maybe_text!(refused_reason);
        let job = maybe(job);
        let out = out!(out);
        let (from, to) = (from_office.to_owned(), to_office.to_owned());
        let reference = MessageReference { id: message_id.parse()?, from, to };
        let outcome = refused_reason.map_or(Outcome::Imported, |reason| Outcome::Refused(reason.to_owned()));
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        out.give(cpl_acknowledged(job::run(job, |job| client.acknowledge(&reference, &outcome, job))?));
    })
}

/// Lists our own messages after the cursor (empty: from the beginning) with their states and receipts. A
/// receipt that cannot be verified is listed as such.
///
/// The caller frees `*out` with `cpl_sent_list_free`. `job` may be NULL. One thread at a time per
/// `client`.
///
/// Errors: network and TLS `4xx`, refusals of the relay `5xx`, `CPL_E_CANCELLED`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_sent(
    client: *mut cpl_client,
    cursor: *const c_char,
    job: *const cpl_job,
    out: *mut *mut cpl_sent_list,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let cursor = text!(cursor);
        let job = maybe(job);
        let out = out!(out);
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        out.give(cpl_sent_list::new(job::run(job, |job| client.sent(cursor, job))?));
    })
}

/// Recalls one of our messages before the receiver has picked it up. Repeating it has no effect.
///
/// `job` may be NULL. One thread at a time per `client`.
///
/// Errors: `CPL_E_RELAY_STATE` where it was picked up already, network and TLS `4xx`, refusals of the
/// relay `5xx`, `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`,
/// `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_recall(
    client: *mut cpl_client,
    message_id: *const c_char,
    job: *const cpl_job,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let message_id = text!(message_id);
        let job = maybe(job);
        let id = message_id.parse()?;
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        job::run(job, |job| client.recall(&id, job))?;
    })
}

/// Looks an office up in the relay's directory; `*out` is NULL if it is not registered.
///
/// The caller frees `*out` with `cpl_office_free`. `job` may be NULL. One thread at a time per
/// `client`.
///
/// Errors: network and TLS `4xx`, refusals of the relay `5xx`, `CPL_E_CANCELLED`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_office(
    client: *mut cpl_client,
    number: *const c_char,
    job: *const cpl_job,
    out: *mut *mut cpl_office,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let number = text!(number);
        let job = maybe(job);
        let out = out!(out);
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        match job::run(job, |job| client.office(number, job))? {
            Some(office) => out.give(cpl_office::new(office)),
            None => out.put(std::ptr::null_mut()),
        }
    })
}

/// What the relay can do, as JSON: `protocol`, `limits` (`container_bytes`, `container_entries`, `wait_seconds`),
/// `csv_versions`, `kinds`, `keep_days` and `server_time` (null where the relay does not say), `receipts`,
/// `directory`, `recall` (what not every relay can do). The verbs ask for it themselves and observe the limits;
/// this call changes nothing.
///
/// The caller frees `*out` with `cpl_bytes_free`. `job` may be NULL. One thread at a time per `client`.
///
/// Errors: network and TLS `4xx`, refusals of the relay `5xx`, `CPL_E_CANCELLED`,
/// `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_capabilities(
    client: *mut cpl_client,
    job: *const cpl_job,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let job = maybe(job);
        let out = out!(out);
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        let capabilities = job::run(job, |job| client.capabilities(job))?;
        out.give(cpl_bytes(json_of(&capabilities)));
    })
}

/// Checks key, certificate, relay, clock, registration and licence; whatever is wrong is a line, not an
/// error.
///
/// The caller frees `*out` with `cpl_diagnosis_free`. `job` may be NULL. One thread at a time per
/// `client`.
///
/// Errors: `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_doctor(
    client: *mut cpl_client,
    job: *const cpl_job,
    out: *mut *mut cpl_diagnosis,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let client = arg!(client);
        let job = maybe(job);
        let out = out!(out);
        let client = client.share();
        let mut client = client.write()?;
        let client = client.client();
        out.give(cpl_diagnosis(job::run(job, |job| client.doctor(job))?));
    })
}

/// Frees a client; a verb that still runs in it goes on to its end. NULL is fine; twice is not. Not while
/// another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_client_free(client: *mut cpl_client) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(client) }
}
