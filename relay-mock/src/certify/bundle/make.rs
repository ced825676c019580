//! Making a bundle.

use cplink::Result;
use cplink::file::{MAX_NAME, Source};
use cplink::keys::{Signer, Trust, UnixTime};
use cplink::progress::Job;
use cplink::seal::{self, Draft, Limits, MessageHeader, Party, japan_time, unix_time};

use super::contents::{BundleInput, parts};
use super::record::{BundleRecord, FORMAT, KeyOrigin, files};
use crate::certify::judge::Verdict;
use crate::certify::transcript::{KeptFile, PackName, Transcript};

/// How large a bundle may be: a pack of some hundred cases.
pub const LIMITS: Limits = Limits { parts: 8_000, name_bytes: MAX_NAME, part_bytes: 256 << 20, total_bytes: 1 << 30 };

/// The program that makes it: its version, and the number of what makes its pages. Two builds of a version that differ
/// in it are two makers: neither can say that the other's pages are wrong.
pub(super) const MAKER: &str = concat!("relay-mock ", env!("CARGO_PKG_VERSION"), " (", env!("CERTIFY_PAGES"), ")");

/// A bundle.
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl BundleRecord {
    /// What a bundle of this verdict says of itself.
    ///
    /// # Errors
    /// [`InvalidArgument`](cplink::Code::InvalidArgument) for a time beyond the year 9999.
    pub fn new(
        transcript: &Transcript,
        verdict: &Verdict,
        tester: Option<String>,
        key: KeyOrigin,
        made: UnixTime,
    ) -> Result<Self> {
        let pack = &verdict.pack;
        Ok(Self {
            format: FORMAT.to_owned(),
            run: transcript.run.run.clone(),
            made: seal::rfc3339_utc(made)?,
            by: MAKER.to_owned(),
            tester,
            key,
            product: transcript.run.product.clone(),
            pack: PackName { id: pack.id.clone(), version: pack.version.clone(), sha256: pack.sha256.clone() },
            word: verdict.word,
            files: files(transcript),
        })
    }
}

/// Makes and signs a bundle. The signer's certificate must be an office's, and lead to the authorities.
///
/// # Errors
/// Those of [`Trust::check`], [`Draft::prepare`] and [`Draft::seal`].
pub fn make(input: &BundleInput<'_>, signer: &dyn Signer) -> Result<Made> {
    let made = unix_time(&input.record.made)?;
    let trust = Trust::from_pem(input.authorities.as_bytes())?;
    let identity = trust.check(signer, None, made)?;
    let office = Party { office: identity.office_number, service_type: "00".to_owned() };
    let serial: String = japan_time(made)?.chars().filter(char::is_ascii_digit).collect();
    let message = MessageHeader {
        from: office.clone(),
        to: office,
        created: MessageHeader::created_at(&serial)?,
        serial,
        csv_version: None,
        kind: "certification".to_owned(),
        subject: format!("relay-mock certify {} {}", input.record.pack.id, input.record.run),
        supersedes: None,
        override_reason: None,
    };
    let parts =
        parts(input).into_iter().map(|part| seal::Part::new(part.name, part.media_type, Source::Bytes(part.bytes)));
    let draft = Draft::prepare(message, parts.collect(), &LIMITS, &mut Job::new())?;
    let mut bytes = Vec::new();
    draft.seal(signer, made, &mut bytes, &mut Job::new())?;
    let sha256 = KeptFile::sum(&bytes);
    Ok(Made { bytes, sha256 })
}
