//! A host of the library: it sends and receives by the relay, and its care software is the sample's.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use cplink::Error;
use cplink::client::{Client, Incoming, MessageReference, Outcome, ReceiveOptions, SendOptions};
use cplink::file::Source;
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, InboxEntry, connect};
use cplink::unit::Unit;
use serde_json::{Value, json};
use tempfile::TempDir;
use time::OffsetDateTime;

use crate::care::Care;
use crate::mistakes::Mistakes;
use crate::office::{Office, PAUSE, TRIES, acknowledge, may_repeat, once};
use crate::weak::asks_by_tls12;

/// How long it waits for an answer.
const CALL: Duration = Duration::from_secs(5);

/// How often it fetches a message that cannot be opened before it refuses it.
const FETCHES: usize = 3;

/// A host at work on the run of this folder; it ends with this value.
pub(crate) struct Host {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// Its care software is this program.
    pub(crate) fn start(out: &Path, mistakes: Mistakes, software: &Path) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, out, software) = (Arc::clone(&stop), out.to_owned(), software.to_owned());
        let thread = std::thread::spawn(move || {
            let mut desk = Desk::open(out, mistakes, &software);
            while !stopped.load(Ordering::SeqCst) {
                desk.look();
                std::thread::sleep(Duration::from_millis(50));
            }
        });
        Self { stop, thread: Some(thread) }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let ended = self.thread.take().map(JoinHandle::join);
        // A host that fell over makes every case behind it run into its time limit: that is no verdict.
        assert!(!matches!(ended, Some(Err(_))) || std::thread::panicking(), "the host fell over");
    }
}

struct Desk {
    out: PathBuf,
    own: TempDir,
    mistakes: Mistakes,
    care: Care,
    offices: BTreeMap<String, Office>,
    /// The office as which it works, and the last request.
    office: Option<String>,
    last: Option<(String, u64)>,
    /// Has the care software forget everything.
    reset: Value,
    /// Where the last request is, while it is one to import.
    importing: Option<PathBuf>,
    /// Why it has given up.
    given_up: Option<String>,
    took_tls12: bool,
}

impl Desk {
    fn open(out: PathBuf, mistakes: Mistakes, software: &Path) -> Self {
        let (own, care) = (tempfile::tempdir().unwrap(), Care::start(software));
        Self {
            out,
            own,
            mistakes,
            care,
            offices: BTreeMap::new(),
            office: None,
            last: None,
            reset: Value::Null,
            importing: None,
            given_up: None,
            took_tls12: false,
        }
    }

    fn look(&mut self) {
        self.requests();
        let comes = !self.mistakes.is_away && self.given_up.is_none();
        if self.mistakes.takes_tls12 && !self.took_tls12 {
            self.took_tls12 = self.office.as_ref().is_some_and(|office| asks_by_tls12(&self.out.join("relay"), office));
            return;
        }
        if let Some(office) = self.office.clone().filter(|_| comes) {
            let received = if self.mistakes.stops_at_spoilt {
                self.receive_to_spoilt(&office)
            } else if self.mistakes.trusts_relay {
                self.receive_unopened(&office)
            } else {
                self.receive(&office)
            };
            if let Err(error) = received {
                self.failed(&error);
            }
        }
    }

    fn requests(&mut self) {
        let cases = fs::read_dir(self.out.join("work")).into_iter().flatten().flatten();
        for folder in cases.map(|entry| entry.path()) {
            let text = fs::read_to_string(folder.join("request.json")).unwrap_or_default();
            let Ok(asked) = serde_json::from_str::<Value>(&text) else { continue };
            let key = (asked["case"].as_str().unwrap().to_owned(), asked["step"].as_u64().unwrap());
            if self.last.as_ref() != Some(&key) {
                self.last = Some(key);
                self.asked(asked, &folder);
            }
        }
    }

    fn asked(&mut self, mut asked: Value, folder: &Path) {
        let office = asked["office"].as_str().unwrap().to_owned();
        if asked["step"] == 0 {
            let mut reset = asked.clone();
            reset["do"] = json!("reset");
            self.care.ask(&reset);
            (self.reset, self.given_up) = (reset, None);
        }
        self.importing = (asked["do"] == "import").then(|| folder.to_owned());
        if let Some(reason) = self.given_up.clone() {
            self.say_given_up(&reason);
        }
        self.office = Some(office.clone());
        match asked["do"].as_str().unwrap() {
            "import" => {}
            "export" => self.send(&office, asked, folder),
            _ => {
                asked["monthly"] = Value::Null;
                for path in asked["attachments"].as_array_mut().into_iter().flatten() {
                    *path = json!(folder.join(path.as_str().unwrap()));
                }
                let said = self.care.ask(&asked);
                fs::write(folder.join("answer.json"), said.to_string()).unwrap();
            }
        }
    }

    fn client(&mut self, office: &str) -> &mut Office {
        let (relay, is_impatient) = (self.out.join("relay"), self.mistakes.is_impatient);
        self.offices.entry(office.to_owned()).or_insert_with(|| {
            let read = |name: String| fs::read(relay.join("pki").join(name)).unwrap();
            let key = read(format!("office-{office}-care-dx.pem"));
            let signer = Arc::new(FileSigner::from_pem(&key, None).unwrap());
            let trust = Trust::from_pem(&read("root.pem".into())).unwrap().with_pem(&read("crl.pem".into())).unwrap();
            let url = fs::read_to_string(relay.join("address.txt")).unwrap();
            let mut options = ConnectOptions::new(url.trim());
            let call = if is_impatient { Duration::from_millis(100) } else { CALL };
            (options.call_timeout, options.stall_timeout) = (Some(call), Some(call));
            let connect = || connect(&options, signer.clone(), &trust).unwrap();
            let (transport, raw) = (connect(), connect());
            let client = Client::new(transport, signer, trust).unwrap();
            Office {
                client,
                raw,
                cursor: String::new(),
                done: BTreeSet::new(),
                failed: BTreeMap::new(),
                signers: BTreeMap::new(),
            }
        })
    }

    /// A call for messages failed: a right host just makes it again.
    fn failed(&mut self, error: &Error) {
        if self.mistakes.gives_up {
            // The fault may be of a case that has just begun.
            self.requests();
            let why = if self.mistakes.no_reason { "" } else { error.code().name() };
            let reason = format!("受信できません。{why}");
            self.say_given_up(&reason);
            self.given_up = Some(reason);
        }
    }

    fn say_given_up(&self, reason: &str) {
        if let Some(folder) = &self.importing {
            let said = json!({ "result": "refused", "reasons": [reason] });
            fs::write(folder.join("answer.json"), said.to_string()).unwrap();
        }
    }

    fn receive(&mut self, office: &str) -> cplink::Result<()> {
        let (keep, mistakes) = (self.own.path().join("kept"), self.mistakes);
        let at = self.client(office);
        if mistakes.fetches_once {
            at.fetch_once()?;
        }
        let batch = at.client.receive(&at.cursor, &ReceiveOptions::new(keep), &mut Job::new())?;
        let messages = if mistakes.believes_lists { at.as_listed(batch.messages) } else { once(batch.messages) };
        if !messages.is_empty() {
            // The message may be of a case that has just begun: its request was there before it.
            self.requests();
        }
        let mut is_done = true;
        for (incoming, times) in messages {
            is_done &= self.import(office, incoming, times);
        }
        if is_done {
            self.client(office).cursor = batch.next;
        }
        Ok(())
    }

    /// Message by message, as far as one that cannot be opened.
    fn receive_to_spoilt(&mut self, office: &str) -> cplink::Result<()> {
        let options = ReceiveOptions::new(self.own.path().join("kept"));
        let at = self.client(office);
        let mut inbox = at.client.inbox(&at.cursor, &options, &mut Job::new())?;
        while let Some(incoming) = self.client(office).client.next_message(&mut inbox, &mut Job::new())? {
            self.requests();
            if incoming.content.is_err() {
                return Ok(());
            }
            self.import(office, incoming, 1);
        }
        self.client(office).cursor = inbox.cursor().to_owned();
        Ok(())
    }

    /// Without a look at who has sealed what.
    fn receive_unopened(&mut self, office: &str) -> cplink::Result<()> {
        let at = self.client(office);
        let page = at.raw.inbox(&at.cursor, Duration::ZERO, &mut Job::new())?;
        for InboxEntry { id, from, .. } in page.entries {
            self.requests();
            let folder = tempfile::tempdir().unwrap();
            self.client(office).unpack(&id, folder.path());
            let outcome = self.import_files(folder.path(), 1);
            let reference = MessageReference { id, from, to: office.to_owned() };
            acknowledge(&mut self.client(office).client, &reference, &outcome);
        }
        self.client(office).cursor = page.next;
        Ok(())
    }

    /// Imports a message or refuses it; whether it has done with it.
    fn import(&mut self, office: &str, incoming: Incoming, times: usize) -> bool {
        let (Incoming { reference, content }, mistakes) = (incoming, self.mistakes);
        let at = self.client(office);
        if at.done.contains(&reference.id.0) && !mistakes.imports_again {
            return true;
        }
        let folder = tempfile::tempdir().unwrap();
        let outcome = match content {
            Ok(received) if mistakes.pins_certificates && at.is_other_signer(&received) => {
                Some(Outcome::Refused("送信元の電子証明書が前と違います。".to_owned()))
            }
            Ok(mut received) => {
                received.save(folder.path(), &mut Job::new()).unwrap();
                None
            }
            Err(error) if mistakes.forgives.contains(&error.code()) => {
                at.unpack(&reference.id, folder.path());
                None
            }
            Err(error) => {
                let failed = at.failed.entry(reference.id.0).or_default();
                *failed += 1;
                if *failed < FETCHES && !mistakes.refuses_at_once {
                    return false;
                }
                Some(if mistakes.no_reason { without_reason() } else { with_reason(&error) })
            }
        };
        let outcome = outcome.unwrap_or_else(|| self.import_files(folder.path(), times));
        let said = acknowledge(&mut self.client(office).client, &reference, &outcome);
        if said.is_repeat && mistakes.yields {
            self.care.ask(&self.reset);
        }
        self.client(office).done.insert(reference.id.0);
        true
    }

    fn import_files(&mut self, folder: &Path, times: usize) -> Outcome {
        let paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        let import = json!({ "do": "import", "files": paths });
        let said = self.care.ask(&import);
        for _ in 1..times {
            self.care.ask(&import);
        }
        if said["result"] == "imported" {
            Outcome::Imported
        } else if self.mistakes.no_reason {
            without_reason()
        } else {
            let person = if self.mistakes.names_a_person { "（1234567890 様）" } else { "" };
            Outcome::Refused(format!("取り込めません: {}{person}", said["reasons"][0].as_str().unwrap()))
        }
    }

    fn send(&mut self, office: &str, mut asked: Value, folder: &Path) {
        let mut made = match self.made(&mut asked) {
            Made::Unit(kept, unit) => (kept, unit),
            Made::Nothing => return Self::say_sent(folder),
            // The relay never sees what is not sent.
            Made::Refused(said) => return fs::write(folder.join("answer.json"), said.to_string()).unwrap(),
        };
        for _ in 0..TRIES {
            let options = SendOptions::new(self.own.path().join("sent"));
            match self.client(office).client.send(&made.1, &options, &mut Job::new()) {
                Ok(sent) => {
                    let ahead = sent.accepted_at - OffsetDateTime::now_utc();
                    if self.mistakes.doubts_clocks && ahead > time::Duration::minutes(5) {
                        let anew = self.unit(&mut asked).1;
                        self.client(office).client.send(&anew, &options, &mut Job::new()).unwrap();
                    }
                    return;
                }
                Err(error) => assert!(may_repeat(&error), "{error:?}"),
            }
            if self.mistakes.assumes_sent {
                return Self::say_sent(folder);
            }
            std::thread::sleep(PAUSE);
            if self.mistakes.sends_anew {
                made = self.unit(&mut asked);
            }
        }
    }

    fn say_sent(folder: &Path) {
        fs::write(folder.join("answer.json"), json!({ "result": "exported" }).to_string()).unwrap();
    }

    /// What the care software makes of a request.
    fn made(&mut self, asked: &mut Value) -> Made {
        let folder = tempfile::tempdir().unwrap();
        asked["folder"] = json!(folder.path());
        let said = self.care.ask(asked);
        if said["result"] == "refused" {
            return Made::Refused(said);
        }
        assert_eq!(said["result"], "exported");
        let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
        let files = files.map(|file| (file.file_name().into_string().unwrap(), Source::from(file.path())));
        let files: Vec<_> = files.collect();
        if files.is_empty() { Made::Nothing } else { Made::Unit(folder, Unit::from_files(files).unwrap()) }
    }

    /// The same unit, made anew.
    fn unit(&mut self, asked: &mut Value) -> (TempDir, Unit) {
        match self.made(asked) {
            Made::Unit(folder, unit) => (folder, unit),
            Made::Nothing | Made::Refused(_) => panic!("what was made once is made again"),
        }
    }
}

/// What the care software makes.
enum Made {
    Unit(TempDir, Unit),
    Nothing,
    Refused(Value),
}

fn without_reason() -> Outcome {
    Outcome::Refused("取り込めません。".to_owned())
}

/// What is wrong, in words and by name.
fn with_reason(error: &Error) -> Outcome {
    Outcome::Refused(format!("{}（{}）", error.message_ja(), error.code().name()))
}
