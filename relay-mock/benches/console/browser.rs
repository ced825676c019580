//! A browser that keeps its connection and its cookie.

use std::io::{Read, Write};
use std::net::TcpStream;

pub(crate) struct Browser {
    stream: TcpStream,
    host: String,
    /// What it was given with the first page.
    cookie: Option<String>,
    /// Where answers are read into: what the browser does itself is not measured.
    piece: Vec<u8>,
}

impl Browser {
    pub(crate) fn new(console: &str) -> Self {
        let host = console.strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        let stream = TcpStream::connect(&host).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, host, cookie: None, piece: vec![0; 256 * 1024] }
    }

    /// The page's text.
    pub(crate) fn get(&mut self, path: &str) -> String {
        let cookie = self.cookie.as_ref().map(|cookie| format!("Cookie: {cookie}\r\n")).unwrap_or_default();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{cookie}\r\n", self.host);
        self.stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        loop {
            let len = self.stream.read(&mut self.piece).unwrap();
            assert!(len > 0, "the console hung up");
            answer.extend_from_slice(&self.piece[..len]);
            if let Some((head, body)) = whole(&answer) {
                self.cookie = self.cookie.take().or_else(|| head.lines().find_map(given));
                return String::from_utf8(body.to_vec()).unwrap();
            }
        }
    }
}

/// The cookie that a line of the head gives, without its attributes.
fn given(line: &str) -> Option<String> {
    let cookie = line.strip_prefix("set-cookie: ")?;
    Some(cookie.split_once(';').map_or(cookie, |(pair, _)| pair).to_owned())
}

/// Head and body of an answer that is whole.
fn whole(answer: &[u8]) -> Option<(String, &[u8])> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..end]).unwrap().to_lowercase();
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let is_whole = answer.len() == end + length.parse::<usize>().unwrap();
    is_whole.then(|| (head, &answer[end..]))
}
