//! The bridge for C++ programs that build the library from source with cargo, by the crate cxx.
//!
//! The product's interface is the C ABI with `cplink.hpp`: it is stable, and a compiler of any age links
//! it. This one is for a program that compiles its Rust half itself: both sides are made together and
//! from one source, Rust's own strings, vectors and slices go across, and nothing of it is promised to
//! stay between versions. Both may be used in one program, since they come out of one static library.
//!
//! Every failure is a `rust::Error`; `fault` reads from its text what the code, the advice and the texts
//! for the user are. A panic is one too (`CPL_E_BUG`): it does not end the process.

mod client;
mod fault;
mod finding;
mod table;
mod unit;

use client::{Batch, Client, Signer, Trust, new_client, signer_from_pkcs12, trust_from_pem};
use fault::{Thrown, fault};
use table::{Table, new_table, read_csv};
use unit::{Unit, new_unit};

// The macro makes everything public, if only for the files beside this one.
#[allow(unreachable_pub)]
#[cxx::bridge(namespace = "cplink::bridge")]
mod border {
    /// The severity of a finding.
    enum Severity {
        Info,
        Warning,
        Error,
    }

    /// Advice on repeating a failed call.
    enum Retry {
        Never,
        AfterFix,
        Safe,
        Login,
    }

    /// One thing to be said of a file. No text holds a value of a record.
    struct Finding {
        severity: Severity,
        rule: String,
        file: String,
        /// 1-based row; 0 if it is not about a row.
        row: u32,
        /// 1-based item number; 0 if it is not about an item.
        item_number: u32,
        field: String,
        message_ja: String,
        message_en: String,
        remedy_ja: String,
    }

    /// What an exception means.
    struct Fault {
        /// The `CPL_E_…` number, 0 if the text is not one of ours.
        code: i32,
        name: String,
        retry: Retry,
        /// Whether the other side may already have done what was asked.
        in_doubt: bool,
        message_ja: String,
        remedy_ja: String,
    }

    /// A message that the relay has on disk.
    struct Sent {
        id: String,
        /// The container that is kept.
        container: String,
    }

    /// What stands of a message: the first outcome that was reported.
    struct Acknowledged {
        /// `imported` or `refused`.
        state: String,
        /// Whether an outcome had been reported before.
        is_repeat: bool,
    }

    /// One message of the inbox.
    struct Incoming {
        id: String,
        from_office: String,
        subject: String,
        /// The kinds of its CSV files, such as `UPJSK`.
        kinds: Vec<String>,
        /// What is wrong with a message that could not be opened, for `refused`; else empty.
        problem: String,
    }

    extern "Rust" {
        /// What the text of a `rust::Error` of this bridge means.
        fn fault(what: &str) -> Fault;

        type Table;
        /// Reads a CSV file of a kind such as `UPPLAN`; faults of the data are findings.
        fn read_csv(kind: &str, csv: &[u8]) -> Result<Box<Table>>;
        fn new_table(kind: &str) -> Result<Box<Table>>;
        /// What reading found.
        fn findings(self: &Table) -> Result<Vec<Finding>>;
        fn rows(self: &Table) -> Result<usize>;
        /// The text of a cell: 0-based row, field id.
        fn get(self: &Table, row: usize, field: &str) -> Result<String>;
        fn set(self: &Table, row: usize, field: &str, text: &str) -> Result<()>;
        /// Adds an empty row and returns its index.
        fn add_row(self: &Table) -> Result<usize>;
        /// The CSV file; characters it cannot hold are an error with their place.
        fn to_csv(self: &Table) -> Result<Vec<u8>>;

        type Unit;
        /// An empty sending unit: office number and service type of sender and receiver, serial.
        fn new_unit(from: &str, from_type: &str, to: &str, to_type: &str, serial: &str) -> Result<Box<Unit>>;
        fn set_subject(self: &Unit, subject: &str) -> Result<()>;
        fn add_csv(self: &Unit, name: &str, csv: &[u8]) -> Result<()>;
        fn add_table(self: &Unit, table: &Table) -> Result<Vec<Finding>>;
        fn add_attachment(self: &Unit, name: &str, content: &[u8]) -> Result<()>;
        /// Checks the unit against the standard; an error-level finding forbids sending.
        fn check(self: &Unit) -> Result<Vec<Finding>>;

        type Signer;
        fn signer_from_pkcs12(file: &[u8], password: &str) -> Result<Box<Signer>>;
        type Trust;
        fn trust_from_pem(authorities: &[u8]) -> Result<Box<Trust>>;

        type Client;
        fn new_client(relay: &str, signer: &Signer, trust: &Trust) -> Result<Box<Client>>;
        /// The relay has the message on disk; its signed receipt was verified; the container is kept.
        fn send(self: &Client, unit: &Unit, keep: &str) -> Result<Sent>;
        /// A page of the inbox after the cursor (empty: from the beginning); waits up to so long for one.
        fn receive(self: &Client, cursor: &str, keep: &str, wait_ms: u32) -> Result<Box<Batch>>;
        /// The relay has our signed receipt: the rows are in the host's database. The first outcome stands.
        fn imported(self: &Client, batch: &Batch, message: usize) -> Result<Acknowledged>;
        /// The same for a message that was not taken over.
        fn refused(self: &Client, batch: &Batch, message: usize, reason: &str) -> Result<Acknowledged>;

        type Batch;
        fn messages(self: &Batch) -> Result<Vec<Incoming>>;
        /// The cursor for the next call: store it together with what was imported.
        fn next(self: &Batch) -> Result<String>;
        /// Why the page ended early, where it did; else empty.
        fn problem(self: &Batch) -> Result<String>;
        /// Takes the rows of one CSV file out of a message, with what reading it found.
        fn take_table(self: &Batch, message: usize, file: usize) -> Result<Box<Table>>;
    }
}

/// What every function gives.
type Result<T> = std::result::Result<T, Thrown>;

/// Runs the body of a function.
fn guarded<T>(body: impl FnOnce() -> cplink::Result<T>) -> Result<T> {
    crate::boundary::caught(body).map_err(Thrown)
}
