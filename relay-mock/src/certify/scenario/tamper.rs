//! What is wrong with the message that carries a unit.

use serde::{Deserialize, Serialize};

/// How the message that carries a unit was spoilt on its way. The unit in it is right: it must not be imported all
/// the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tamper {
    /// A bit of a CSV file is another than when it was signed.
    PartAltered,
    /// A file was put into the container after it was signed.
    PartAdded,
    /// A file was taken out of the container after it was signed.
    PartRemoved,
    /// A bit of the signature is another.
    SignatureAltered,
    /// The container ends early.
    CutOff,
    /// The sender's certificate was issued by nobody whom the product trusts.
    UnknownIssuer,
    /// The sender's certificate had expired when the message was signed.
    Expired,
    /// The sender's certificate was revoked before the message was signed.
    Revoked,
    /// The certificate is of another office than the sender that the message names.
    OtherSigner,
    /// The message is addressed to another office.
    OtherReceiver,
}
