//! What the door knows: the console's names, its sessions, the tokens that were shown.

use std::net::SocketAddr;

use axum::http::HeaderValue;
use rustls::pki_types::CertificateDer;

use super::super::options::ConsoleOptions;
use super::guesses::Guesses;
use super::host::Hosts;
use super::session::{Session, Sessions};

/// What the door knows.
pub(crate) struct Door {
    pub(super) hosts: Hosts,
    pub(super) sessions: Sessions,
    guesses: Guesses,
}

/// What comes of a token that was shown.
pub(in super::super) enum Shown {
    /// A session that is let in.
    Right(Session),
    /// It is another.
    Wrong,
    /// Too many are being shown: none was looked at.
    TooMany,
}

impl Door {
    /// The door of a console that listens there; with TLS by this certificate, if any.
    pub(in super::super) fn new(
        options: &ConsoleOptions,
        addr: SocketAddr,
        certificate: Option<CertificateDer<'static>>,
    ) -> Result<Self, getrandom::Error> {
        let sessions = Sessions::new(options.token.clone(), addr.port())?;
        Ok(Self { hosts: Hosts::new(&options.names, addr, certificate), sessions, guesses: Guesses::default() })
    }

    /// Looks at a token that was shown; the slower, the more wrong ones came before.
    pub(in super::super) async fn admit(&self, token: &str) -> Shown {
        match self.guesses.slowly(|| self.sessions.admit(token)).await {
            Some(Some(session)) => Shown::Right(session),
            Some(None) => Shown::Wrong,
            None => Shown::TooMany,
        }
    }

    /// What a browser keeps of a session.
    pub(in super::super) fn cookie(&self, session: &Session) -> HeaderValue {
        self.sessions.cookie(session)
    }
}
