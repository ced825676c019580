//! What is printed: one JSON object, or lines.

use std::io::{BufWriter, Write as _};

use cplink::Code;
use serde_json::Value;

use crate::Fault;

/// Prints on standard output. A reader that has gone away is no fault of ours.
///
/// # Errors
/// [`Code::FileWrite`], [`Code::DiskFull`]: standard output is a file, and it is not whole.
pub fn print(text: &str) -> Result<(), Fault> {
    print_to_reader(text).or_else(|fault| if fault.is_unread() { Ok(()) } else { Err(fault) })
}

/// Prints what is lost where nobody reads it.
///
/// # Errors
/// Those of [`print()`], and a fault where the reader has gone away ([`Fault::is_unread`]).
pub fn print_to_reader(text: &str) -> Result<(), Fault> {
    let mut out = std::io::stdout();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Fault::io(Code::FileWrite, "stdout", error))
}

/// Prints a line on standard error. Where nobody reads it there is nobody left to tell.
pub fn print_error(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Prints a JSON object.
///
/// # Errors
/// Those of [`print()`].
pub fn print_json(value: &Value) -> Result<(), Fault> {
    print(&json_text(value))
}

/// Prints a JSON object with one long list, item by item: what thousands of items take is never in memory at once.
///
/// # Errors
/// Those of [`print()`].
pub fn print_json_list(
    name: &str,
    mut items: impl Iterator<Item = Value>,
    behind: &[(&str, Value)],
) -> Result<(), Fault> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut write = || {
        write!(out, "{{\n  {:#}: [", Value::from(name))?;
        let indented = |item: Value| format!("{item:#}").replace('\n', "\n    ");
        if let Some(first) = items.next() {
            write!(out, "\n    {}", indented(first))?;
            items.try_for_each(|item| write!(out, ",\n    {}", indented(item)))?;
            write!(out, "\n  ")?;
        }
        write!(out, "]")?;
        behind.iter().try_for_each(|(name, value)| write!(out, ",\n  {:#}: {value:#}", Value::from(*name)))?;
        out.write_all(b"\n}\n")?;
        out.flush()
    };
    let written = write().map_err(|error| Fault::io(Code::FileWrite, "stdout", error));
    written.or_else(|fault| if fault.is_unread() { Ok(()) } else { Err(fault) })
}

/// A JSON object as it is printed.
pub fn json_text(value: &Value) -> String {
    format!("{value:#}\n")
}
