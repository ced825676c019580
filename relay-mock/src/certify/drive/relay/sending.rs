//! What is given to the product, on its way and after it.

use std::time::{Duration, Instant};

use cplink::progress::Job;
use cplink::seal::MessageId;

use super::fault::not_started;
use super::parcel::parcels;
use super::stage::Stage;
use super::tampering::spoilt;
use crate::certify::scenario::{Case, Cause, Step};
use crate::certify::transcript::{Answer, Reason};

/// How often a call is repeated that a fault has met, and how long it waits before.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(300);

/// So often, and for so long, a product may fetch a message anew before it goes on to the next.
const FETCHES: u64 = 20;
const HELD_UP: Duration = Duration::from_secs(30);

/// The messages of a step.
pub(super) struct Sending {
    /// Each with the office that sent it.
    messages: Vec<(String, MessageId)>,
    at: Instant,
    /// Whether they were spoilt on their way.
    pub(super) is_spoilt: bool,
}

impl Sending {
    /// Sends what the step gives.
    pub(super) fn of(stage: &mut Stage, case: &Case, number: usize) -> Result<Self, Answer> {
        let Some(Step::Give { files, tamper, renewed, .. }) = case.steps.get(number) else {
            return Err(not_started(&"nothing is given"));
        };
        // A host knows what it has imported by the id: what is done anew must have another.
        let mut attempt = [0; 4];
        let _ = getrandom::fill(&mut attempt);
        let attempt = base16ct::lower::encode_string(&attempt);
        let subject = format!("certify {} {} {attempt}", case.id, number + 1);
        let parcels = parcels(case, files, &stage.offices, &subject).map_err(|error| not_started(&error))?;
        let mut messages = Vec::new();
        for parcel in parcels {
            let from = parcel.header.from.office.clone();
            let id = match tamper {
                Some(tamper) => {
                    let message = spoilt(*tamper, &parcel, stage).map_err(|error| not_started(&error))?;
                    stage.deliver(&message, case.office.office()).map_err(|error| not_started(&*error))?;
                    message.id
                }
                None => {
                    let own =
                        if *renewed { Some(stage.renewed(&from).map_err(|error| not_started(&error))?) } else { None };
                    let partner = stage.partner(&from).map_err(|error| not_started(&error))?;
                    let signer = own.unwrap_or_else(|| partner.signer());
                    let send = || partner.send(parcel.header.clone(), parcel.parts.clone(), &*signer, &mut Job::new());
                    repeated(send).map_err(|error| not_started(&error))?
                }
            };
            messages.push((from, id));
        }
        Ok(Self { messages, at: Instant::now(), is_spoilt: tamper.is_some() })
    }

    /// Their ids.
    pub(super) fn ids(&self) -> impl Iterator<Item = MessageId> {
        self.messages.iter().map(|(_, id)| *id)
    }

    /// What became of the messages, once it is known of all.
    pub(super) fn outcome(&self, stage: &mut Stage) -> Option<Answer> {
        let mut refusals = Vec::new();
        for (from, id) in &self.messages {
            // A fault may have met the call; it is made again.
            if let Some(reason) = stage.partner(from).ok()?.outcome(id, &mut Job::new()).ok().flatten()? {
                refusals.push(reason);
            }
        }
        Some(if refusals.is_empty() { Answer::Imported } else { Answer::Refused { reasons: refusals } })
    }

    /// Whether the product fetches these messages again and again, and not those behind them.
    pub(super) fn holds_up(&self, stage: &Stage, behind: &Self) -> Option<Answer> {
        let fetched = |sent: &Self| sent.messages.iter().map(|(_, id)| stage.store.fetched(id)).collect::<Vec<_>>();
        let times = fetched(self).into_iter().min()?;
        let is_held_up =
            times >= FETCHES && self.at.elapsed() >= HELD_UP && fetched(behind).iter().all(|each| *each == 0);
        is_held_up.then_some(Answer::HeldUp { times })
    }
}

/// The reasons of a receipt: the ids of rules and the names of errors that stand in it, or the text as it is.
pub(super) fn reasons(text: &str) -> Vec<Reason> {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '.';
    let words = text.split(|sign| !is_sign(sign)).map(|word| word.trim_matches('.'));
    let ids: Vec<Reason> = words.filter(|word| Cause::parse(word).is_some()).map(str::to_owned).collect();
    if ids.is_empty() && !text.is_empty() { vec![text.to_owned()] } else { ids }
}

/// A call that is made again where a fault of the script has met it.
fn repeated<T>(mut call: impl FnMut() -> cplink::Result<T>) -> cplink::Result<T> {
    let mut tries = 0;
    loop {
        match call() {
            Err(error) if tries < TRIES && matches!(error.code() as u32 / 100, 4 | 5) => {
                tries += 1;
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}
