//! The rows as JSON: the beginning for the eye, all of it to download.

use std::io::{self, Write};

use super::Reading;

/// So much is shown on a page.
const SHOWN: usize = 256 << 10;

/// The beginning of the JSON.
pub(crate) struct JsonView {
    pub(crate) text: String,
    /// Whether there is more.
    pub(crate) is_cut: bool,
}

impl JsonView {
    pub(crate) fn of(reading: Reading) -> Self {
        let mut front = Front::default();
        let whole = write(reading, &mut front);
        let text = match whole {
            Ok(()) => String::from_utf8(front.0).unwrap_or_default(),
            // Cut at the end of a line, so that no character is cut in two.
            Err(_) => {
                let end = front.0.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
                String::from_utf8(front.0[..end].to_vec()).unwrap_or_default()
            }
        };
        Self { text, is_cut: whole.is_err() }
    }
}

/// Writes all of it, as the library does.
pub(crate) fn write(reading: Reading, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &reading.into_json())?;
    out.write_all(b"\n")
}

/// Takes no more than is shown.
#[derive(Default)]
struct Front(Vec<u8>);

impl Write for Front {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(SHOWN - self.0.len());
        self.0.extend_from_slice(&bytes[..count]);
        if count == 0 && !bytes.is_empty() { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(count) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
