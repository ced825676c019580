//! The names of a console. A page of somebody else's whose name was turned to this address says that name, and is not
//! let in.

use std::net::SocketAddr;

use axum::http::{HeaderMap, header};

/// The names, with the port, as a browser says them.
pub(super) struct Hosts(Vec<String>);

impl Hosts {
    pub(super) fn new(names: &[String], addr: SocketAddr) -> Self {
        let port = addr.port();
        let mut hosts = vec![addr.to_string()];
        if addr.ip().is_loopback() {
            hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")));
        }
        // Behind a proxy the port is the proxy's.
        hosts.extend(
            names.iter().flat_map(|name| [name.to_ascii_lowercase(), format!("{}:{port}", name.to_ascii_lowercase())]),
        );
        Self(hosts)
    }

    /// The origin of the pages that a browser gets by this request's name; `None` where the console has no such name.
    pub(super) fn origin(&self, headers: &HeaderMap) -> Option<String> {
        let mut said = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (said.next(), said.next()) else { return None };
        let host = host.to_str().ok()?.to_ascii_lowercase();
        self.0.contains(&host).then(|| format!("http://{host}"))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn origin(names: &[&str], addr: &str, host: &'static str) -> Option<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        Hosts::new(&names, addr.parse().unwrap()).origin(&headers)
    }

    #[test]
    fn another_name_leads_nowhere() {
        assert_eq!(origin(&[], "127.0.0.1:8480", "127.0.0.1:8480").as_deref(), Some("http://127.0.0.1:8480"));
        assert_eq!(origin(&[], "127.0.0.1:8480", "LOCALHOST:8480").as_deref(), Some("http://localhost:8480"));
        for host in [
            "127.0.0.1",
            "127.0.0.1:80",
            "evil.example:8480",
            "localhost.evil.example:8480",
            "127.0.0.1:8480.evil.example",
            "",
        ] {
            assert_eq!(origin(&[], "127.0.0.1:8480", host), None, "{host}");
        }
        assert!(origin(&["relay.example"], "192.0.2.1:8480", "relay.example").is_some());
        assert_eq!(origin(&[], "192.0.2.1:8480", "localhost:8480"), None);
    }

    #[test]
    fn two_names_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, HeaderValue::from_static("127.0.0.1:1"));
        headers.append(header::HOST, HeaderValue::from_static("127.0.0.1:1"));
        assert_eq!(Hosts::new(&[], "127.0.0.1:1".parse().unwrap()).origin(&headers), None);
    }
}
