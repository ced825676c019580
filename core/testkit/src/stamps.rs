//! A time stamp authority on the loopback: `openssl ts` behind one small HTTP server.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::program::must_run;

/// What the authority answers with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// A sound stamp.
    Sound,
    /// Signs another nonce and hash than asked for.
    OtherRequest,
    /// Says no.
    Rejects,
    /// HTTP 503.
    Down,
    /// Takes the request and says nothing.
    Silent,
    /// A sound stamp without a length: its end is that of the connection.
    UntilClose,
}

/// A running time stamp authority.
pub struct Authority {
    /// Its keys, certificates and settings.
    pub folder: tempfile::TempDir,
    /// Its address.
    pub url: String,
    /// What it answers with from now on.
    pub mood: Arc<Mutex<Mood>>,
    /// How many requests came.
    pub asked: Arc<AtomicUsize>,
}

const CONFIG: &str = "[tsa]\ndefault_tsa = one\n[one]\nserial = ./serial\ncrypto_device = builtin\n\
    signer_cert = ./tsa.pem\ncerts = ./tsa-ca.pem\nsigner_key = ./tsa.key\nsigner_digest = DIGEST\n\
    default_policy = 1.2.3.4.1\ndigests = sha256, sha384, sha512\naccuracy = secs:1, millisecs:500\n\
    ordering = yes\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = ESS\n";

impl Authority {
    /// With an RSA key, or with this curve; ESSCertID by SHA-1 is the older form.
    pub fn start(curve: Option<&str>, ess: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("serial"), "01\n").unwrap();
        fs::write(path.join("tsa.cnf"), CONFIG.replace("DIGEST", "sha256").replace("ESS", ess)).unwrap();
        let ca = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n";
        let leaf = "basicConstraints=CA:FALSE\nkeyUsage=critical,digitalSignature\n\
            extendedKeyUsage=critical,timeStamping\n";
        let (plain, loose) = ("basicConstraints=CA:FALSE\n", leaf.replace("=critical,timeS", "=timeS"));
        let two = leaf.replace("timeStamping", "timeStamping,clientAuth");
        let files = [("ca.ext", ca), ("tsa.ext", leaf), ("plain.ext", plain), ("loose.ext", &loose), ("two.ext", &two)];
        for (name, extensions) in files {
            fs::write(path.join(name), extensions).unwrap();
        }
        let curve = curve.map(|curve| format!("ec_paramgen_curve:{curve}"));
        let key = match &curve {
            Some(curve) => vec!["-algorithm", "EC", "-pkeyopt", curve],
            None => vec!["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
        };
        for name in ["tsa-ca", "tsa"] {
            let out = format!("{name}.key");
            must_run(path, "openssl", &[&["genpkey"], &key[..], &["-out", &out]].concat());
        }
        let issue = |name: &str, key: &str, subject: &str, extensions: &str, own: bool| {
            let (request, out) = (format!("{name}.csr"), format!("{name}.pem"));
            must_run(path, "openssl", &["req", "-new", "-key", key, "-subj", subject, "-out", &request]);
            let signer: &[&str] =
                if own { &["-key", key] } else { &["-CA", "tsa-ca.pem", "-CAkey", "tsa-ca.key", "-CAcreateserial"] };
            let common = ["x509", "-req", "-in", &request, "-days", "30", "-extfile", extensions, "-out", &out];
            must_run(path, "openssl", &[&common[..], signer].concat());
        };
        issue("tsa-ca", "tsa-ca.key", "/CN=Test Stamp CA", "ca.ext", true);
        issue("tsa", "tsa.key", "/CN=Test Stamp", "tsa.ext", false);
        // These three must not stamp.
        issue("plain", "tsa.key", "/CN=No Stamp", "plain.ext", false);
        issue("loose", "tsa.key", "/CN=No Stamp", "loose.ext", false);
        issue("two", "tsa.key", "/CN=No Stamp", "two.ext", false);
        Self::serve(folder)
    }

    fn serve(folder: tempfile::TempDir) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/tsa", listener.local_addr().unwrap());
        let (mood, asked) = (Arc::new(Mutex::new(Mood::Sound)), Arc::new(AtomicUsize::new(0)));
        let (path, mine, count) = (folder.path().to_owned(), Arc::clone(&mood), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let Some(query) = query(&stream) else { continue };
                count.fetch_add(1, Ordering::SeqCst);
                let mood = *mine.lock().unwrap();
                if mood == Mood::Silent {
                    // Until the other side goes.
                    let _ = stream.read(&mut [0]);
                    continue;
                }
                let (status, body) = match mood {
                    Mood::Down => ("503 Service Unavailable", b"later".to_vec()),
                    _ => ("200 OK", answer(&path, &query, mood)),
                };
                let length = match mood {
                    Mood::UntilClose => "Connection: close\r\n".to_owned(),
                    _ => format!("Content-Length: {}\r\n", body.len()),
                };
                let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/timestamp-reply\r\n{length}\r\n");
                let _ = stream.write_all(&[head.as_bytes(), &body].concat());
            }
        });
        Self { folder, url, mood, asked }
    }

    /// Sets what it answers with from now on.
    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// The certificate that stamps are trusted by.
    pub fn ca_pem(&self) -> Vec<u8> {
        fs::read(self.folder.path().join("tsa-ca.pem")).unwrap()
    }
}

/// The query, which must come as RFC 3161 lays down.
fn query(stream: &std::net::TcpStream) -> Option<Vec<u8>> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (mut length, mut right_type, mut first) = (0, false, String::new());
    reader.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        right_type |= line == "content-type: application/timestamp-query";
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    (first.starts_with("POST /tsa HTTP/1.1") && right_type).then_some(body)
}

fn answer(path: &Path, query: &[u8], mood: Mood) -> Vec<u8> {
    fs::write(path.join("query"), query).unwrap();
    match mood {
        Mood::OtherRequest => {
            fs::write(path.join("other"), "other data").unwrap();
            must_run(path, "openssl", &["ts", "-query", "-data", "other", "-sha256", "-cert", "-out", "query"]);
        }
        // SHA-1 is not on the authority's list.
        Mood::Rejects => {
            fs::write(path.join("other"), "other data").unwrap();
            must_run(path, "openssl", &["ts", "-query", "-data", "other", "-sha1", "-out", "query"]);
        }
        _ => {}
    }
    must_run(path, "openssl", &["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "reply"]);
    fs::read(path.join("reply")).unwrap()
}
