//! The names of a console. A page of somebody else's whose name was turned to this address says that name, and is not
//! let in.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderValue, header};
use rustls::client::verify_server_name;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::server::ParsedCertificate;

/// The names, as a browser says them.
pub(super) struct Hosts {
    addr: SocketAddr,
    /// With the port; of this machine alone.
    own: Vec<String>,
    /// Those that were given: with the port, and without, since the port may be a proxy's.
    given: Vec<String>,
    /// Where there is TLS: its names are the console's.
    certificate: Option<CertificateDer<'static>>,
}

impl Hosts {
    pub(super) fn new(names: &[String], addr: SocketAddr, certificate: Option<CertificateDer<'static>>) -> Self {
        let port = addr.port();
        let mut own = vec![addr.to_string()];
        if addr.ip().is_loopback() {
            own.extend(["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")));
        }
        let given = names.iter().map(|name| name.to_ascii_lowercase());
        let given = given.flat_map(|name| [format!("{name}:{port}"), name]).collect();
        Self { addr, own, given, certificate }
    }

    /// The name by which this request calls the console; `None` where the console has no such name.
    pub(super) fn called(&self, headers: &HeaderMap) -> Option<String> {
        let mut said = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (said.next(), said.next()) else { return None };
        let host = host.to_str().ok()?.to_ascii_lowercase();
        let is_own = self.own.contains(&host) || self.given.contains(&host) || self.is_certified(&host);
        is_own.then_some(host)
    }

    /// Whether a page with this origin is one that a browser got by this name. A proxy before the console may speak TLS
    /// where the console does not.
    pub(super) fn is_origin(&self, origin: &HeaderValue, host: &str) -> bool {
        let is = |scheme: &str| origin.as_bytes() == format!("{scheme}://{host}").as_bytes();
        is("https") && (self.certificate.is_some() || self.given.iter().any(|given| given == host))
            || is("http") && self.certificate.is_none()
    }

    /// Whether the certificate is of this name; or it is a number of this machine, which no foreign name can be
    /// turned into.
    fn is_certified(&self, host: &str) -> bool {
        let Some(certificate) = &self.certificate else { return false };
        let port = format!(":{}", self.addr.port());
        let name = match host.strip_suffix(&port) {
            Some(name) => name,
            None if self.addr.port() == 443 => host,
            None => return false,
        };
        let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        if self.addr.ip().is_unspecified() && name.parse::<IpAddr>().is_ok() {
            return true;
        }
        let (Ok(name), Ok(certificate)) = (ServerName::try_from(name), ParsedCertificate::try_from(certificate)) else {
            return false;
        };
        verify_server_name(&certificate, &name).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::pki::Pki;

    fn hosts(names: &[&str], addr: &str) -> Hosts {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Hosts::new(&names, addr.parse().unwrap(), None)
    }

    fn called(hosts: &Hosts, host: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::try_from(host).unwrap());
        hosts.called(&headers)
    }

    fn is_origin(hosts: &Hosts, origin: &str, host: &str) -> bool {
        hosts.is_origin(&HeaderValue::try_from(origin).unwrap(), host)
    }

    #[test]
    fn another_name_leads_nowhere() {
        let own = hosts(&[], "127.0.0.1:8480");
        assert_eq!(called(&own, "127.0.0.1:8480").as_deref(), Some("127.0.0.1:8480"));
        assert_eq!(called(&own, "LOCALHOST:8480").as_deref(), Some("localhost:8480"));
        for host in [
            "127.0.0.1",
            "127.0.0.1:80",
            "evil.example:8480",
            "localhost.evil.example:8480",
            "127.0.0.1:8480.evil.example",
            "192.0.2.1:8480",
            "",
        ] {
            assert_eq!(called(&own, host), None, "{host}");
        }
        assert!(is_origin(&own, "http://127.0.0.1:8480", "127.0.0.1:8480"));
        for origin in ["https://127.0.0.1:8480", "http://localhost:8480", "http://127.0.0.1:8481", "null"] {
            assert!(!is_origin(&own, origin, "127.0.0.1:8480"), "{origin}");
        }
    }

    #[test]
    fn a_given_name_may_be_that_of_a_proxy_with_tls() {
        let given = hosts(&["relay.example"], "127.0.0.1:8480");
        for host in ["relay.example", "relay.example:8480"] {
            assert_eq!(called(&given, host).as_deref(), Some(host));
            assert!(is_origin(&given, &format!("https://{host}"), host), "{host}");
            assert!(is_origin(&given, &format!("http://{host}"), host), "{host}");
        }
        assert_eq!(called(&given, "other.example"), None);
    }

    #[test]
    fn with_tls_the_names_are_those_of_the_certificate() {
        let pki = Pki::new(OffsetDateTime::now_utc()).unwrap();
        let certificate = pki.server(&["relay.example", "192.0.2.7"]).unwrap().chain.remove(0);
        let of = |addr: &str| Hosts::new(&[], addr.parse().unwrap(), Some(certificate.clone()));
        let one = of("192.0.2.7:8480");
        for host in ["relay.example:8480", "192.0.2.7:8480", "localhost:8480"] {
            assert!(called(&one, host).is_some(), "{host}");
        }
        for host in ["relay.example", "evil.example:8480", "192.0.2.8:8480", "relay.example:80", "[::2]:8480", "*:8480"]
        {
            assert!(called(&one, host).is_none(), "{host}");
        }
        let all = of("0.0.0.0:8480");
        assert!(called(&all, "192.0.2.8:8480").is_some() && called(&all, "evil.example:8480").is_none());
        assert!(called(&of("0.0.0.0:443"), "relay.example").is_some());
        assert!(is_origin(&one, "https://relay.example:8480", "relay.example:8480"));
        assert!(!is_origin(&one, "http://relay.example:8480", "relay.example:8480"), "nobody may leave TLS out");
    }

    #[test]
    fn two_names_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, HeaderValue::from_static("127.0.0.1:1"));
        headers.append(header::HOST, HeaderValue::from_static("127.0.0.1:1"));
        assert_eq!(hosts(&[], "127.0.0.1:1").called(&headers), None);
    }
}
