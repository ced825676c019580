//! What the page 障害 shows of scripts.

use time::format_description::well_known::Rfc3339;

use crate::certify::report::japan;
use crate::server::faults::{Faults, Script, Told, call_ja, script_names, script_text};

/// How many of the faults that were played are shown: the last ones.
const SHOWN: usize = 50;

/// A script of the program's own.
pub(super) struct Own {
    pub(super) name: &'static str,
    pub(super) title: String,
    /// Its faults, in words.
    pub(super) faults: Vec<String>,
}

/// They, by name.
pub(super) fn own() -> Vec<Own> {
    let read = |name: &'static str| Script::read(script_text(name)?, name).ok().map(|script| (name, script));
    let scripts = script_names().into_iter().filter_map(read);
    let own = scripts.map(|(name, script)| Own {
        name,
        title: script.title_ja().unwrap_or(name).to_owned(),
        faults: script.told().iter().map(|fault| fault.said()).collect(),
    });
    own.collect()
}

/// The script that is played.
pub(super) struct Played {
    pub(super) title: String,
    pub(super) seed: u64,
    pub(super) faults: Vec<FaultLine>,
    /// The last ones that were played, the newest first.
    pub(super) fired: Vec<FiredLine>,
    /// How many were played in all.
    pub(super) count: u64,
    pub(super) tls12: u64,
}

/// A fault of it.
pub(super) struct FaultLine {
    pub(super) said: String,
    pub(super) met: u64,
    pub(super) fired: u64,
}

/// A fault that was played.
pub(super) struct FiredLine {
    pub(super) number: usize,
    pub(super) time: String,
    pub(super) fault: usize,
    pub(super) call: String,
    pub(super) office: String,
    pub(super) what: String,
}

impl Played {
    /// What is played; nothing where nothing is.
    pub(super) fn of(faults: &Faults) -> Option<Self> {
        let (told, moments) = (faults.told(), faults.moments());
        let Told { title_ja, seed, faults, fired, more, tls12, .. } = told;
        let lines = fired.iter().zip(&moments).enumerate().rev().take(SHOWN);
        let lines = lines.map(|(place, (fired, moment))| FiredLine {
            number: place + 1,
            time: japan(&moment.format(&Rfc3339).unwrap_or_default()),
            fault: fired.fault,
            call: fired.call.as_deref().map_or("接続".to_owned(), call_ja),
            office: fired.office.clone().unwrap_or_default(),
            what: fired.said(),
        });
        Some(Self {
            title: title_ja.unwrap_or_else(|| "題名のない台本".to_owned()),
            seed: seed?,
            fired: lines.collect(),
            count: fired.len() as u64 + more,
            faults: faults
                .iter()
                .map(|fault| FaultLine { said: fault.said(), met: fault.met, fired: fault.fired })
                .collect(),
            tls12,
        })
    }
}
