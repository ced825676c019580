//! A host of the library: it sends and receives by the relay, and its care software is the sample's.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use cplink::client::{Client, Incoming, Outcome, ReceiveOptions, SendOptions};
use cplink::file::Source;
use cplink::keys::{FileSigner, Trust};
use cplink::progress::Job;
use cplink::relay::{ConnectOptions, Transport, connect};
use cplink::unit::Unit;
use cplink::{Error, error::Retry};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How often it makes a call again that failed, and how long it waits before.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// How long it waits for an answer.
const CALL: Duration = Duration::from_secs(5);

/// What a host does wrong.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mistakes {
    /// After an answer that was lost it makes the unit anew, under another serial, and sends that.
    pub(crate) sends_anew: bool,
    /// Refuses without a word that means anything.
    pub(crate) no_reason: bool,
    /// Takes a list of the inbox as it is: imports an entry as often as it is named, in the order of the list.
    pub(crate) believes_lists: bool,
    /// Does not come any more.
    pub(crate) is_away: bool,
}

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

/// Each message, and how often it is imported.
type Messages = Vec<(Incoming, usize)>;

fn once(messages: Vec<Incoming>) -> Messages {
    messages.into_iter().map(|each| (each, 1)).collect()
}

impl Office {
    /// The messages as the list has them.
    fn as_listed(&mut self, messages: Vec<Incoming>) -> Messages {
        let Some(list) = (0..TRIES).find_map(|_| self.raw.inbox(&self.cursor, Duration::ZERO, &mut Job::new()).ok())
        else {
            return once(messages);
        };
        let ids: Vec<_> = list.entries.iter().map(|entry| entry.id).collect();
        let times = |id| ids.iter().filter(|each| **each == id).count();
        let named = |each: Incoming| {
            // What came in between has no entry in this list.
            let times = times(each.reference.id).max(1);
            (each, times)
        };
        let mut listed: Messages = messages.into_iter().map(named).collect();
        listed.sort_by_key(|(each, _)| ids.iter().position(|id| *id == each.reference.id));
        listed
    }
}

/// Whether the same call again may help: the library says so of every error.
fn may_repeat(error: &Error) -> bool {
    error.in_doubt() || error.retry() == Retry::Safe
}

/// What it has for the office as which it works.
struct Office {
    client: Client,
    /// For a host that looks at lists itself.
    raw: Box<dyn Transport>,
    cursor: String,
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
}

impl Desk {
    fn open(out: PathBuf, mistakes: Mistakes, software: &Path) -> Self {
        let (own, care) = (tempfile::tempdir().unwrap(), Care::start(software));
        Self { out, own, mistakes, care, offices: BTreeMap::new(), office: None, last: None }
    }

    fn look(&mut self) {
        self.requests();
        if let Some(office) = self.office.clone().filter(|_| !self.mistakes.is_away) {
            self.receive(&office);
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
        }
        self.office = Some(office.clone());
        match asked["do"].as_str().unwrap() {
            "import" => {}
            "export" => self.send(&office, asked),
            _ => {
                asked["monthly"] = Value::Null;
                let said = self.care.ask(&asked);
                fs::write(folder.join("answer.json"), said.to_string()).unwrap();
            }
        }
    }

    fn client(&mut self, office: &str) -> &mut Office {
        let relay = self.out.join("relay");
        self.offices.entry(office.to_owned()).or_insert_with(|| {
            let read = |name: String| fs::read(relay.join("pki").join(name)).unwrap();
            let key = read(format!("office-{office}-care-dx.pem"));
            let signer = Arc::new(FileSigner::from_pem(&key, None).unwrap());
            let trust = Trust::from_pem(&read("root.pem".into())).unwrap().with_pem(&read("crl.pem".into())).unwrap();
            let url = fs::read_to_string(relay.join("address.txt")).unwrap();
            let mut options = ConnectOptions::new(url.trim());
            (options.call_timeout, options.stall_timeout) = (Some(CALL), Some(CALL));
            let connect = || connect(&options, signer.clone(), &trust).unwrap();
            let (transport, raw) = (connect(), connect());
            Office { client: Client::new(transport, signer, trust).unwrap(), raw, cursor: String::new() }
        })
    }

    fn receive(&mut self, office: &str) {
        let (keep, no_reason) = (self.own.path().join("kept"), self.mistakes.no_reason);
        let believes_lists = self.mistakes.believes_lists;
        let at = self.client(office);
        // A fault of the script: it is asked again.
        let Ok(batch) = at.client.receive(&at.cursor, &ReceiveOptions::new(keep), &mut Job::new()) else { return };
        let messages = if believes_lists { at.as_listed(batch.messages) } else { once(batch.messages) };
        if !messages.is_empty() {
            // The message may be of a case that has just begun: its request was there before it.
            self.requests();
        }
        for (incoming, times) in messages {
            let mut received = incoming.content.unwrap();
            let folder = tempfile::tempdir().unwrap();
            received.save(folder.path(), &mut Job::new()).unwrap();
            let paths: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
            let import = json!({ "do": "import", "files": paths });
            let said = self.care.ask(&import);
            for _ in 1..times {
                self.care.ask(&import);
            }
            let outcome = if said["result"] == "imported" {
                Outcome::Imported
            } else if no_reason {
                Outcome::Refused("取り込めません。".to_owned())
            } else {
                Outcome::Refused(format!("取り込めません: {}", said["reasons"][0].as_str().unwrap()))
            };
            let client = &mut self.client(office).client;
            for _ in 0..TRIES {
                match client.acknowledge(&incoming.reference, &outcome, &mut Job::new()) {
                    Ok(_) => break,
                    Err(error) => assert!(may_repeat(&error), "{error:?}"),
                }
                std::thread::sleep(PAUSE);
            }
        }
        self.client(office).cursor = batch.next;
    }

    fn send(&mut self, office: &str, mut asked: Value) {
        let mut made = self.unit(&mut asked);
        for _ in 0..TRIES {
            let options = SendOptions::new(self.own.path().join("sent"));
            match self.client(office).client.send(&made.1, &options, &mut Job::new()) {
                Ok(_) => return,
                Err(error) => assert!(may_repeat(&error), "{error:?}"),
            }
            std::thread::sleep(PAUSE);
            if self.mistakes.sends_anew {
                made = self.unit(&mut asked);
            }
        }
    }

    /// The unit that the care software makes.
    fn unit(&mut self, asked: &mut Value) -> (TempDir, Unit) {
        let folder = tempfile::tempdir().unwrap();
        asked["folder"] = json!(folder.path());
        assert_eq!(self.care.ask(asked)["result"], "exported");
        let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap());
        let files = files.map(|file| (file.file_name().into_string().unwrap(), Source::from(file.path())));
        let unit = Unit::from_files(files.collect::<Vec<_>>()).unwrap();
        (folder, unit)
    }
}

/// The care software: the sample's, or what is made of it.
struct Care {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Care {
    fn start(software: &Path) -> Self {
        let mut command = Command::new("python3");
        let mut child = command.arg(software).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (requests, answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { child, requests, answers }
    }

    fn ask(&mut self, request: &Value) -> Value {
        writeln!(self.requests, "{request}").unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Care {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
