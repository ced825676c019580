//! A relay with the month's offices, for programs that are not Rust.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde::Deserialize;

use crate::place::{debug_folder, root};
use crate::toolchain::command::must;

#[derive(Deserialize)]
struct Month {
    offices: Vec<Office>,
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Office {
    number: String,
    name: String,
    service_types: Vec<String>,
}

#[derive(Deserialize)]
struct Message {
    dir: String,
    from: Party,
    to: Party,
    serial: String,
    csv: Vec<String>,
    attachments: Vec<String>,
}

#[derive(Deserialize)]
struct Party {
    office: String,
    service_type: String,
}

/// The offices and their certificates. Every test program gets a relay of its own.
pub(crate) struct World {
    dir: PathBuf,
    month: Month,
    /// The program of the relay.
    program: PathBuf,
}

impl World {
    /// Issues certificates below `dir`.
    pub(crate) fn new(dir: &Path) -> Result<Self, String> {
        Self::with_relay(dir, debug_folder().join("relay-mock"))
    }

    /// The same with a relay that was built elsewhere.
    pub(crate) fn with_relay(dir: &Path, program: PathBuf) -> Result<Self, String> {
        let manifest = month_dir().join("manifest.json");
        let text = std::fs::read_to_string(&manifest).map_err(|error| format!("{}: {error}", manifest.display()))?;
        let month: Month = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", manifest.display()))?;
        let mut pki = Command::new(&program);
        pki.args(["pki", "--out"]).arg(dir.join("pki")).stdout(Stdio::null());
        for office in &month.offices {
            pki.arg("--office").arg(format!("{}={}", office.number, office.name));
        }
        must(&mut pki)?;
        let world = Self { dir: dir.to_path_buf(), month, program };
        std::fs::write(dir.join("plan.tsv"), world.plan()).map_err(|error| format!("plan.tsv: {error}"))?;
        Ok(world)
    }

    /// One message a line: number and service type of sender and receiver, serial, then the paths of its
    /// files; tabs between.
    fn plan(&self) -> String {
        let mut plan = String::new();
        for message in &self.month.messages {
            let Message { from, to, serial, .. } = message;
            let _ =
                write!(plan, "{}\t{}\t{}\t{}\t{serial}", from.office, from.service_type, to.office, to.service_type);
            for name in message.csv.iter().chain(&message.attachments) {
                let path = month_dir().join(&message.dir).join("files").join(name);
                let _ = write!(plan, "\t{}", path.display());
            }
            plan.push('\n');
        }
        plan
    }

    /// Starts a relay with all offices registered; its data lies in a folder of this name.
    pub(crate) fn relay(&self, name: &str) -> Result<Relay, String> {
        let folder = self.dir.join(name);
        let data = folder.join("relay");
        for office in &self.month.offices {
            let mut add = Command::new(&self.program);
            add.args(["office", "add", "--data"]).arg(&data).args(["--number", &office.number]);
            add.args(["--name", &office.name, "--service-type", &office.service_types.join(",")]);
            must(add.stdout(Stdio::null()))?;
        }
        // The third office may act for the second.
        if let [_, second, third, ..] = &self.month.offices[..] {
            let mut enter = Command::new(&self.program);
            enter.args(["office", "add-agent", "--data"]).arg(&data);
            enter.args(["--number", &second.number, "--agent", &third.number]);
            must(enter.stdout(Stdio::null()))?;
        }
        let pki = self.dir.join("pki");
        let (child, url) = serve(&self.program, &folder, &pki, "127.0.0.1:0")?;
        let (program, plan) = (self.program.clone(), self.dir.join("plan.tsv"));
        Ok(Relay { child, program, folder, url, pki, plan })
    }
}

/// Starts a relay; its URL.
fn serve(program: &Path, folder: &Path, pki: &Path, listen: &str) -> Result<(Child, String), String> {
    let mut serve = Command::new(program);
    serve.args(["serve", "--listen", listen, "--data"]).arg(folder.join("relay")).arg("--pki").arg(pki);
    let failed = |error: std::io::Error| format!("relay-mock serve: {error}");
    let mut child = serve.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let output = child.stdout.take().ok_or("relay-mock has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).map_err(failed)?;
    match line.trim().strip_prefix("listening on ") {
        Some(url) => Ok((child, url.to_owned())),
        None => {
            let _ = child.kill();
            let _ = child.wait();
            Err("relay-mock did not start".to_owned())
        }
    }
}

/// A running relay; it ends with this value.
pub(crate) struct Relay {
    child: Child,
    program: PathBuf,
    pub(super) folder: PathBuf,
    pub(super) url: String,
    pub(super) pki: PathBuf,
    plan: PathBuf,
}

impl Relay {
    /// Tells a test program where everything is.
    pub(crate) fn tell<'a>(&self, program: &'a mut Command) -> &'a mut Command {
        program
            .env("CPL_TEST_URL", &self.url)
            .env("CPL_TEST_PKI", &self.pki)
            .env("CPL_TEST_PLAN", &self.plan)
            .env("CPL_TEST_DIR", &self.folder)
    }

    /// Kills it and starts it again at the same address.
    pub(super) fn restart(&mut self) -> Result<(), String> {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let listen = self.url.trim_start_matches("https://").to_owned();
        (self.child, self.url) = serve(&self.program, &self.folder, &self.pki, &listen)?;
        Ok(())
    }

    /// The arguments of the example programs: relay, authorities, both offices' key files, folder.
    pub(super) fn arguments(&self) -> Vec<std::ffi::OsString> {
        let pki = |name: &str| self.pki.join(name).into_os_string();
        vec![
            self.url.clone().into(),
            pki("root.pem"),
            pki("office-9970000012-care-insurance.p12"),
            pki("office-9970000111-care-dx.p12"),
            self.folder.clone().into_os_string(),
        ]
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn month_dir() -> PathBuf {
    root().join("spec-fixtures/202407/month")
}
