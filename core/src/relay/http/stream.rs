//! TLS over a [`Socket`], with the peer's word heard even where our own cannot be said any more. A
//! relay is only ever called over TLS; a time stamp authority also without, as its answers are signed.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Instant;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, ProtocolVersion};

use crate::error::{Code, Error};

use super::fault::{Fault, Outcome};
use super::head::{Head, Heads};
use super::socket::{Socket, lost};
use super::watch::Watch;

/// So many bytes that nobody has used yet are enough: no more is read before.
const MAX_INPUT: usize = 64 * 1024;
/// TLS may say so much about itself on a connection that waits for its next call.
const MAX_IDLE_RECORDS: usize = 16;

/// What came of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// All of it is on its way.
    All,
    /// The peer has closed or said something first; it may be an answer.
    PeerSpoke,
}

/// What came of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Got {
    Data,
    End,
    /// Nothing until the given time.
    Nothing,
}

pub(super) struct Stream {
    socket: Socket,
    /// `None`: the connection is not encrypted.
    tls: Option<Box<ClientConnection>>,
    /// Plain bytes from the peer that nobody has used yet.
    pub(super) input: Vec<u8>,
    heads: Heads,
    ended: bool,
    broken: Option<io::Error>,
}

impl Stream {
    pub(super) fn handshake(
        socket: Socket,
        config: &Arc<ClientConfig>,
        name: ServerName<'static>,
        watch: &mut Watch<'_, '_>,
    ) -> Outcome<Self> {
        let mut this = Self::plain(socket);
        this.tls = Some(Box::new(ClientConnection::new(Arc::clone(config), name)?));
        while this.is_handshaking() {
            watch.check()?;
            this.flush(watch)?;
            if this.is_handshaking() && !this.fill(watch)? {
                return Err(Fault::Lost(this.broken.take()));
            }
        }
        this.flush(watch)?;
        Ok(this)
    }

    /// The version that was agreed on.
    pub(super) fn tls_version(&self) -> Option<&'static str> {
        match self.tls.as_ref()?.protocol_version()? {
            ProtocolVersion::TLSv1_3 => Some("TLS 1.3"),
            ProtocolVersion::TLSv1_2 => Some("TLS 1.2"),
            _ => None,
        }
    }

    /// Without TLS.
    pub(super) fn plain(socket: Socket) -> Self {
        Self { socket, tls: None, input: Vec::new(), heads: Heads::default(), ended: false, broken: None }
    }

    fn is_handshaking(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| tls.is_handshaking())
    }

    /// Whether a pooled connection is still fit for use: open, and nothing unasked for came.
    pub(super) fn is_idle(&mut self) -> bool {
        for _ in 0..MAX_IDLE_RECORDS {
            match self.receive() {
                Ok(None) => return self.input.is_empty() && !self.ended,
                Ok(Some(true)) if self.input.is_empty() => {}
                _ => return false,
            }
        }
        false
    }

    /// Begins an exchange: heads are counted anew.
    pub(super) fn begin(&mut self) {
        self.heads = Heads::default();
    }

    /// What has come of the answer's head; interim answers are taken out.
    pub(super) fn head(&mut self) -> Outcome<Head> {
        self.heads.look(&mut self.input)
    }

    /// Sends `data`. Stops early if the peer sends something meanwhile.
    pub(super) fn send(&mut self, data: &[u8], watch: &mut Watch<'_, '_>) -> Outcome<Written> {
        let mut rest = data;
        while !rest.is_empty() {
            watch.check()?;
            let (taken, spoke) = match &mut self.tls {
                Some(tls) => {
                    let taken = tls.writer().write(rest).map_err(lost)?;
                    (taken, self.flush(watch)?)
                }
                None => self.send_plain(rest, watch)?,
            };
            rest = &rest[taken..];
            if spoke == Written::PeerSpoke {
                return Ok(Written::PeerSpoke);
            }
        }
        Ok(Written::All)
    }

    fn send_plain(&mut self, data: &[u8], watch: &mut Watch<'_, '_>) -> Outcome<(usize, Written)> {
        match self.socket.write(data) {
            Ok(0) => Ok((0, self.last_words(None, watch)?)),
            Ok(taken) => {
                watch.moved();
                Ok((taken, Written::All))
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok((0, Written::All)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                if self.receive()?.is_none() {
                    self.socket.wait(watch)?;
                }
                Ok((0, if self.peer_spoke() { Written::PeerSpoke } else { Written::All }))
            }
            Err(error) => Ok((0, self.last_words(Some(error), watch)?)),
        }
    }

    /// Reads until there are new bytes in `input`, the end, or the given time.
    pub(super) fn receive_until(&mut self, until: Option<Instant>, watch: &mut Watch<'_, '_>) -> Outcome<Got> {
        let before = self.input.len();
        loop {
            watch.check()?;
            if self.input.len() > before {
                return Ok(Got::Data);
            }
            if self.ended {
                return Ok(Got::End);
            }
            match self.receive_beside(watch)? {
                // Also records of TLS that bring nothing.
                Some(_) => {}
                None if until.is_some_and(|until| Instant::now() >= until) => {
                    return Ok(Got::Nothing);
                }
                None => self.socket.wait(watch)?,
            }
        }
    }

    /// Whether the peer has closed or begun its final answer.
    fn peer_spoke(&mut self) -> bool {
        self.ended || self.heads.final_answer_waits(&mut self.input)
    }

    /// Whether the peer has closed.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Why the connection broke, where it did.
    pub(super) fn take_broken(&mut self) -> Option<io::Error> {
        self.broken.take()
    }

    /// Writes what TLS has to say. A failing write is not yet an error: the peer's reason (an alert
    /// or an early answer) may be waiting, and is worth more than "broken pipe".
    fn flush(&mut self, watch: &mut Watch<'_, '_>) -> Outcome<Written> {
        while let Some(tls) = self.tls.as_mut().filter(|tls| tls.wants_write()) {
            watch.check()?;
            match tls.write_tls(&mut self.socket) {
                Ok(0) => return self.last_words(None, watch),
                Ok(_) => watch.moved(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if self.receive_beside(watch)?.is_none() {
                        self.socket.wait(watch)?;
                    }
                }
                Err(error) => return self.last_words(Some(error), watch),
            }
            if !self.is_handshaking() && self.peer_spoke() {
                return Ok(Written::PeerSpoke);
            }
        }
        Ok(Written::All)
    }

    fn last_words(&mut self, error: Option<io::Error>, watch: &mut Watch<'_, '_>) -> Outcome<Written> {
        while self.input.len() < MAX_INPUT && matches!(self.receive()?, Some(true)) {
            watch.check()?;
        }
        self.broken = self.broken.take().or(error);
        self.ended = true;
        if self.is_handshaking() { Err(Fault::Lost(self.broken.take())) } else { Ok(Written::PeerSpoke) }
    }

    /// Waits for the peer once; false at the end.
    fn fill(&mut self, watch: &mut Watch<'_, '_>) -> Outcome<bool> {
        loop {
            match self.receive_beside(watch)? {
                Some(more) => return Ok(more),
                None => self.socket.wait(watch)?,
            }
        }
    }

    /// As [`receive`](Self::receive); in a handshake that may sign, and wait for a PIN.
    fn receive_beside(&mut self, watch: &mut Watch<'_, '_>) -> Outcome<Option<bool>> {
        watch.without_waiting_for_people(|| self.receive())
    }

    /// Takes in what is there: `None` nothing, `Some(false)` the end.
    fn receive(&mut self) -> Outcome<Option<bool>> {
        if self.ended {
            return Ok(Some(false));
        }
        if self.input.len() > MAX_INPUT {
            return Err(Error::new(Code::AnswerTooLarge).with_detail("bytes that nobody asked for").into());
        }
        let Some(tls) = &mut self.tls else { return Ok(self.receive_plain()) };
        match tls.read_tls(&mut self.socket) {
            Ok(0) => self.ended = true,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(None),
            Err(error) => {
                self.broken = Some(error);
                self.ended = true;
            }
        }
        let state = match tls.process_new_packets() {
            Ok(state) => state,
            Err(error) => {
                // Tell the peer why, as far as it still listens.
                let _ = tls.write_tls(&mut self.socket);
                return Err(error.into());
            }
        };
        let (plain, before) = (state.plaintext_bytes_to_read(), self.input.len());
        if plain > 0 {
            self.input.resize(before + plain, 0);
            tls.reader().read_exact(&mut self.input[before..]).map_err(lost)?;
        }
        self.ended |= state.peer_has_closed();
        Ok(Some(!self.ended))
    }

    fn receive_plain(&mut self) -> Option<bool> {
        let mut block = [0; 4096];
        match self.socket.read(&mut block) {
            Ok(0) => self.ended = true,
            Ok(length) => self.input.extend_from_slice(&block[..length]),
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                return None;
            }
            Err(error) => {
                self.broken = Some(error);
                self.ended = true;
            }
        }
        Some(!self.ended)
    }
}
