//! A TCP connection that never blocks longer than a slice.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::Duration;

use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

use crate::error::{Code, Error};

use super::fault::{Fault, Outcome};
use super::watch::Watch;

pub(super) struct Socket {
    stream: TcpStream,
    poll: Poll,
    events: Events,
}

impl Socket {
    /// Connects to the first address that answers; each gets a fair share of `within`.
    pub(super) fn connect(addresses: &[SocketAddr], within: Duration, watch: &mut Watch<'_, '_>) -> Outcome<Self> {
        let mut last = Error::new(Code::Resolve).with_detail("the name has no address");
        let share = u32::try_from(addresses.len()).unwrap_or(u32::MAX).max(1);
        for address in addresses {
            let before = watch.set_stall(within / share);
            let outcome = Self::connect_one(*address, watch);
            watch.set_stall(before);
            match outcome {
                Ok(socket) => return Ok(socket),
                Err(Fault::Stop(error)) if error.code() != Code::Timeout => {
                    return Err(Fault::Stop(error));
                }
                Err(Fault::Lost(Some(error))) => last = Error::io(Code::Connect, error),
                Err(fault) => last = fault.into_error().with_detail("connecting"),
            }
        }
        Err(Fault::Stop(last))
    }

    fn connect_one(address: SocketAddr, watch: &mut Watch<'_, '_>) -> Outcome<Self> {
        let mut stream = TcpStream::connect(address).map_err(lost)?;
        let poll = Poll::new().map_err(lost)?;
        let interest = Interest::READABLE | Interest::WRITABLE;
        poll.registry().register(&mut stream, Token(0), interest).map_err(lost)?;
        let mut socket = Self { stream, poll, events: Events::with_capacity(4) };
        loop {
            if let Some(error) = socket.stream.take_error().map_err(lost)? {
                return Err(lost(error));
            }
            if socket.stream.peer_addr().is_ok() {
                break;
            }
            socket.wait(watch)?;
        }
        // Requests are written in one piece; waiting for more to fill a packet only costs time.
        let _ = socket.stream.set_nodelay(true);
        watch.moved();
        Ok(socket)
    }

    /// Waits until something happens, at most one slice.
    pub(super) fn wait(&mut self, watch: &mut Watch<'_, '_>) -> Outcome<()> {
        let slice = watch.slice()?;
        match self.poll.poll(&mut self.events, Some(slice)) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => Err(lost(error)),
            _ => Ok(()),
        }
    }
}

pub(super) fn lost(error: io::Error) -> Fault {
    Fault::Lost(Some(error))
}

// Neither blocks: `WouldBlock` says to wait.
impl Read for Socket {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.stream.read(buf)
    }
}

impl Write for Socket {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.stream.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
