//! A peer that answers every request as a case says, over real TLS on the loopback.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use cplink_testkit::World;
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ConnectionTrafficSecrets, ServerConfig, ServerConnection, StreamOwned};

/// A part of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Once(Vec<u8>),
    /// So many times.
    Times(usize, Vec<u8>),
    /// Until the client goes.
    Endless(Vec<u8>),
    /// TLS records that hold nothing, until the client goes.
    EmptyRecords,
    /// Silence, until the client goes. Otherwise the connection ends behind the last piece.
    Hold,
}

/// Where the answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Inside TLS: the relay's.
    Relay,
    /// In the place of TLS.
    Bare,
    /// A proxy's, to CONNECT.
    Proxy,
}

/// How an answer comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    Whole,
    /// Each byte on its own, and a moment between.
    Bytes,
    /// The same with a longer moment, for what is endless; what comes before is whole.
    Slow,
    /// So many bytes at a time.
    Pieces(usize),
}

pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// The TLS of a peer with a certificate of the world's authority.
pub(crate) fn tls(world: &World, names: &[&str]) -> Arc<ServerConfig> {
    let identity = world.pki.server(names).unwrap();
    let mut config = ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(identity.chain, PrivatePkcs8KeyDer::from(identity.key_pkcs8).into())
        .unwrap();
    config.enable_secret_extraction = true;
    Arc::new(config)
}

impl Peer {
    pub(crate) fn start(config: Arc<ServerConfig>, place: Place, pieces: Vec<Piece>, pace: Pace) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (count, stopping) = (Arc::clone(&connections), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            for tcp in listener.incoming().flatten() {
                if stopping.load(Ordering::SeqCst) {
                    return;
                }
                count.fetch_add(1, Ordering::SeqCst);
                // Whatever fails here, the client is gone.
                let _ = answer(tcp, &config, place, &pieces, pace);
            }
        });
        Self { address, connections, stop, thread: Some(thread) }
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(self.address));
        self.thread.take().unwrap().join().unwrap();
    }
}

fn answer(
    mut tcp: TcpStream,
    config: &Arc<ServerConfig>,
    place: Place,
    pieces: &[Piece],
    pace: Pace,
) -> std::io::Result<()> {
    tcp.set_nodelay(true)?;
    // No test waits so long for a client that forgot to go.
    tcp.set_read_timeout(Some(Duration::from_secs(30)))?;
    tcp.set_write_timeout(Some(Duration::from_secs(30)))?;
    if place != Place::Relay {
        let _ = tcp.read(&mut [0; 4096])?;
        let ended = write(&mut tcp, pieces, pace)?;
        if ended {
            tcp.shutdown(std::net::Shutdown::Write)?;
        }
        return linger(&mut tcp, ended);
    }
    let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(config)).unwrap(), tcp);
    read_request(&mut stream)?;
    let ended = write(&mut stream, pieces, pace)?;
    if matches!(pieces.last(), Some(Piece::EmptyRecords)) {
        return empty_records(stream);
    }
    if ended {
        stream.conn.send_close_notify();
        stream.flush()?;
    }
    linger(&mut stream.sock, ended)
}

/// The head of a request, and its body where that was sent along.
fn read_request(stream: &mut impl Read) -> std::io::Result<()> {
    let (mut request, mut block) = (Vec::new(), [0; 16 * 1024]);
    loop {
        let end = request.windows(4).position(|bytes| bytes == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length = head
                .split("content-length: ")
                .nth(1)
                .map_or(0, |rest| rest.split("\r\n").next().unwrap_or_default().parse().unwrap_or(0));
            if head.contains("expect: 100-continue") || request.len() >= end + 4 + length {
                return Ok(());
            }
        }
        match stream.read(&mut block)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            length => request.extend_from_slice(&block[..length]),
        }
    }
}

/// Writes the pieces: whether the answer ends there.
fn write(to: &mut impl Write, pieces: &[Piece], pace: Pace) -> std::io::Result<bool> {
    for piece in pieces {
        match piece {
            Piece::Once(bytes) if pace == Pace::Slow => write_paced(to, bytes, Pace::Whole)?,
            Piece::Once(bytes) => write_paced(to, bytes, pace)?,
            Piece::Times(count, bytes) => {
                let block = bytes.repeat((16 * 1024 / bytes.len()).clamp(1, *count));
                let per_block = block.len() / bytes.len();
                for _ in 0..count / per_block {
                    write_paced(to, &block, pace)?;
                }
                write_paced(to, &bytes.repeat(count % per_block), pace)?;
            }
            Piece::Endless(bytes) => {
                let block = bytes.repeat(16 * 1024 / bytes.len() + 1);
                loop {
                    write_paced(to, &block, pace)?;
                }
            }
            Piece::EmptyRecords => to.flush()?,
            Piece::Hold => return Ok(false),
        }
    }
    Ok(true)
}

fn write_paced(to: &mut impl Write, bytes: &[u8], pace: Pace) -> std::io::Result<()> {
    let size = match pace {
        Pace::Whole => bytes.len().max(1),
        Pace::Bytes | Pace::Slow => 1,
        Pace::Pieces(size) => size,
    };
    for piece in bytes.chunks(size) {
        to.write_all(piece)?;
        to.flush()?;
        match pace {
            Pace::Bytes => std::thread::sleep(Duration::from_micros(300)),
            Pace::Slow => std::thread::sleep(Duration::from_millis(10)),
            Pace::Whole | Pace::Pieces(_) => {}
        }
    }
    Ok(())
}

/// Reads on until the client goes, so that no reset overtakes the answer.
fn linger(tcp: &mut TcpStream, ended: bool) -> std::io::Result<()> {
    let until = Instant::now() + Duration::from_secs(if ended { 2 } else { 30 });
    tcp.set_read_timeout(Some(Duration::from_secs(2)))?;
    let mut block = [0; 16 * 1024];
    while Instant::now() < until {
        match tcp.read(&mut block) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// rustls writes no record without content, so these are encrypted here.
fn empty_records(stream: StreamOwned<ServerConnection, TcpStream>) -> std::io::Result<()> {
    let (connection, mut tcp) = (stream.conn, stream.sock);
    let (mut number, secrets) = connection.dangerous_extract_secrets().unwrap().tx;
    let (algorithm, key, iv) = match &secrets {
        ConnectionTrafficSecrets::Aes128Gcm { key, iv } => (&AES_128_GCM, key.as_ref(), iv.as_ref()),
        ConnectionTrafficSecrets::Aes256Gcm { key, iv } => (&AES_256_GCM, key.as_ref(), iv.as_ref()),
        _ => panic!("another cipher"),
    };
    let key = LessSafeKey::new(UnboundKey::new(algorithm, key).unwrap());
    loop {
        let mut block = Vec::new();
        for _ in 0..100 {
            let mut nonce: [u8; 12] = iv.try_into().unwrap();
            nonce[4..].iter_mut().zip(number.to_be_bytes()).for_each(|(byte, with)| *byte ^= with);
            number += 1;
            // The type of the content, which is empty: application data.
            let mut record = vec![23];
            let head = [23, 3, 3, 0, 17];
            key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(head), &mut record).unwrap();
            block.extend_from_slice(&head);
            block.extend_from_slice(&record);
        }
        tcp.write_all(&block)?;
    }
}
