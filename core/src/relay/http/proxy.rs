//! The way through an HTTP proxy.

use std::io::{self, Read, Write};

use base64ct::{Base64, Encoding};
use http::{Method, Request, header};
use ureq_proto::client::Call;
use ureq_proto::client::SendRequestResult;
use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};

use super::address::Address;
use super::fault::{Fault, Outcome};
use super::head::{Head, Heads};
use super::options::Proxy;
use super::socket::{Socket, lost};
use super::watch::Watch;

/// A proxy's address and what it wants to hear.
pub(super) struct ProxyRoute {
    pub(super) address: Address,
    authorization: Option<Zeroizing<String>>,
}

impl ProxyRoute {
    pub(super) fn new(proxy: &Proxy) -> Result<Self> {
        let address = Address::parse(&proxy.url, "http", 80)?;
        let authorization = proxy.login.as_ref().map(|(user, password)| {
            let mut login = Zeroizing::new(Vec::with_capacity(user.len() + 65));
            login.extend_from_slice(user.as_bytes());
            login.push(b':');
            login.extend_from_slice(password.expose());
            let encoded = Zeroizing::new(Base64::encode_string(&login));
            Zeroizing::new(format!("Basic {}", *encoded))
        });
        Ok(Self { address, authorization })
    }

    /// Asks the proxy for a tunnel to `relay`.
    pub(super) fn open(&self, socket: &mut Socket, relay: &Address, watch: &mut Watch<'_, '_>) -> Outcome<()> {
        self.ask(socket, relay, watch).map_err(|fault| match fault {
            Fault::Stop(error) if !matches!(error.code(), Code::Protocol | Code::AnswerTooLarge) => Fault::Stop(error),
            other => Fault::Stop(Error::new(Code::Proxy).with_source(other.into_error())),
        })
    }

    fn ask(&self, socket: &mut Socket, relay: &Address, watch: &mut Watch<'_, '_>) -> Outcome<()> {
        let refused = |detail: String| Fault::Stop(Error::new(Code::Proxy).with_detail(detail));
        let authority = relay.authority();
        let mut request = Request::builder().method(Method::CONNECT).uri(&authority).header(header::HOST, &authority);
        if let Some(authorization) = &self.authorization {
            let mut value = header::HeaderValue::from_str(authorization)
                .map_err(|_| Error::new(Code::Setting).with_detail("proxy login"))?;
            value.set_sensitive(true);
            request = request.header(header::PROXY_AUTHORIZATION, value);
        }
        let request = request.body(()).map_err(|_| refused("request".to_owned()))?;
        let mut call = Call::new(request)?.proceed();
        let mut head = Zeroizing::new(vec![0; 4096]);
        while !call.can_proceed() {
            let len = call.write(&mut head)?;
            write_all(socket, &head[..len], watch)?;
        }
        let Some(SendRequestResult::RecvResponse(mut call)) = call.proceed()? else {
            return Err(refused("request".to_owned()));
        };
        let (mut heads, mut input) = (Heads::default(), Vec::new());
        loop {
            match heads.look(&mut input)? {
                Head::Final => break,
                Head::Interim(_) => {}
                Head::Partial { .. } => read_some(socket, &mut input, watch)?,
            }
        }
        let (used, response) = call.try_response(&input, false)?;
        let response = response.ok_or_else(|| refused("answer head".to_owned()))?;
        // The relay does not speak first: bytes behind the head are not its.
        if response.status().is_success() && used == input.len() {
            Ok(())
        } else {
            Err(refused(format!("HTTP status {}", response.status().as_u16())))
        }
    }
}

fn write_all(socket: &mut Socket, mut rest: &[u8], watch: &mut Watch<'_, '_>) -> Outcome<()> {
    while !rest.is_empty() {
        watch.check()?;
        match socket.write(rest) {
            Ok(len) => rest = &rest[len..],
            Err(error) => retry_later(socket, error, watch)?,
        }
    }
    Ok(())
}

fn read_some(socket: &mut Socket, input: &mut Vec<u8>, watch: &mut Watch<'_, '_>) -> Outcome<()> {
    let mut buffer = [0; 1024];
    loop {
        watch.check()?;
        match socket.read(&mut buffer) {
            Ok(0) => return Err(Fault::Lost(None)),
            Ok(len) => {
                input.extend_from_slice(&buffer[..len]);
                return Ok(());
            }
            Err(error) => retry_later(socket, error, watch)?,
        }
    }
}

fn retry_later(socket: &mut Socket, error: io::Error, watch: &mut Watch<'_, '_>) -> Outcome<()> {
    match error.kind() {
        io::ErrorKind::Interrupted => Ok(()),
        io::ErrorKind::WouldBlock => socket.wait(watch),
        _ => Err(lost(error)),
    }
}
