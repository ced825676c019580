//! A request over a connection that no product may use.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::version::TLS12;
use rustls::{ClientConfig, ClientConnection, RootCertStore, Stream};

/// Whether the relay whose address and keys are in this folder answers a request over TLS 1.2.
pub(crate) fn asks_by_tls12(relay: &Path, office: &str) -> bool {
    let read = |name: &str| fs::read(relay.join(name)).unwrap();
    let pem = read(&format!("pki/office-{office}-care-dx.pem"));
    let chain: Vec<CertificateDer<'_>> = CertificateDer::pem_slice_iter(&pem).map(|each| each.unwrap()).collect();
    let chain = chain.into_iter().map(CertificateDer::into_owned).collect();
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(&read("pki/root.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()));
    let config = config.with_protocol_versions(&[&TLS12]).unwrap().with_root_certificates(roots);
    let config = config.with_client_auth_cert(chain, PrivateKeyDer::from_pem_slice(&pem).unwrap()).unwrap();
    let mut connection = ClientConnection::new(Arc::new(config), ServerName::try_from("127.0.0.1").unwrap()).unwrap();
    let url = String::from_utf8(read("address.txt")).unwrap();
    let address = url.trim().strip_prefix("https://").unwrap();
    let mut tcp = TcpStream::connect(address).unwrap();
    let mut stream = Stream::new(&mut connection, &mut tcp);
    let request = format!("GET /v1/capabilities HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = Vec::new();
    let asked = stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_end(&mut answer));
    asked.is_ok() && answer.starts_with(b"HTTP/1.1 ")
}
