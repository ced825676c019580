//! An office that sends over a connection that it keeps.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use cplink::keys::tls::client_resolver;
use cplink::keys::{FileSigner, Signer, UnixTime};
use cplink::progress::Job;
use cplink::seal::{Draft, Limits, MessageHeader, Part, Party};
use relay_mock::pki::{Algorithm, OfficeCert, Pki};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use time::OffsetDateTime;

pub(crate) type Connection = StreamOwned<ClientConnection, TcpStream>;

pub(crate) fn signer(pki: &Pki, number: u64) -> Arc<dyn Signer> {
    let office = OfficeCert::new(number.to_string(), "試験事業所").algorithm(Algorithm::EcdsaP256);
    Arc::new(FileSigner::from_pem(pki.office(&office).unwrap().pem().as_bytes(), None).unwrap())
}

pub(crate) fn connect(pki: &Pki, signer: Arc<dyn Signer>, relay: SocketAddr) -> Connection {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(pki.ca_der().to_vec())).unwrap();
    let config = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_client_cert_resolver(client_resolver(signer));
    let tls = ClientConnection::new(Arc::new(config), "127.0.0.1".try_into().unwrap()).unwrap();
    let tcp = TcpStream::connect(relay).unwrap();
    tcp.set_nodelay(true).unwrap();
    StreamOwned::new(tls, tcp)
}

pub(crate) struct Sender {
    number: u64,
    receiver: u64,
    signer: Arc<dyn Signer>,
    connection: Connection,
    sealed: u32,
    /// Requests with a message each, not sent yet.
    ready: Vec<Vec<u8>>,
}

impl Sender {
    pub(crate) fn new(pki: &Pki, number: u64, receiver: u64, relay: SocketAddr) -> Self {
        let signer = signer(pki, number);
        let connection = connect(pki, Arc::clone(&signer), relay);
        Self { number, receiver, signer, connection, sealed: 0, ready: Vec::new() }
    }

    /// Makes as many messages ready as may be sent in a turn.
    pub(crate) fn prepare(&mut self, count: usize) {
        while self.ready.len() < count {
            let request = self.request();
            self.ready.push(request);
        }
    }

    fn request(&mut self) -> Vec<u8> {
        let n = self.sealed;
        self.sealed += 1;
        let serial = format!("202601{:02}{:02}{:02}{:02}", 1 + n / 86400, n / 3600 % 24, n / 60 % 60, n % 60);
        let message = MessageHeader {
            from: Party { office: self.number.to_string(), service_type: "43".to_owned() },
            to: Party { office: self.receiver.to_string(), service_type: "11".to_owned() },
            created: MessageHeader::created_at(&serial).unwrap(),
            serial,
            csv_version: None,
            kind: "attachments".to_owned(),
            subject: "2026年10月分 サービス提供票（予定）".to_owned(),
            supersedes: None,
            override_reason: None,
        };
        let part = Part::new("a.pdf", "application/pdf", b"%PDF-1.4".to_vec());
        let draft = Draft::prepare(message, vec![part], &Limits::default(), &mut Job::new()).unwrap();
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now.try_into().unwrap()));
        let mut container = Vec::new();
        let id = draft.seal(&*self.signer, now, &mut container, &mut Job::new()).unwrap().id;
        let head =
            format!("PUT /v1/messages/{id} HTTP/1.1\r\nHost: relay\r\nContent-Length: {}\r\n\r\n", container.len());
        [head.as_bytes(), &container].concat()
    }

    /// Sends a message and waits for its receipt; `false` where none is ready.
    pub(crate) fn send(&mut self) -> bool {
        let Some(request) = self.ready.pop() else { return false };
        self.connection.write_all(&request).unwrap();
        self.connection.flush().unwrap();
        let mut answer = vec![0; 16 * 1024];
        let mut len = 0;
        loop {
            let more = self.connection.read(&mut answer[len..]).unwrap();
            assert!(more > 0, "the relay hung up");
            len += more;
            if whole(&answer[..len]) {
                return true;
            }
        }
    }
}

/// Whether this is the whole of an answer, which must be one of acceptance.
fn whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = std::str::from_utf8(&answer[..end]).unwrap().to_lowercase();
    assert!(head.starts_with("http/1.1 201"), "{}", String::from_utf8_lossy(answer));
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    answer.len() == end + 4 + length.parse::<usize>().unwrap()
}
