//! Two offices, and a person who carries files between their folders as with the national client.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use cplink::client::{Batch, Client, Incoming, Outcome, ReceiveOptions, ReceivedMessage, SendOptions, Sent};
use cplink::file::Source;
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::folder::{FolderOptions, FolderTransport};
use cplink::unit::Unit;
use cplink::{Code, Error, Result};
use cplink_testkit::{fixtures, office, signer};
use relay_mock::pki::{Algorithm, Pki};

/// The care manager's office of the month.
pub(crate) const MANAGER: &str = "9970000012";
/// The provider of home help.
pub(crate) const PROVIDER: &str = "9970000111";
/// The provider of prevention.
pub(crate) const PREVENTION: &str = "9960000418";

pub(crate) const SLIP: &str = "02-slip-home-help";
pub(crate) const RESULTS: &str = "10-results-home-help";

/// An authority that all offices trust.
pub(crate) struct Town {
    pki: Pki,
    pub(crate) trust: Trust,
}

impl Town {
    pub(crate) fn new() -> Self {
        let pki = cplink_testkit::pki();
        Self { trust: cplink_testkit::trust(&pki), pki }
    }

    pub(crate) fn key(&self, number: &str) -> Arc<FileSigner> {
        Arc::new(signer(&self.pki.office(&office(number, Algorithm::EcdsaP256)).unwrap()))
    }

    pub(crate) fn office(&self, number: &str) -> Office {
        self.office_with(number, |_| {})
    }

    pub(crate) fn office_with(&self, number: &str, change: impl FnOnce(&mut FolderOptions)) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let mut options = FolderOptions::new(folder.path().join("out"), folder.path().join("in"));
        fs::create_dir(&options.inward).unwrap();
        change(&mut options);
        let key = self.key(number);
        Office {
            number: number.to_owned(),
            trust: self.trust.clone(),
            client: client(&options, number, &key, &self.trust),
            key,
            options,
            folder,
        }
    }
}

fn client(options: &FolderOptions, number: &str, key: &Arc<FileSigner>, trust: &Trust) -> Client {
    Client::new(FolderTransport::new(options.clone(), number).unwrap(), Arc::clone(key) as _, trust.clone()).unwrap()
}

/// An office with its folders.
pub(crate) struct Office {
    number: String,
    trust: Trust,
    key: Arc<FileSigner>,
    pub(crate) client: Client,
    pub(crate) options: FolderOptions,
    pub(crate) folder: tempfile::TempDir,
}

impl Office {
    /// The same office's program, started anew.
    pub(crate) fn restart(&mut self) {
        self.client = self.second();
    }

    /// Another program of the office on the same folders.
    pub(crate) fn second(&self) -> Client {
        client(&self.options, &self.number, &self.key, &self.trust)
    }

    pub(crate) fn keep(&self) -> PathBuf {
        self.folder.path().join("keep")
    }

    pub(crate) fn send(&mut self, unit: &Unit) -> Result<Sent> {
        self.client.send(unit, &SendOptions::new(self.keep()), &mut Job::new())
    }

    /// The new messages and what else is to be said.
    pub(crate) fn receive(&mut self, cursor: &str) -> Batch {
        self.client.receive(cursor, &ReceiveOptions::new(self.keep()), &mut Job::new()).unwrap()
    }

    /// The one new message; nothing else is to be said.
    pub(crate) fn receive_one(&mut self) -> Incoming {
        let batch = self.receive("");
        assert!(batch.obstacles.is_empty(), "{:?}", batch.obstacles);
        let [one] = <[Incoming; 1]>::try_from(batch.messages).unwrap_or_else(|all| panic!("{} messages", all.len()));
        one
    }

    /// That nothing new is there, and for which reasons.
    pub(crate) fn obstacles(&mut self) -> Vec<(Code, String)> {
        let batch = self.receive("");
        assert!(batch.messages.is_empty(), "{:?}", batch.messages);
        batch.obstacles.iter().map(told).collect()
    }

    pub(crate) fn acknowledge(&mut self, incoming: &Incoming, outcome: &Outcome) {
        self.client.acknowledge(&incoming.reference, outcome, &mut Job::new()).unwrap();
    }

    /// Puts a file where the browser would, as one that was downloaded a minute ago.
    pub(crate) fn download(&self, name: &str, bytes: &[u8]) -> PathBuf {
        self.download_aged(name, bytes, Duration::from_secs(60))
    }

    pub(crate) fn download_aged(&self, name: &str, bytes: &[u8], age: Duration) -> PathBuf {
        let path = self.options.inward.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        set_age(&path, age);
        path
    }

    /// Downloads all files under their own names.
    pub(crate) fn download_all(&self, files: &BTreeMap<String, Vec<u8>>) {
        for (name, bytes) in files {
            self.download(name, bytes);
        }
    }

    /// What lies in the folder that is downloaded to, folders and all.
    pub(crate) fn lies(&self) -> Vec<String> {
        below(&self.options.inward)
    }
}

/// Code and file of an error.
pub(crate) fn told(error: &Error) -> (Code, String) {
    (error.code(), error.at().file.clone().unwrap_or_default())
}

pub(crate) fn set_age(path: &Path, age: Duration) {
    File::options().write(true).open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
}

/// The files below a folder, relative to it.
pub(crate) fn below(folder: &Path) -> Vec<String> {
    let paths = fixtures::files_below(folder).into_iter();
    paths.map(|path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/")).collect()
}

/// The message; it could be opened.
pub(crate) fn opened(incoming: &mut Incoming) -> &mut ReceivedMessage {
    incoming.content.as_mut().unwrap()
}

/// The files of a unit of the month.
pub(crate) fn files(case: &str) -> BTreeMap<String, Vec<u8>> {
    let paths = fixtures::files(&fixtures::newest().join("month").join(case).join("files")).into_iter();
    paths.map(|path| (fixtures::name(&path).to_owned(), fs::read(&path).unwrap())).collect()
}

/// The unit of these files.
pub(crate) fn unit(case: &str) -> Unit {
    Unit::from_files(files(case).into_iter().map(|(name, bytes)| (name, Source::from(bytes)))).unwrap()
}

/// What a person would upload: the files of the standard in a folder that was laid ready, and its attachments.
pub(crate) fn uploaded(prepared: &Path) -> BTreeMap<String, Vec<u8>> {
    let is_for_upload = |name: &str| !name.starts_with("アップロード票") && !name.starts_with("cplink");
    let paths = fixtures::files(prepared).into_iter().filter(|path| is_for_upload(fixtures::name(path)));
    paths.map(|path| (fixtures::name(&path).to_owned(), fs::read(&path).unwrap())).collect()
}

/// A ZIP of these files, as the national client would make one.
pub(crate) fn zipped<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same of a map.
pub(crate) fn zip_of(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    zipped(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}
