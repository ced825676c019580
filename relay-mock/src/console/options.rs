//! How a console runs.

use std::net::SocketAddr;
use std::path::PathBuf;

/// How a console runs.
#[derive(Clone, Debug)]
pub struct ConsoleOptions {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What a browser has to know before it gets in. A must where others than this machine can reach it.
    pub token: Option<String>,
    /// Further names by which browsers may call it.
    pub names: Vec<String>,
    /// A folder of keys and certificates as `relay-mock pki` makes it: whoever writes a message signs with them.
    pub pki: Option<PathBuf>,
    /// Where it keeps what was uploaded, and the runs of certification.
    pub folder: PathBuf,
}

impl ConsoleOptions {
    /// A console on a free port of the loopback.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            token: None,
            names: Vec::new(),
            pki: None,
            folder: folder.into(),
        }
    }
}
