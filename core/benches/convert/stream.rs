//! A gigabyte from stream to stream, in a process of its own: its peak is the whole of it.

use std::io::{Read, Write};
use std::process::Command;

use cplink::convert::{CsvStyle, Reader, Writer};
use cplink::progress::Job;
use cplink::spec::Kind;

use crate::files;

/// Tells this program to be that process.
pub(crate) const ARGUMENT: &str = "--stream-1gb";

const BYTES: u64 = 1 << 30;

/// A few thousand rows again and again.
struct Rows {
    rows: Vec<u8>,
    at: usize,
    sum: Sum,
}

/// Counts and hashes what goes by.
#[derive(Default)]
struct Sum {
    bytes: u64,
    hash: crc32fast::Hasher,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }
}

impl Read for Rows {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.rows.len() {
            self.at = 0;
        }
        if self.at == 0 && self.sum.bytes >= BYTES {
            return Ok(0);
        }
        let length = buffer.len().min(self.rows.len() - self.at);
        buffer[..length].copy_from_slice(&self.rows[self.at..self.at + length]);
        self.sum.add(&buffer[..length]);
        self.at += length;
        Ok(length)
    }
}

impl Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Reads and writes, then prints the peak.
pub(crate) fn run() {
    let mut source = Rows { rows: files::slip(1000), at: 0, sum: Sum::default() };
    let mut writer = Writer::new(Kind::Upplan, CsvStyle::Canonical, Sum::default());
    Reader::new(Kind::Upplan, &mut source)
        .for_each(&mut Job::new(), BYTES, |record| {
            assert!(record.findings.is_empty());
            writer.write(record.row).map(drop)
        })
        .unwrap();
    let written = writer.finish().unwrap();
    assert!(written.bytes >= BYTES && written.bytes == source.sum.bytes);
    assert_eq!(written.hash.finalize(), source.sum.hash.finalize());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    println!("peak_mib stream_1gb {:.2}", kib / 1024.0);
}

/// Runs that process.
pub(crate) fn report() {
    if !cfg!(target_os = "linux") {
        println!("the peak of stream_1gb is measured on Linux only");
        return;
    }
    let status = Command::new(std::env::current_exe().unwrap()).arg(ARGUMENT).status().unwrap();
    assert!(status.success(), "the stream came to nothing");
}
