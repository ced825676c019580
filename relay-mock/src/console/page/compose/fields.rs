//! What a draft can be made with, and the fields of its form.

use cplink::Error;
use cplink::spec::ServiceType;
use cplink::unit::Unit;

use crate::console::Console;
use crate::console::compose::{TestKey, Written, keys};
use crate::console::page::Refused;
use crate::store::RegisteredOffice;

/// A choice.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) is_chosen: bool,
}

/// The fields of a draft's form.
pub(super) struct Fields {
    pub(super) keys: Vec<Choice>,
    pub(super) receivers: Vec<Choice>,
    pub(super) types: [String; 2],
    pub(super) subject: String,
}

/// What a draft can be made with.
pub(super) struct Around {
    pub(super) keys: Vec<TestKey>,
    offices: Vec<RegisteredOffice>,
}

pub(super) async fn around(console: &Console) -> Result<Around, Refused> {
    let offices = console.relay.store.read(|store, _| store.offices()).await?;
    let pki = console.options.pki.clone();
    let keys = console.desk.work(move || pki.map(|pki| keys(&pki)).unwrap_or_default()).await?;
    Ok(Around { keys, offices })
}

impl Around {
    pub(super) fn fields(&self, written: Option<&Written>) -> Fields {
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

    pub(super) fn unit(&self, written: &Written) -> Result<Unit, Error> {
        written.unit(&[self.service_type(&written.sender), self.service_type(&written.receiver())])
    }

    pub(super) fn named(&self, number: &str) -> String {
        let office = self.offices.iter().find(|office| office.number == number);
        office.map_or_else(|| number.to_owned(), |office| format!("{}（{number}）", office.name))
    }
}

fn service(code: &str) -> String {
    let name = ServiceType::of_code(code.as_bytes()).map_or("", |kind| kind.name_ja);
    format!("{code} {name}").trim().to_owned()
}
