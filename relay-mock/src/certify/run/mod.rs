//! Pack and driver become a transcript.

use std::time::Instant;

use cplink::progress::Cancel;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::drive::{Driver, Reply};
use super::guard;
use super::pack::Pack;
use super::scenario::{Case, Outcome, Step};
use super::transcript::{
    Answer, Broken, CaseRecord, FORMAT, FolderError, KeptFile, KeptReceipt, PackName, Profile, RunFolder, RunRecord,
    StepRecord, Transcript,
};

/// What is known when a run begins.
pub fn begin(pack: &Pack, driver: &'static str, product: Profile) -> RunRecord {
    let mut id = [0; 8];
    // Without randomness two runs of one moment share an id, and nothing else depends on it.
    let _ = getrandom::fill(&mut id);
    RunRecord {
        format: FORMAT.to_owned(),
        run: base16ct::lower::encode_string(&id),
        started: now(),
        driver: driver.to_owned(),
        pack: PackName { id: pack.about.id.clone(), version: pack.about.version.clone(), sha256: pack.sha256.clone() },
        product,
        by: concat!("relay-mock ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

/// Puts the product through the cases that were not done yet and that it can do. Each is kept as soon as it is done.
/// Ends early where `cancel` is set: the case that is cut off is not kept.
///
/// # Errors
/// The folder cannot be written.
pub fn run(
    pack: &Pack,
    wanted: impl Fn(&Case) -> bool,
    driver: &mut dyn Driver,
    folder: &RunFolder,
    transcript: &mut Transcript,
    cancel: &Cancel,
    mut done: impl FnMut(&CaseRecord),
) -> Result<(), FolderError> {
    for case in pack.cases.iter().filter(|case| wanted(case)) {
        if transcript.cases.contains_key(&case.id) || !transcript.run.lacks(case).is_empty() {
            continue;
        }
        let record = one(pack, case, driver);
        if cancel.is_cancelled() {
            return Ok(());
        }
        folder.keep(&record)?;
        done(&record);
        transcript.cases.insert(case.id.clone(), record);
    }
    Ok(())
}

fn one(pack: &Pack, case: &Case, driver: &mut dyn Driver) -> CaseRecord {
    let (started, mut steps) = (now(), Vec::new());
    let mut looks_real = false;
    match driver.begin(pack, case) {
        Err(answer) => steps.push(StepRecord {
            step: 0,
            request: Value::Null,
            answer,
            started: started.clone(),
            took_ms: 0,
            files: Vec::new(),
        }),
        Ok(()) => {
            for (number, step) in case.steps.iter().enumerate() {
                let (started, clock) = (now(), Instant::now());
                let Reply { request, answer, files } = driver.step(case, step);
                let mut record = StepRecord {
                    step: number,
                    request,
                    answer,
                    started,
                    took_ms: clock.elapsed().as_millis() as u64,
                    files,
                };
                let taken = matches!(step, Step::Take { .. });
                let is_real = |file: &KeptFile| guard::looks_real(&file.name, &file.bytes, &pack.ranges);
                if taken && record.files.iter().any(is_real) || said_looks_real(pack, step, &record.answer) {
                    looks_real = true;
                    record.files.clear();
                    record.answer = real();
                }
                let ends = !goes_on(step, &record.answer);
                steps.push(record);
                if ends {
                    break;
                }
            }
        }
    }
    let is_real = |receipt: &KeptReceipt| {
        receipt.reason.as_ref().is_some_and(|reason| guard::text_looks_real(reason, &pack.ranges))
    };
    let receipts = driver.receipts();
    let last = match &receipts {
        Err(answer) => Some(answer.clone()),
        // The step says no more of a reason than the finding's id.
        Ok(Some(receipts)) if !looks_real && receipts.list.iter().any(is_real) => {
            looks_real = true;
            Some(real())
        }
        Ok(_) => None,
    };
    if let Some((step, answer)) = steps.last_mut().zip(last) {
        step.answer = answer;
    }
    if looks_real {
        driver.discard();
    }
    let (stderr, faults, receipts) =
        (driver.stderr(), driver.faults(), receipts.ok().flatten().filter(|_| !looks_real));
    CaseRecord { id: case.id.clone(), started, ended: now(), steps, stderr, faults, receipts }
}

fn real() -> Answer {
    Answer::Broken { how: Broken::LooksReal, detail: String::new() }
}

/// Whether an answer in words has a number that could be a real person's. A right value is none, whatever it looks like.
fn said_looks_real(pack: &Pack, step: &Step, answer: &Answer) -> bool {
    match (step, answer) {
        (_, Answer::Refused { reasons }) => reasons.iter().any(|reason| guard::text_looks_real(reason, &pack.ranges)),
        (Step::Show { facts, .. }, Answer::Shown { facts: shown }) => shown.iter().any(|(id, value)| {
            let is_right = facts.iter().any(|fact| fact.id == *id && fact.value == *value);
            !is_right && guard::text_looks_real(value, &pack.ranges)
        }),
        _ => false,
    }
}

/// Whether the steps behind this one can still say something.
fn goes_on(step: &Step, answer: &Answer) -> bool {
    match (step, answer) {
        (_, Answer::Broken { .. } | Answer::Unsupported | Answer::HeldUp { .. }) => false,
        (_, Answer::Imported | Answer::Exported) => step.outcome() != Some(Outcome::Refused),
        (_, Answer::Refused { .. }) => step.outcome() == Some(Outcome::Refused),
        _ => true,
    }
}

fn now() -> String {
    // A time always has this form.
    OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default()
}
