//! A served relay and the offices of the month, each with its settings file.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{cplink, fixtures, relay_mock, run};

pub(crate) struct World {
    folder: TempDir,
    pub(crate) month: Value,
    pub(crate) url: String,
    relay: Child,
}

impl World {
    /// Makes the certificates, registers the offices and serves.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let month = fixtures().join("202407/month/manifest.json");
        let month: Value = serde_json::from_slice(&fs::read(month).unwrap()).unwrap();
        let (pki, data) = (folder.path().join("pki"), folder.path().join("data"));
        let mut make = relay_mock();
        make.args(["pki", "--out"]).arg(&pki);
        for office in month["offices"].as_array().unwrap() {
            let (number, name) = (office["number"].as_str().unwrap(), office["name"].as_str().unwrap());
            make.arg("--office").arg(format!("{number}={name}"));
            let types: Vec<&str> = office["service_types"].as_array().unwrap().iter().map(text).collect();
            let mut add = relay_mock();
            add.args(["office", "add", "--data"]).arg(&data).args(["--number", number, "--name", name]);
            let said = run(add.args(["--service-type", &types.join(",")]));
            assert_eq!(said.code, 0, "{}", said.error);
        }
        let said = run(&mut make);
        assert_eq!(said.code, 0, "{}", said.error);
        let mut serve = relay_mock();
        serve.args(["serve", "--verbose", "--listen", "127.0.0.1:0", "--data"]).arg(&data).arg("--pki").arg(&pki);
        let mut relay = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // Nobody reads its log, which must not stop it.
        drop(relay.stderr.take());
        let mut line = String::new();
        BufReader::new(relay.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").expect("the relay prints its address").to_owned();
        let world = Self { folder, month, url, relay };
        for office in world.month["offices"].as_array().unwrap() {
            world.settle(office["number"].as_str().unwrap());
        }
        world
    }

    /// An office's folder with its settings and the file of its password.
    fn settle(&self, number: &str) {
        let own = self.office(number);
        fs::create_dir_all(&own).unwrap();
        fs::write(own.join("password.txt"), "test\r\n").unwrap();
        let pki = "../pki";
        let settings = format!(
            "url = \"{}\"\nkey = \"{pki}/office-{number}-care-insurance.p12\"\nkey_password_file = \"password.txt\"\n\
             trust = \"{pki}/root.pem\"\ncrl = [\"{pki}/crl.pem\"]\nkeep = \"keep\"\ncall_timeout = 30\n",
            self.url
        );
        fs::write(own.join("cplink.toml"), settings).unwrap();
    }

    /// The folder of an office.
    pub(crate) fn office(&self, number: &str) -> PathBuf {
        self.path().join(number)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// `cplink` as an office calls it, in its own folder.
    pub(crate) fn cplink(&self, number: &str) -> Command {
        let mut command = cplink();
        command.env("CPLINK_SETTINGS", self.office(number).join("cplink.toml")).current_dir(self.office(number));
        command
    }

    /// The relay goes down.
    pub(crate) fn stop(&mut self) {
        // It may have ended by itself.
        let _ = self.relay.kill();
        let _ = self.relay.wait();
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop();
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
