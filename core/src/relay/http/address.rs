//! Where a relay or a proxy is.

use std::net::{SocketAddr, ToSocketAddrs};

use http::Uri;
use rustls::pki_types::ServerName;

use crate::error::{Code, Error, Result};

/// Host, port and path prefix of a URL.
#[derive(Clone)]
pub(super) struct Address {
    pub(super) host: String,
    pub(super) port: u16,
    /// Without the slash at its end.
    pub(super) prefix: String,
}

impl Address {
    /// Reads a URL of this scheme that holds no user, query or fragment.
    pub(super) fn parse(url: &str, scheme: &str, port: u16) -> Result<Self> {
        let wrong = |detail: &'static str| Error::new(Code::Url).with_detail(detail);
        let uri: Uri = url.parse().map_err(|_| wrong("the URL is malformed"))?;
        if uri.scheme_str() != Some(scheme) {
            return Err(wrong("the URL has another scheme than expected"));
        }
        let authority = uri.authority().ok_or_else(|| wrong("the URL names no host"))?;
        if authority.as_str().contains('@') {
            return Err(wrong("the URL holds a user: set user and password on their own"));
        }
        if uri.query().is_some() || url.contains('#') {
            return Err(wrong("the URL holds a query or a fragment"));
        }
        // `port()` would take an impossible port for none.
        let port = match authority.as_str().strip_prefix(authority.host()) {
            Some("") => port,
            Some(rest) => rest
                .strip_prefix(':')
                .and_then(|port| port.parse().ok())
                .ok_or_else(|| wrong("the URL's port is no port"))?,
            None => return Err(wrong("the URL is malformed")),
        };
        let host = authority.host();
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        if host.is_empty() {
            return Err(wrong("the URL names no host"));
        }
        Ok(Self { host: host.to_owned(), port, prefix: uri.path().trim_end_matches('/').to_owned() })
    }

    /// `host:port`, an IPv6 address in brackets.
    pub(super) fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// The name that the server's certificate must carry.
    pub(super) fn server_name(&self) -> Result<ServerName<'static>> {
        ServerName::try_from(self.host.clone())
            .map_err(|error| Error::new(Code::Url).with_detail("the URL's host is no host name").with_source(error))
    }

    /// Looks the host up. This is the one wait that cannot be cut into slices: the system's resolver
    /// blocks, with its own time limit, and a thread of our own is out of the question.
    pub(super) fn resolve(&self) -> Result<Vec<SocketAddr>> {
        let found =
            (self.host.as_str(), self.port).to_socket_addrs().map_err(|error| Error::io(Code::Resolve, error))?;
        Ok(found.take(8).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn urls() {
        let read = |url: &str| Address::parse(url, "https", 443).ok().map(|a| (a.authority(), a.prefix));
        let is = |authority: &str, prefix: &str| Some((authority.to_owned(), prefix.to_owned()));
        assert_eq!(read("https://relay.example"), is("relay.example:443", ""));
        assert_eq!(read("https://relay.example/"), is("relay.example:443", ""));
        assert_eq!(read("https://relay.example:8443/a/b/"), is("relay.example:8443", "/a/b"));
        assert_eq!(read("https://[::1]:8443"), is("[::1]:8443", ""));
        for url in [
            "",
            "relay.example",
            "http://relay.example",
            "https://u@h",
            "https://h?q",
            "https://h#f",
            "https://h:99999",
        ] {
            assert_eq!(read(url), None, "{url}");
        }
    }
}
