//! A client that sends anything and hides nothing.

use std::io::{Read, Write};
use std::net::TcpStream;

use relay_mock::pki::CertifiedKey;
use rustls::{ClientConnection, StreamOwned};
use ureq_proto::parser::try_parse_response;

use crate::world::World;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// A request on a connection of its own, on its way.
pub(crate) struct Asked<'a> {
    stream: StreamOwned<ClientConnection, TcpStream>,
    method: &'a str,
}

/// One request on a connection of its own.
pub(crate) fn call(
    world: &World,
    identity: &CertifiedKey,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    ask(world, identity, method, target, headers, body).answer()
}

/// The same, without waiting for the answer.
pub(crate) fn ask<'a>(
    world: &World,
    identity: &CertifiedKey,
    method: &'a str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Asked<'a> {
    let name = "127.0.0.1".try_into().unwrap();
    let tls = ClientConnection::new(world.tls(identity), name).unwrap();
    let mut stream = StreamOwned::new(tls, TcpStream::connect(world.relay().addr()).unwrap());
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    stream.flush().unwrap();
    Asked { stream, method }
}

impl Asked<'_> {
    /// Waits for the answer.
    pub(crate) fn answer(mut self) -> Answer {
        let mut input = Vec::new();
        self.stream.read_to_end(&mut input).unwrap();
        let (used, response) = try_parse_response::<64>(&input).unwrap().unwrap();
        let (parts, ()) = response.into_parts();
        let body = input.split_off(used);
        if self.method != "HEAD" {
            let length: usize = parts.headers["content-length"].to_str().unwrap().parse().unwrap();
            assert_eq!(body.len(), length, "{}", self.method);
        }
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}
