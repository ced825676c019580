//! Who looks at a console: a browser without script that keeps its cookie, sends the forms of the pages, and shows what
//! was answered.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use relay_mock::console::ConsoleOptions;
use relay_mock::server::{RelayOptions, Running};
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use ureq_proto::parser::try_parse_response;

/// An answer. Its status is 0 where the connection was closed without one, as upon who sends too much.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads.
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{:?} {}", self.headers, self.text());
        self.header("location")
    }

    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.text().contains(text), "{text} is not in {:.3000}", self.text());
        self
    }

    /// What is between these two for the first time.
    #[track_caller]
    pub(crate) fn between(&self, before: &str, behind: &str) -> &str {
        let found = self.all_between(before, behind);
        found.first().unwrap_or_else(|| panic!("no {before} in {}", self.text()))
    }

    /// The texts between these two.
    pub(crate) fn all_between(&self, before: &str, behind: &str) -> Vec<&str> {
        let parts = self.text().split(before).skip(1);
        parts.map(|part| part.split_once(behind).unwrap().0).collect()
    }

    /// The token that a form of the page carries.
    #[track_caller]
    pub(crate) fn token(&self) -> String {
        self.between("name=\"csrf\" value=\"", "\"").to_owned()
    }
}

/// Somebody with a browser.
pub(crate) struct Visitor {
    pub(crate) addr: SocketAddr,
    tls: Option<Arc<ClientConfig>>,
    /// What it says as `Host`.
    pub(crate) host: String,
    pub(crate) cookie: Option<String>,
    /// What the forms of its session carry, once it was seen in a page.
    token: Option<String>,
}

/// A file that a form sends: the field's name, the file's, its bytes.
pub(crate) type File<'f> = (&'f str, &'f str, &'f [u8]);

/// A console on a free port of the loopback.
pub(crate) fn with_console(options: &mut RelayOptions) {
    options.console = Some(ConsoleOptions::new(options.data.join("console")));
}

impl Visitor {
    pub(crate) fn new(relay: &Running) -> Self {
        Self::of(relay, None)
    }

    /// Who speaks TLS.
    pub(crate) fn of(relay: &Running, tls: Option<Arc<ClientConfig>>) -> Self {
        let url = relay.console_url().unwrap();
        let scheme = if tls.is_some() { "https://" } else { "http://" };
        let host = url.strip_prefix(scheme).unwrap().trim_end_matches('/').to_owned();
        Self { addr: host.parse().unwrap(), tls, host, cookie: None, token: None }
    }

    /// Who opens the page at this address.
    pub(crate) fn at(addr: SocketAddr) -> Self {
        Self { addr, tls: None, host: addr.to_string(), cookie: None, token: None }
    }

    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", if self.tls.is_some() { "https" } else { "http" }, self.host)
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.call("GET", path, &[], b"")
    }

    /// A page that is there.
    #[track_caller]
    pub(crate) fn see(&mut self, path: &str) -> Answer {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        page
    }

    /// Its text.
    #[track_caller]
    pub(crate) fn read(&mut self, path: &str) -> String {
        self.see(path).text().to_owned()
    }

    /// Sends a form as the page does that has it: with the token of the session, unless the fields say another.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = self.with_token(fields);
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let origin = self.origin();
        let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        self.call("POST", path, &headers, body.join("&").as_bytes())
    }

    /// Sends a form that may have files.
    pub(crate) fn post_files(&mut self, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Answer {
        const BOUNDARY: &str = "----a-boundary-that-is-in-no-file";
        let mut body = Vec::new();
        for (name, value) in self.with_token(fields) {
            let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let (origin, kind) = (self.origin(), format!("multipart/form-data; boundary={BOUNDARY}"));
        self.call("POST", path, &[("origin", &origin), ("content-type", &kind)], &body)
    }

    /// The fields with the token before them.
    fn with_token(&mut self, fields: &[(&str, &str)]) -> Vec<(String, String)> {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut fields: Vec<_> = fields.collect();
        if !fields.iter().any(|(name, _)| name == "csrf") {
            if self.token.is_none() {
                self.see("/faults");
            }
            fields.insert(0, ("csrf".to_owned(), self.token.clone().expect("a page with a form")));
        }
        fields
    }

    pub(crate) fn call(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let path = path.split('#').next().unwrap();
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.host);
        if let Some(cookie) = &self.cookie {
            head.push_str(&format!("Cookie: {cookie}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        let request = [head.as_bytes(), body].concat();
        let tcp = TcpStream::connect(self.addr).unwrap();
        tcp.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut bytes = Vec::new();
        match &self.tls {
            None => exchange(tcp, &request, &mut bytes),
            Some(config) => {
                let tls = ClientConnection::new(Arc::clone(config), "127.0.0.1".try_into().unwrap()).unwrap();
                exchange(StreamOwned::new(tls, tcp), &request, &mut bytes);
            }
        }
        let Some((used, parsed)) = try_parse_response::<32>(&bytes).unwrap() else {
            return Answer { status: 0, headers: http::HeaderMap::new(), bytes: Vec::new() };
        };
        let (parts, ()) = parsed.into_parts();
        let mut answer =
            Answer { status: parts.status.as_u16(), headers: parts.headers, bytes: bytes[used..].to_vec() };
        if answer.header("transfer-encoding") == "chunked" && method != "HEAD" {
            answer.bytes = joined(&answer.bytes);
        }
        if let Some(cookie) = answer.headers.get("set-cookie") {
            self.cookie = Some(cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
        }
        if answer.header("content-type").starts_with("text/html") {
            let token = answer.all_between("name=\"csrf\" value=\"", "\"").first().map(|token| (*token).to_owned());
            self.token = token.or(self.token.take());
        }
        answer
    }

    /// The stream of events, which has begun.
    pub(crate) fn listen(&self) -> Live {
        let mut stream = TcpStream::connect(self.addr).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let cookie = self.cookie.as_deref().expect("a session");
        write!(stream, "GET /live HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n\r\n", self.host).unwrap();
        let mut live = Live(stream);
        assert!(live.hears("retry").contains("content-type: text/event-stream"));
        live
    }
}

/// What a page hears of while it is open.
pub(crate) struct Live(TcpStream);

impl Live {
    /// What is told until this was.
    #[track_caller]
    pub(crate) fn hears(&mut self, wanted: &str) -> String {
        let (mut heard, mut piece) = (String::new(), [0; 1024]);
        while !heard.contains(wanted) {
            let len = self.0.read(&mut piece).unwrap_or_else(|error| panic!("{wanted}: {heard} {error}"));
            assert!(len > 0, "the stream ended: {heard}");
            heard.push_str(std::str::from_utf8(&piece[..len]).unwrap());
        }
        heard
    }
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

fn exchange(mut stream: impl Read + Write, request: &[u8], answer: &mut Vec<u8>) {
    // Who is refused early may see the end of the connection before it has said everything, or read all.
    let _ = stream.write_all(request).and_then(|()| stream.flush());
    let _ = stream.read_to_end(answer);
}

fn escaped(text: &str) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(byte).collect()
}

/// The chunks of a body; one that was cut off has no end.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").expect("cut off");
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if size == 0 {
            return bytes;
        }
        bytes.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
}
