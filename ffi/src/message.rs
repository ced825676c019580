//! One message that came in.

use crate::boundary::Handle;
use crate::boundary::{arg, border, free, maybe, out, out_bytes, out_text, text};
use crate::bytes::cpl_bytes;
use crate::error::cpl_error;
use crate::files::cpl_files;
use crate::findings::cpl_findings;
use crate::job;
use crate::job::cpl_job;
use crate::layout::wrong;
use cplink::client::{Checked, Incoming, ReceivedMessage};
use cplink::keys::Notice;
use cplink::progress::Job;
use cplink::{Code, Error, Result};
use std::ffi::c_char;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A received message: verified, or with the error that says why it could not be opened.
pub struct cpl_message {
    id: String,
    from: String,
    to: String,
    content: std::result::Result<Box<Content>, cpl_error>,
}

struct Content {
    container: String,
    signed_at: i64,
    organization: String,
    supersedes: String,
    parts: Vec<(String, u64)>,
    certificate: Vec<u8>,
    message: cplink::seal::MessageHeader,
    notices: Vec<Notice>,
    // Reading a part moves the place in the container's file.
    received: Arc<Handle<ReceivedMessage>>,
    rows: OnceLock<Rows>,
    /// Held by the one thread that reads them.
    reading: Mutex<()>,
}

/// What is read when it is first asked for.
struct Rows {
    unit_kind: &'static str,
    files: cpl_files,
    findings: cpl_findings,
}

impl Rows {
    fn new(Checked { contents, report }: Checked) -> Self {
        let all: Vec<_> = report.all_findings().cloned().collect();
        Self {
            unit_kind: report.unit_kind.map_or("", |unit| unit.token()),
            files: cpl_files::new(contents.files, report.files),
            findings: cpl_findings::new(all),
        }
    }
}

impl cpl_message {
    pub(crate) fn of(incoming: Incoming) -> Self {
        let Incoming { reference, content } = incoming;
        let content = content.map(|received| Box::new(Content::new(received))).map_err(cpl_error::new);
        Self { id: reference.id.to_string(), from: reference.from, to: reference.to, content }
    }

    pub(crate) fn opened(received: ReceivedMessage) -> Self {
        let (id, party) = (received.id.to_string(), |party: &cplink::seal::Party| party.office.clone());
        let (from, to) = (party(&received.message.from), party(&received.message.to));
        Self { id, from, to, content: Ok(Box::new(Content::new(received))) }
    }

    fn content(&self) -> Result<&Content> {
        self.content.as_deref().map_err(|_| wrong("the message could not be opened; see cpl_message_error"))
    }
}

impl Content {
    fn new(received: ReceivedMessage) -> Self {
        Self {
            container: received.container.to_string_lossy().into_owned(),
            signed_at: i64::try_from(received.signer.signing_time.as_secs()).unwrap_or(i64::MAX),
            organization: received.signer.identity.organization.clone().unwrap_or_default(),
            supersedes: received.message.supersedes.map(|id| id.to_string()).unwrap_or_default(),
            parts: received.parts().map(|(name, size)| (name.to_owned(), size)).collect(),
            certificate: received.signer.certificate.to_vec(),
            message: received.message.clone(),
            notices: received.signer.notices.clone(),
            received: Arc::new(Handle::new(received)),
            rows: OnceLock::new(),
            reading: Mutex::new(()),
        }
    }

    fn notice(&self, index: usize) -> Result<Notice> {
        let notice = self.notices.get(index).copied();
        notice.ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such notice"))
    }

    /// The rows, read by the first call that asks for them.
    fn rows(&self) -> Result<&Rows> {
        if let Some(rows) = self.rows.get() {
            return Ok(rows);
        }
        let _alone = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rows) = self.rows.get() {
            return Ok(rows);
        }
        let rows = Rows::new(self.received.write()?.read(&mut Job::new())?);
        Ok(self.rows.get_or_init(|| rows))
    }

    fn part(&self, index: usize) -> Result<&(String, u64)> {
        self.parts.get(index).ok_or_else(|| Error::new(Code::InvalidArgument).with_detail("no such file"))
    }
}

/// The message id: 64 lower-case hexadecimal digits.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_id(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.id);
    })
}

/// The sending office's number.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_from_office(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.from);
    })
}

/// The receiving office's number: ours.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_to_office(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.to);
    })
}

/// Why the message could not be opened; `*out` is NULL if it was opened. Refuse such a message with
/// `cpl_client_acknowledge`.
///
/// `*out` is borrowed until `message` is changed or freed; do not free it. Several threads may read
/// `message` at once.
///
/// Errors: `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_error(
    message: *const cpl_message,
    out: *mut *const cpl_error,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let out = out!(out);
        out.put(message.content.as_ref().err().map_or(std::ptr::null(), std::ptr::from_ref));
    })
}

/// The sender's service type.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_from_service_type(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.message.from.service_type);
    })
}

/// The receiver's service type.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_to_service_type(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.message.to.service_type);
    })
}

/// The serial (ファイル連番), by which units are imported in order.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_serial(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.message.serial);
    })
}

/// The kind of unit according to the sender, as `results`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_kind(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.message.kind);
    })
}

/// Which sending unit of the standard it is; empty if it is not one. The first call that asks for it, for
/// the files or for the findings reads the rows.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_TOO_LARGE` where its
/// rows would take too much memory, `CPL_E_CONTAINER_DIGEST`, `CPL_E_FILE_READ`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_unit_kind(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(message.content()?.rows()?.unit_kind);
    })
}

/// The subject line.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_subject(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.message.subject);
    })
}

/// When it was made, from its serial: RFC 3339, Japanese time.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_created(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.message.created);
    })
}

/// The CSV version; empty if there is none.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_csv_version(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put_maybe(message.content()?.message.csv_version.as_deref());
    })
}

/// The id of the message that this one replaces; empty if it replaces none.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_supersedes(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.supersedes);
    })
}

/// Why it was sent in spite of error-level findings; empty if there were none.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_override_reason(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put_maybe(message.content()?.message.override_reason.as_deref());
    })
}

/// The path of the container that is kept.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_container(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.container);
    })
}

/// The name in the signer's certificate; empty if there is none.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_signer_organization(
    message: *const cpl_message,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.organization);
    })
}

/// The signer's certificate (DER), verified.
///
/// `data` points to `len` bytes, borrowed until `message` is changed or freed. Several threads may read
/// `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_signer_certificate(
    message: *const cpl_message,
    data: *mut *const u8,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let data = out_bytes!(data, len);
        data.put(&message.content()?.certificate);
    })
}

/// When it was signed, by the signer's clock: seconds since 1970-01-01 UTC.
///
/// Several threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_signed_at(
    message: *const cpl_message,
    value: *mut i64,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let value = out!(value);
        value.put(message.content()?.signed_at);
    })
}

/// The CSV files with their rows, read by the first call that asks.
///
/// `*out` is borrowed until `message` is changed or freed; do not free it. Several threads may read
/// `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_TOO_LARGE` where its
/// rows would take too much memory, `CPL_E_CONTAINER_DIGEST`, `CPL_E_FILE_READ`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_files(
    message: *const cpl_message,
    out: *mut *const cpl_files,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let out = out!(out);
        out.lend(&message.content()?.rows()?.files);
    })
}

/// All findings: each file's, then the unit's.
///
/// `*out` is borrowed until `message` is changed or freed; do not free it. Several threads may read
/// `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_TOO_LARGE` where its
/// rows would take too much memory, `CPL_E_CONTAINER_DIGEST`, `CPL_E_FILE_READ`, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_findings(
    message: *const cpl_message,
    out: *mut *const cpl_findings,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let out = out!(out);
        out.lend(&message.content()?.rows()?.findings);
    })
}

/// How many notices there are: what should be reported although the signature holds.
///
/// Several threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_notices_len(
    message: *const cpl_message,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let count = out!(count);
        count.put(message.content()?.notices.len());
    })
}

/// A notice by 0-based index: `stamp_untrusted`, `crl_stale`, `crl_missing`, `crl_unusable`, `crl_future`,
/// `expired_since`, `revoked_since`.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_notice(
    message: *const cpl_message,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(message.content()?.notice(index)?.id());
    })
}

/// The same in Japanese, for the user.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_notice_ja(
    message: *const cpl_message,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(message.content()?.notice(index)?.message_ja());
    })
}

/// How many files the message carries: CSV and attachments.
///
/// Several threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_parts_len(
    message: *const cpl_message,
    count: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let count = out!(count);
        count.put(message.content()?.parts.len());
    })
}

/// A file's name, by 0-based index.
///
/// `text` is UTF-8 of `len` bytes without NUL, borrowed until `message` is changed or freed. Several
/// threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_part_name(
    message: *const cpl_message,
    index: usize,
    text: *mut *const c_char,
    len: *mut usize,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let text = out_text!(text, len);
        text.put(&message.content()?.part(index)?.0);
    })
}

/// A file's size in bytes, by 0-based index.
///
/// Several threads may read `message` at once.
///
/// Errors: `CPL_E_INVALID_ARGUMENT` where the message could not be opened, `CPL_E_NULL_ARGUMENT`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_part_size(
    message: *const cpl_message,
    index: usize,
    value: *mut u64,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let value = out!(value);
        value.put(message.content()?.part(index)?.1);
    })
}

/// A file's exact bytes by its name, verified once more on the way.
///
/// The caller frees `*out` with `cpl_bytes_free`. `job` may be NULL. One thread at a time per
/// `message`.
///
/// Errors: `CPL_E_INVALID_ARGUMENT`, `CPL_E_TOO_LARGE` where there is no memory for them,
/// `CPL_E_CONTAINER_DIGEST`, `CPL_E_FILE_READ`, `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`,
/// `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_read(
    message: *mut cpl_message,
    name: *const c_char,
    job: *const cpl_job,
    out: *mut *mut cpl_bytes,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let name = text!(name);
        let job = maybe(job);
        let out = out!(out);
        let received = Arc::clone(&message.content()?.received);
        let mut received = received.write()?;
        out.give(cpl_bytes(job::run(job, |job| received.bytes(name, job))?));
    })
}

/// Writes all files into a folder, which is created if it is missing. A file is never left half written, and none is
/// replaced: one that is there with the same bytes stays.
///
/// `job` may be NULL. One thread at a time per `message`.
///
/// Errors: `CPL_E_FILE_EXISTS` with the file that has other bytes, `CPL_E_INVALID_ARGUMENT`,
/// `CPL_E_CONTAINER_DIGEST`, `CPL_E_FILE_WRITE`, `CPL_E_DISK_FULL`,
/// `CPL_E_CANCELLED`, `CPL_E_NULL_ARGUMENT`, `CPL_E_NOT_UTF8`, `CPL_E_BUSY`, `CPL_E_POISONED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_save(
    message: *mut cpl_message,
    folder: *const c_char,
    job: *const cpl_job,
    err: *mut *mut cpl_error,
) -> i32 {
    border!(err, {
        let message = arg!(message);
        let folder = text!(folder);
        let job = maybe(job);
        let received = Arc::clone(&message.content()?.received);
        let mut received = received.write()?;
        job::run(job, |job| received.save(Path::new(folder), job))?;
    })
}

/// Frees a message and the data borrowed from it; the kept container stays. NULL is fine; twice is not. Not
/// while another thread uses it or data borrowed from it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cpl_message_free(message: *mut cpl_message) {
    // SAFETY: NULL or a handle of ours that was not freed before, by the caller's promise.
    unsafe { free(message) }
}
