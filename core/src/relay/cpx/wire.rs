//! The JSON bodies of CPX/1. Unknown members are ignored, so that an older
//! client can talk to a newer relay.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::day;
use super::list;
use super::problem_code::{ProblemCode, retry_token};
use crate::relay::State;
use crate::seal::MessageId;

/// The protocol's name and version.
pub const PROTOCOL: &str = "CPX/1";
/// The media type of a container.
pub const CONTAINER_TYPE: &str = "application/vnd.etsi.asic-e+zip";
/// The media type of a receipt.
pub const RECEIPT_TYPE: &str = "application/cms";
/// The media type of a problem.
pub const PROBLEM_TYPE: &str = "application/problem+json";
/// The header of a request that an agent makes: the number of the office that it acts for.
pub const ACTING_FOR: &str = "cpx-acting-for";
/// The largest receipt that may travel.
pub const MAX_RECEIPT_BYTES: usize = 64 * 1024;
/// The longest cursor.
pub const MAX_CURSOR_CHARS: usize = 256;
/// The most entries of a page, whatever a relay's own limit is.
const MAX_PAGE_ENTRIES: usize = 1000;
/// The most names of a list: versions, kinds, services, features.
const MAX_NAMES: usize = 200;
/// The most receipts of a message: there are five kinds of them.
const MAX_RECEIPTS: usize = 20;
/// As many findings of a relay as anybody will read.
pub(super) const MAX_FINDINGS: usize = 1000;

/// What a relay can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    /// [`PROTOCOL`].
    pub protocol: String,
    /// The limits.
    pub limits: Limits,
    /// The CSV versions whose files it takes.
    #[serde(deserialize_with = "list::at_most::<MAX_NAMES, _, _>")]
    pub csv_versions: Vec<String>,
    /// The kinds of message it takes.
    #[serde(deserialize_with = "list::at_most::<MAX_NAMES, _, _>")]
    pub kinds: Vec<String>,
    /// How many days a message is kept.
    pub keep_days: u32,
    /// Optional features by name.
    #[serde(deserialize_with = "list::at_most::<MAX_NAMES, _, _>")]
    pub features: Vec<String>,
    /// The relay's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub server_time: OffsetDateTime,
}

/// A relay's limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The largest container, in bytes.
    pub container_bytes: u64,
    /// The most entries of a container.
    pub container_entries: u32,
    /// The most entries of a page.
    pub page_entries: u32,
    /// The longest wait of a long poll, in seconds.
    pub wait_seconds: u32,
}

/// An office of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// The 10-digit office number.
    pub number: String,
    /// The name.
    pub name: String,
    /// Whether it is registered.
    pub registered: bool,
    /// The CSV versions it can import.
    #[serde(deserialize_with = "list::at_most::<MAX_NAMES, _, _>")]
    pub csv_versions: Vec<String>,
    /// Its 2-digit service types.
    #[serde(deserialize_with = "list::at_most::<MAX_NAMES, _, _>")]
    pub service_types: Vec<String>,
    /// The last day of its licence.
    #[serde(with = "day", default, skip_serializing_if = "Option::is_none")]
    pub licence_until: Option<Date>,
    /// Whether the licence is valid today.
    pub licensed: bool,
    /// The numbers of the offices that may act for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "list::at_most::<MAX_NAMES, _, _>")]
    pub agents: Vec<String>,
}

/// The answer of the directory: one office or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offices {
    /// The offices found.
    #[serde(deserialize_with = "list::at_most::<2, _, _>")]
    pub offices: Vec<Office>,
}

/// A page of the inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxPage {
    /// The messages, oldest first.
    #[serde(deserialize_with = "list::at_most::<MAX_PAGE_ENTRIES, _, _>")]
    pub entries: Vec<InboxEntry>,
    /// The cursor after the last of them: opaque, keep it as it is.
    pub next: String,
}

/// A message in the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxEntry {
    /// The message id.
    pub id: MessageId,
    /// The sending office's number.
    pub from: String,
    /// The kind of message.
    pub kind: String,
    /// The container's size in bytes.
    pub size: u64,
    /// When the relay accepted it.
    #[serde(with = "time::serde::rfc3339")]
    pub accepted_at: OffsetDateTime,
    /// The cursor after this message: opaque, keep it as it is.
    pub cursor: String,
    /// The *accepted* receipt (CMS, DER; base64 on the wire), where it names an agent.
    #[serde(with = "base64_option", default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Vec<u8>>,
}

/// A page of the sent list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentPage {
    /// The messages, oldest first.
    #[serde(deserialize_with = "list::at_most::<MAX_PAGE_ENTRIES, _, _>")]
    pub entries: Vec<SentEntry>,
    /// The cursor after the last of them: opaque, keep it as it is.
    pub next: String,
}

/// A message of our own and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentEntry {
    /// The message id.
    pub id: MessageId,
    /// The receiving office's number.
    pub to: String,
    /// The kind of message.
    pub kind: String,
    /// The state.
    #[serde(with = "state")]
    pub state: State,
    /// When the relay accepted it.
    #[serde(with = "time::serde::rfc3339")]
    pub accepted_at: OffsetDateTime,
    /// The receipts so far (CMS, DER; base64 on the wire), oldest first.
    #[serde(with = "base64_list")]
    pub receipts: Vec<Vec<u8>>,
}

/// The answer to an acknowledgement or a recall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageState {
    /// The message id.
    pub id: MessageId,
    /// The state it has now.
    #[serde(with = "state")]
    pub state: State,
    /// Whether an outcome had been reported before: of an acknowledgement.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeat: bool,
    /// The receiver's valid receipt (CMS, DER; base64 on the wire): of an acknowledgement.
    #[serde(with = "base64_option", default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Vec<u8>>,
    /// The relay's *recorded* receipt of it (CMS, DER; base64 on the wire): of an acknowledgement.
    #[serde(with = "base64_option", default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Vec<u8>>,
}

/// Problem details (RFC 9457) with our members. The texts never contain a value of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// A URI that names the problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is wrong, in English.
    pub title: String,
    /// What is wrong, in Japanese.
    pub title_ja: String,
    /// The HTTP status.
    pub status: u16,
    /// What exactly is wrong here, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The path of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The problem code: see [`ProblemCode`].
    pub code: String,
    /// `never`, `after-fix`, `safe` or `login`.
    pub retry: String,
    /// The file at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its 1-based row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The layout's item number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_number: Option<u16>,
    /// Findings, where the relay checked the files.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "list::the_first::<MAX_FINDINGS, _, _>")]
    pub findings: Vec<ProblemFinding>,
}

/// A finding of the relay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProblemFinding {
    /// The rule's id.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The 1-based row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// The layout's item number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_number: Option<u16>,
    /// What completes the texts: a limit, a code point, file kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// What is wrong, in Japanese.
    pub message_ja: String,
    /// What is wrong, in English.
    pub message_en: String,
}

impl Problem {
    /// The problem of this code, with the table's texts.
    pub fn new(code: ProblemCode) -> Self {
        Self {
            kind: format!("urn:cpx:1:problem:{}", code.token()),
            title: code.title().to_owned(),
            title_ja: code.title_ja().to_owned(),
            status: code.status(),
            code: code.token().to_owned(),
            retry: retry_token(code.retry()).to_owned(),
            ..Self::default()
        }
    }

    /// Adds what exactly is wrong, in English: never a value of a row.
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds the file at fault.
    pub fn with_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }
}

mod state {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::relay::State;

    pub(super) fn serialize<S: Serializer>(state: &State, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(state.token())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<State, D::Error> {
        let token = String::deserialize(from)?;
        // A state of a newer relay is not known; and what a person says of files carried by hand is no word of any.
        let told = State::from_token(&token).filter(|state| !state.by_hand());
        Ok(told.unwrap_or(State::Unknown))
    }
}

mod base64_option {
    use base64ct::{Base64, Encoding};
    use serde::{Deserialize, Deserializer, Serializer};

    use super::base64_list::Decoded;

    pub(super) fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, to: S) -> Result<S::Ok, S::Error> {
        match bytes {
            Some(bytes) => to.serialize_some(&Base64::encode_string(bytes)),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u8>>, D::Error> {
        Ok(Option::<Decoded>::deserialize(from)?.map(|one| one.0))
    }
}

mod base64_list {
    use base64ct::{Base64, Encoding};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::{MAX_RECEIPT_BYTES, MAX_RECEIPTS, list};

    /// Decoded where it is read, so that a page is never in memory a third time.
    pub(super) struct Decoded(pub(super) Vec<u8>);

    impl<'de> Deserialize<'de> for Decoded {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
            let bytes = Base64::decode_vec(&text).map_err(|_| D::Error::custom("not base64"))?;
            if bytes.len() > MAX_RECEIPT_BYTES {
                return Err(D::Error::custom("a receipt that is too long"));
            }
            Ok(Self(bytes))
        }
    }

    pub(super) fn serialize<S: Serializer>(list: &[Vec<u8>], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(list.iter().map(|bytes| Base64::encode_string(bytes)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<u8>>, D::Error> {
        let list: Vec<Decoded> = list::at_most::<MAX_RECEIPTS, _, _>(from)?;
        Ok(list.into_iter().map(|one| one.0).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_members_and_states_are_passed_over() {
        let id = "0".repeat(64);
        let json = format!(
            r#"{{"entries":[{{"id":"{id}","to":"1370000029","kind":"slip","state":"archived",
            "accepted_at":"2026-01-31T00:00:00Z","receipts":["AQID"],"colour":"red"}}],"next":"c1","x":1}}"#
        );
        let page: SentPage = serde_json::from_str(&json).unwrap();
        assert_eq!(page.entries[0].state, State::Unknown);
        assert_eq!(page.entries[0].receipts, [vec![1, 2, 3]]);
    }

    #[test]
    fn what_a_person_says_of_files_is_no_state_of_a_relay() {
        for state in State::ALL {
            let json = format!(
                r#"{{"id":"{}","to":"1370000029","kind":"slip","state":"{}","accepted_at":"2026-01-31T00:00:00Z",
                "receipts":[]}}"#,
                "0".repeat(64),
                state.token()
            );
            let entry: SentEntry = serde_json::from_str(&json).unwrap();
            assert_eq!(entry.state, if state.by_hand() { State::Unknown } else { *state });
        }
        assert_eq!(State::ALL.iter().filter(|state| state.by_hand()).count(), 2);
    }

    #[test]
    fn an_office_survives_the_way() {
        let office = Office {
            number: "1370000011".to_owned(),
            name: "みどり".to_owned(),
            registered: true,
            csv_versions: vec!["202407".to_owned()],
            service_types: vec!["43".to_owned()],
            licence_until: Date::from_calendar_date(2027, time::Month::March, 31).ok(),
            licensed: true,
            agents: vec!["1370000037".to_owned()],
        };
        let json = serde_json::to_string(&office).unwrap();
        assert!(json.contains(r#""licence_until":"2027-03-31""#), "{json}");
        assert_eq!(serde_json::from_str::<Office>(&json).unwrap(), office);
    }
}
