//! Sessions: nothing is kept of them here. A browser keeps a random name and its signature by a key of this process.

use axum::http::{HeaderMap, HeaderValue, header};
use ring::hmac;

/// Who calls.
#[derive(Clone)]
pub(in super::super) struct Session {
    name: String,
    admitted: bool,
    token: String,
}

impl Session {
    /// What a form of a page for this session carries.
    pub(in super::super) fn token(&self) -> &str {
        &self.token
    }
}

pub(super) struct Sessions {
    key: hmac::Key,
    wanted: Option<String>,
    /// By port: a browser gives a cookie to every port of a host.
    cookie: String,
}

impl Sessions {
    pub(super) fn new(wanted: Option<String>, port: u16) -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self { key: hmac::Key::new(hmac::HMAC_SHA256, &key), wanted, cookie: format!("relay_console_{port}") })
    }

    /// The session that the browser says, if it was made here.
    pub(super) fn of(&self, headers: &HeaderMap) -> Option<Session> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (name, seal) = pairs.find(|(name, _)| *name == self.cookie)?.1.split_once('.')?;
        [true, false]
            .into_iter()
            .find(|admitted| self.is_signed(cookie_of(*admitted), name, seal))
            .map(|admitted| self.session(name, admitted))
    }

    pub(super) fn new_session(&self) -> Result<Session, getrandom::Error> {
        let mut name = [0; 24];
        getrandom::fill(&mut name)?;
        Ok(self.session(&base16ct::lower::encode_string(&name), false))
    }

    fn session(&self, name: &str, admitted: bool) -> Session {
        Session { name: name.to_owned(), admitted, token: self.signed("form", name) }
    }

    /// Whether it may see the pages.
    pub(super) fn is_admitted(&self, session: &Session) -> bool {
        session.admitted || self.wanted.is_none()
    }

    /// A new session for who has shown the token: the old one's name may be known to others.
    pub(super) fn admit(&self, token: &str) -> Option<Session> {
        let wanted = self.wanted.as_ref()?;
        // Compared by their signatures, so that the time it takes says nothing.
        if !self.is_signed("token", wanted, &self.signed("token", token)) {
            return None;
        }
        let name = self.new_session().ok()?.name;
        Some(self.session(&name, true))
    }

    pub(super) fn is_token_of(&self, session: &Session, token: &str) -> bool {
        self.is_signed("form", &session.name, token)
    }

    pub(super) fn cookie(&self, session: &Session) -> HeaderValue {
        let seal = self.signed(cookie_of(session.admitted), &session.name);
        let cookie = format!("{}={}.{seal}; Path=/; Secure; HttpOnly; SameSite=Strict", self.cookie, session.name);
        // Digits and letters only.
        HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static(""))
    }

    fn signed(&self, what: &str, name: &str) -> String {
        base16ct::lower::encode_string(
            hmac::sign(&self.key, &[what.as_bytes(), b"\0", name.as_bytes()].concat()).as_ref(),
        )
    }

    fn is_signed(&self, what: &str, name: &str, seal: &str) -> bool {
        let Ok(seal) = base16ct::lower::decode_vec(seal) else { return false };
        hmac::verify(&self.key, &[what.as_bytes(), b"\0", name.as_bytes()].concat(), &seal).is_ok()
    }
}

/// What a cookie is signed as.
fn cookie_of(admitted: bool) -> &'static str {
    if admitted { "admitted" } else { "session" }
}
