//! The commands by which anybody checks an export, with `unzip` and `openssl` (3.0 or newer) alone.
//! They run in the export's folder, in the order of the page. A test runs them as they are printed.

use base64ct::{Base64, Encoding};

use super::verified::VerifiedMessage;
use super::{AUTHORITIES, CHECK, CRLS, STAMPS};
use crate::error::Result;
use crate::keys::UnixTime;
use crate::seal::zip::{MANIFEST, SIGNATURE};
use crate::seal::{MessageId, Receipt, VerifiedReceipt};

/// A command, and what it prints where that is what one looks at.
pub(super) struct Command {
    pub(super) line: String,
    pub(super) prints: Option<String>,
}

impl Command {
    fn new(line: String) -> Self {
        Self { line, prints: None }
    }

    fn printing(line: String, prints: String) -> Self {
        Self { line, prints: Some(prints) }
    }
}

/// Where a container is unpacked to.
fn folder(item: &VerifiedMessage) -> String {
    format!("{CHECK}{}", item.id)
}

/// Unpacks a container into a folder of its own.
pub(super) fn unpack(item: &VerifiedMessage) -> Command {
    Command::new(format!("unzip -q -o messages/{}.asice -d {}", item.id, folder(item)))
}

/// The signature over the manifest, as of the time at which the container was verified.
pub(super) fn signature(item: &VerifiedMessage) -> Command {
    let folder = folder(item);
    Command::new(format!(
        "openssl cms -verify -cades -binary -inform DER -in {folder}/{SIGNATURE} -content {folder}/{MANIFEST} \
         -CAfile {AUTHORITIES} -purpose any -attime {} -out {folder}/signed.xml",
        item.verification_time.at().as_secs()
    ))
}

/// The message id, which is the manifest's digest.
pub(super) fn id(item: &VerifiedMessage) -> Command {
    let file = format!("{}/{MANIFEST}", folder(item));
    Command::printing(format!("openssl dgst -sha256 -r {file}"), format!("{} *{file}", item.id))
}

/// A file's digest as the manifest has it.
pub(super) fn part(item: &VerifiedMessage, name: &str, sha256: &[u8; 32]) -> Command {
    let file = quoted(&format!("{}/{name}", folder(item)));
    Command::printing(format!("openssl dgst -sha256 -binary {file} | openssl base64"), Base64::encode_string(sha256))
}

/// The time stamp: its token and the value of the signature cut out, and the one checked over the
/// other.
pub(super) fn stamp(item: &VerifiedMessage, at: UnixTime) -> Vec<Command> {
    let places = item.signer.places;
    let Some(token) = places.token else { return Vec::new() };
    let folder = folder(item);
    let cut = |(offset, length): (usize, usize), out: &str| {
        Command::new(format!(
            "openssl asn1parse -inform DER -in {folder}/{SIGNATURE} -offset {offset} -length {length} -noout \
             -out {folder}/{out}"
        ))
    };
    vec![
        cut(places.value, "signature.bin"),
        cut(token, "stamp.tst"),
        Command::new(format!(
            "openssl ts -verify -token_in -in {folder}/stamp.tst -data {folder}/signature.bin -CAfile {STAMPS} \
             -attime {}",
            at.as_secs()
        )),
    ]
}

/// That a signer's certificate is not on its issuer's revocation list.
pub(super) fn revocation(signer: &str) -> Command {
    Command::new(format!(
        "openssl verify -no_check_time -crl_check -CAfile {AUTHORITIES} -CRLfile {CRLS} -untrusted {signer} {signer}"
    ))
}

/// The revocation lists with all that is in them: `openssl verify` compares no time of revocation.
pub(super) fn lists() -> Command {
    Command::new(format!("openssl storeutl -noout -text -crls {CRLS}"))
}

/// A receipt's signature, as of its signing; what it says is printed.
pub(super) fn receipt(name: &str, verified: &VerifiedReceipt) -> Result<Command> {
    let line = format!(
        "openssl cms -verify -cades -binary -inform DER -in {name} -CAfile {AUTHORITIES} -purpose any -attime {}",
        verified.signer.signing_time.as_secs()
    );
    Ok(Command::printing(line, verified.receipt.text()?))
}

/// A receipt's digest, which the next one of the chain names.
pub(super) fn receipt_digest(name: &str, der: &[u8]) -> Command {
    Command::printing(format!("openssl dgst -sha256 -r {name}"), format!("{} *{name}", MessageId(Receipt::digest(der))))
}

/// The name of a receipt's file.
pub(super) fn receipt_name(verified: &VerifiedReceipt, der: &[u8]) -> String {
    let digest = MessageId(Receipt::digest(der)).to_string();
    let receipt = &verified.receipt;
    format!("receipts/{}-{}-{}.p7s", receipt.message, receipt.kind.token(), &digest[..8])
}

/// The name of the *accepted* receipt that lay beside a container.
pub(super) fn beside_name(id: MessageId) -> String {
    format!("messages/{id}.accepted.p7s")
}

/// For a shell, whatever the name holds.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
