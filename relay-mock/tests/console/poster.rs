//! Somebody with a browser: keeps the cookie, sends the token of the page's forms.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// An answer.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find_map(|(own, value)| own.eq_ignore_ascii_case(name).then_some(value.trim()))
    }

    /// Where it leads.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{} {}", self.head, self.text());
        self.header("location").unwrap()
    }

    pub(crate) fn says(&self, text: &str) -> &Self {
        assert!(self.text().contains(text), "{text} is not in {:.3000}", self.text());
        self
    }

    /// The texts between two marks.
    pub(crate) fn between<'p>(&'p self, before: &str, behind: &str) -> Vec<&'p str> {
        let parts = self.text().split(before).skip(1);
        parts.map(|part| part.split_once(behind).unwrap().0).collect()
    }
}

/// Somebody with a browser.
pub(crate) struct Visitor {
    addr: String,
    cookie: Option<String>,
}

impl Visitor {
    /// At the console of this URL.
    pub(crate) fn new(url: &str) -> Self {
        let addr = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { addr, cookie: None }
    }

    pub(crate) fn get(&mut self, path: &str) -> Page {
        self.call("GET", path, &[], &[])
    }

    /// A page that is there.
    pub(crate) fn see(&mut self, path: &str) -> Page {
        let page = self.get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        page
    }

    /// Sends fields and files (field, name, bytes), with the token of the page at `from`.
    pub(crate) fn post(
        &mut self,
        from: &str,
        to: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        let page = self.see(from);
        let token = page.between("name=\"csrf\" value=\"", "\"").first().map(|token| (*token).to_owned());
        let token = token.unwrap_or_else(|| panic!("{from} has no form"));
        self.post_with(&token, to, fields, files)
    }

    pub(crate) fn post_with(
        &mut self,
        token: &str,
        to: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Page {
        const BOUNDARY: &str = "----a-boundary-that-is-in-no-file";
        let mut body = Vec::new();
        for (name, value) in [("csrf", token)].iter().chain(fields) {
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
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let origin = format!("http://{}", self.addr);
        self.call("POST", to, &[("content-type", &kind), ("origin", &origin)], &body)
    }

    fn call(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Page {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.addr);
        if let Some(cookie) = &self.cookie {
            head.push_str(&format!("cookie: {cookie}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        let mut line = TcpStream::connect(&self.addr).unwrap();
        // One that refuses early reads no more.
        let _ = line.write_all(head.as_bytes()).and_then(|()| line.write_all(body));
        let mut answer = Vec::new();
        let _ = line.read_to_end(&mut answer);
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("no answer");
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let rest = answer[end + 4..].to_vec();
        let bytes = if head.to_ascii_lowercase().contains("transfer-encoding: chunked") { joined(&rest) } else { rest };
        let page = Page { status, head, bytes };
        if let Some(cookie) = page.header("set-cookie") {
            self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
        }
        page
    }
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
