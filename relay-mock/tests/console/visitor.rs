//! Who looks at a console: keeps its cookie, and shows what was answered.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

use relay_mock::console::ConsoleOptions;
use relay_mock::server::{RelayOptions, Running};
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use ureq_proto::parser::try_parse_response;

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

    /// What is between these two for the first time.
    pub(crate) fn between(&self, before: &str, behind: &str) -> &str {
        let text = self.text();
        let begin = text.find(before).unwrap_or_else(|| panic!("no {before} in {text}")) + before.len();
        &text[begin..][..text[begin..].find(behind).unwrap()]
    }

    /// The token that a form of the page carries.
    pub(crate) fn token(&self) -> String {
        self.between("name=\"csrf\" value=\"", "\"").to_owned()
    }
}

/// A browser without script.
pub(crate) struct Visitor {
    pub(crate) addr: SocketAddr,
    tls: Option<Arc<ClientConfig>>,
    /// What it says as `Host`.
    pub(crate) host: String,
    pub(crate) cookie: Option<String>,
}

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
        Self { addr: host.parse().unwrap(), tls, host, cookie: None }
    }

    /// Who opens the page at this address.
    pub(crate) fn at(addr: SocketAddr) -> Self {
        Self { addr, tls: None, host: addr.to_string(), cookie: None }
    }

    pub(crate) fn origin(&self) -> String {
        format!("{}://{}", if self.tls.is_some() { "https" } else { "http" }, self.host)
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.call("GET", path, &[], b"")
    }

    /// Sends a form as the page does that has it.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = self.origin();
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let headers = [("origin", origin.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        self.call("POST", path, &headers, body.join("&").as_bytes())
    }

    pub(crate) fn call(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
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
        let mut answer = Vec::new();
        match &self.tls {
            None => exchange(tcp, &request, &mut answer),
            Some(config) => {
                let tls = ClientConnection::new(Arc::clone(config), "127.0.0.1".try_into().unwrap()).unwrap();
                exchange(StreamOwned::new(tls, tcp), &request, &mut answer);
            }
        }
        let (used, parsed) = try_parse_response::<32>(&answer).unwrap().expect("an answer");
        let (parts, ()) = parsed.into_parts();
        let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, bytes: answer[used..].to_vec() };
        if let Some(cookie) = answer.headers.get("set-cookie") {
            self.cookie = Some(cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
        }
        answer
    }
}

fn exchange(mut stream: impl Read + Write, request: &[u8], answer: &mut Vec<u8>) {
    stream.write_all(request).unwrap();
    stream.flush().unwrap();
    // Who is refused early may see the end of the connection before it has said everything.
    let _ = stream.read_to_end(answer);
}

fn escaped(text: &str) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(byte).collect()
}
