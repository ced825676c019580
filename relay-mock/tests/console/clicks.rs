//! A relay with a console, and a browser without script: it keeps the cookie, and sends forms as a browser does.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use cplink_testkit::signer;
use relay_mock::console::ConsoleOptions;
use relay_mock::pki::Pki;
use relay_mock::server::{Relay, RelayOptions, Running};
use rustls::pki_types::CertificateDer;
use std::sync::Arc;
use tempfile::TempDir;
use time::OffsetDateTime;

/// A relay with a console.
pub(crate) struct World {
    pub(crate) dir: TempDir,
    pub(crate) relay: Option<Running>,
    options: RelayOptions,
}

impl World {
    pub(crate) fn new() -> Self {
        let pki = Pki::new(OffsetDateTime::now_utc()).unwrap();
        let server = pki.server(&[]).unwrap();
        let seal = Arc::new(signer(&pki.relay_seal().unwrap()));
        let dir = tempfile::tempdir().unwrap();
        let anchor = CertificateDer::from(pki.ca_der().to_vec());
        let mut options = RelayOptions::new(dir.path(), server.chain, server.key_pkcs8, vec![anchor], seal);
        options.control = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
        options.console = Some(ConsoleOptions::new(dir.path().join("console")));
        let relay = Relay::start(options.clone()).unwrap();
        Self { dir, relay: Some(relay), options }
    }

    pub(crate) fn relay(&self) -> &Running {
        self.relay.as_ref().unwrap()
    }

    pub(crate) fn restart(&mut self) {
        self.relay.take().unwrap().shutdown();
        self.relay = Some(Relay::start(self.options.clone()).unwrap());
    }

    pub(crate) fn browser(&self) -> Browser {
        let url = self.relay().console_url().unwrap();
        Browser::new(url.strip_prefix("http://").unwrap().trim_end_matches('/'))
    }
}

/// A browser.
pub(crate) struct Browser {
    host: String,
    cookie: String,
    token: String,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }

    /// Where it leads.
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text());
        self.header("location").unwrap()
    }
}

impl Browser {
    fn new(host: &str) -> Self {
        let mut browser = Self { host: host.to_owned(), cookie: String::new(), token: String::new() };
        let answer = browser.get("/faults");
        browser.cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let page = browser.get("/faults").text();
        let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap();
        browser.token = token.split('"').next().unwrap().to_owned();
        browser
    }

    fn send(&self, head: String, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let (host, cookie, length) = (&self.host, &self.cookie, body.len());
        let head =
            format!("{head}Host: {host}\r\nCookie: {cookie}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        // Who is refused may not have read all.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        // A connection that is closed upon who sends too much may take the answer with it.
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            return Answer { status: 0, head: String::new(), body: Vec::new() };
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut body = bytes[end + 4..].to_vec();
        if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Answer { status: head[9..12].parse().unwrap(), head, body }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let path = path.split('#').next().unwrap();
        self.send(format!("GET {path} HTTP/1.1\r\n"), b"")
    }

    /// A form without files.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = [("csrf", self.token.as_str())];
        let fields = token.iter().chain(fields).map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = fields.collect::<Vec<_>>().join("&");
        let origin = format!("Origin: http://{}\r\n", self.host);
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        self.send(format!("POST {path} HTTP/1.1\r\n{origin}{kind}"), body.as_bytes())
    }

    /// A form with files: the field's name, the file's, its bytes.
    pub(crate) fn post_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in [("csrf", self.token.as_str())].iter().chain(fields) {
            body.extend(
                format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (name, file, bytes) in files {
            let head = format!(
                "--limit\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--limit--\r\n");
        let origin = format!("Origin: http://{}\r\n", self.host);
        let kind = "Content-Type: multipart/form-data; boundary=limit\r\n";
        self.send(format!("POST {path} HTTP/1.1\r\n{origin}{kind}"), &body)
    }

    /// Events of the page until there is one that says that something has changed.
    pub(crate) fn hears_of(&self, mut act: impl FnMut()) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let (host, cookie) = (&self.host, &self.cookie);
        let head = format!("GET /live HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let (mut heard, mut buffer) = (String::new(), [0; 1024]);
        while !heard.contains("retry:") {
            let n = stream.read(&mut buffer).unwrap();
            heard += &String::from_utf8_lossy(&buffer[..n]);
        }
        act();
        while !heard.contains("event: change") {
            let n = stream.read(&mut buffer).expect("nothing was told");
            heard += &String::from_utf8_lossy(&buffer[..n]);
        }
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
    body
}

fn encoded(text: &str) -> String {
    let byte =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(byte).collect()
}

/// Waits until it happens.
#[track_caller]
pub(crate) fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !happened() {
        assert!(Instant::now() < end, "it does not happen: {what}");
        std::thread::sleep(Duration::from_millis(30));
    }
}
