//! A draft.

use std::sync::Arc;

use cplink::file::{Source, is_system_file};
use cplink::finding::Finding;
use cplink::seal::MessageId;
use cplink::unit::{Address, FileName, MediaType, Serial, Unit};
use cplink::{Error, Result};
use parking_lot::Mutex;

use crate::console::slip::{SlipFile, SlipFiles};

/// Where a draft stands.
#[derive(Clone)]
pub(crate) enum Stage {
    /// It is being written.
    Open,
    /// It is on its way: what is being done, in percent where that is known.
    Sending(&'static str, Option<u64>),
    /// It was not sent: why, what helps, and what the rules say.
    Failed { what: String, remedy: String, findings: Vec<Finding> },
    /// The relay has it.
    Sent(MessageId),
}

/// What is written.
#[derive(Clone)]
pub(crate) struct Written {
    /// The file of the key.
    pub(crate) key: String,
    /// The office of the key.
    pub(crate) sender: String,
    /// The service types of the sender and the receiver; empty where the names of the files say them.
    pub(crate) types: [String; 2],
    /// The receiver; empty where the names of the files say it.
    pub(crate) receiver: String,
    pub(crate) subject: String,
    /// For files without one in their names.
    pub(crate) serial: Serial,
    pub(crate) files: Vec<SlipFile>,
    pub(crate) stage: Stage,
}

/// A draft, which several requests look at.
pub(crate) struct Draft(Mutex<Written>);

impl Draft {
    pub(crate) fn new(written: Written) -> Self {
        Self(Mutex::new(written))
    }

    pub(crate) fn look(&self) -> Written {
        self.0.lock().clone()
    }

    /// Changes what is written, unless it is on its way or was sent; whether it did.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Written)) -> bool {
        let mut written = self.0.lock();
        let may = matches!(written.stage, Stage::Open | Stage::Failed { .. });
        if may {
            change(&mut written);
        }
        may
    }

    pub(super) fn set(&self, stage: Stage) {
        let mut written = self.0.lock();
        if matches!(stage, Stage::Sent(_)) {
            // They are at the relay.
            written.files.clear();
        }
        written.stage = stage;
    }
}

impl Written {
    /// Bytes in memory.
    pub(crate) fn size(&self) -> u64 {
        self.files.iter().map(|file| (file.bytes.len() + file.name.len()) as u64).sum()
    }

    /// Adds files; one of the same name takes the place of the one before.
    pub(crate) fn add(&mut self, files: Vec<SlipFile>) {
        for file in files {
            self.files.retain(|own| own.name != file.name);
            self.files.push(file);
        }
    }

    fn named(&self) -> Option<FileName> {
        let mut csv = self.files.iter().filter(|file| MediaType::of_name(&file.name) == Some(MediaType::Csv));
        csv.find_map(|file| FileName::parse(&file.name).name)
    }

    /// The number of the receiver, as far as it is known.
    pub(crate) fn receiver(&self) -> String {
        if !self.receiver.is_empty() {
            return self.receiver.clone();
        }
        self.named().map(|name| name.to.office().to_owned()).unwrap_or_default()
    }

    /// The unit that it is. `known` are the service types by the directory, for who names none.
    pub(crate) fn unit(&self, known: &[Option<String>; 2]) -> Result<Unit> {
        let named = self.named();
        let of_name = |pick: fn(&FileName) -> &Address| {
            named
                .as_ref()
                .map(pick)
                .filter(|address| address.has_service_type())
                .map(|address| address.service_type().to_owned())
        };
        let kind = |at: usize, of_name: Option<String>| {
            let own = Some(self.types[at].clone()).filter(|own| !own.is_empty());
            own.or(of_name).or_else(|| known[at].clone()).unwrap_or_default()
        };
        let from = Address::new(&*self.sender, kind(0, of_name(|name| &name.from)))?;
        let to = Address::new(self.receiver(), kind(1, of_name(|name| &name.to)))?;
        let mut unit = Unit::new(from, to, named.as_ref().map_or(self.serial, |name| name.serial));
        unit.set_subject(&*self.subject);
        for file in &self.files {
            if is_system_file(&file.name) {
                unit.pass_over(&*file.name);
            } else if MediaType::of_name(&file.name) == Some(MediaType::Csv) {
                unit.add_csv(&*file.name, Arc::clone(&file.bytes));
            } else {
                unit.add_attachment(&*file.name, Source::from(Arc::clone(&file.bytes)));
            }
        }
        Ok(unit)
    }

    /// The same, to be shown as it would be sent.
    pub(crate) fn shown(&self, unit: &Unit) -> SlipFiles {
        SlipFiles {
            id: Some(unit.id()),
            subject: self.subject.clone(),
            office: Some(self.sender.clone()),
            as_unit: true,
            files: self.files.clone(),
        }
    }
}

impl Stage {
    /// What an error says.
    pub(super) fn failed(error: &Error) -> Self {
        let mut remedy = error.remedy_ja().into_owned();
        if error.in_doubt() {
            remedy.push_str("届いている可能性があります。もう一度「送信する」を押しても、二重に届くことはありません。");
        }
        Self::Failed { what: error.message_ja().to_owned(), remedy, findings: error.findings().to_vec() }
    }
}
