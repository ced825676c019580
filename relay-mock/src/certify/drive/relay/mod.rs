//! A product that speaks to the relay: the judge is the partner office. Files travel as messages; what cannot travel so
//! (what to type in, what to send, what the screen shows) an operator or a script is told and asks at a desk.

mod entries;
mod fault;
mod offices;
mod parcel;
mod partner;
mod sending;
mod spoilt;
mod stage;
mod taken;
mod tampering;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use cplink::seal::MessageId;
use serde_json::Value;

use self::fault::{no_relay, not_started};
use self::sending::{Sending, reasons};
use self::stage::Stage;
use self::taken::Taken;
use super::desk::Desk;
use super::driver::{Driver, Reply};
use super::exchange::given;
use super::request::request;
use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, Step};
use crate::certify::transcript::{Answer, KeptFile, Profile, Receipts};
use crate::server::faults::Script;
use crate::store::Store as _;

/// How often the relay is asked.
const ASK: Duration = Duration::from_millis(300);

/// A host of the library, or another product that speaks CPX/1.
pub struct RelayHost {
    product: Profile,
    desk: Desk,
    /// Where certificates and address are put.
    out: PathBuf,
    listen: SocketAddr,
    seed: Option<u64>,
    stage: Option<Stage>,
    /// What goes wrong in the case, until the product has its first request.
    due: Option<(Script, u64)>,
    has_script: bool,
    /// What was sent ahead of its step.
    ahead: Option<Sending>,
    /// The messages of the case, each with its step.
    messages: Vec<(usize, MessageId)>,
}

impl RelayHost {
    /// The product of this profile. The relay starts with the first case: it listens at `listen`, and what a host must
    /// know of it is below `out`. Faults by chance go by the seed.
    pub fn new(product: Profile, desk: Desk, out: PathBuf, listen: SocketAddr, seed: Option<u64>) -> Self {
        Self {
            product,
            desk,
            out,
            listen,
            seed,
            stage: None,
            due: None,
            has_script: false,
            ahead: None,
            messages: Vec::new(),
        }
    }

    fn stage(&mut self, pack: &Pack) -> Result<&mut Stage, Answer> {
        if self.stage.is_none() {
            let stage = Stage::build(pack, &self.out, self.listen).map_err(|error| not_started(&*error))?;
            let (url, keys) = (stage.relay.url(), self.out.join("pki"));
            self.desk.say(
                &format!("中継サーバーを {url} で動かしています。鍵と認証局の証明書は {} にあります。", keys.display()),
                &format!("The relay is {url}. Keys and authority are in {}.", keys.display()),
            );
            self.stage = Some(stage);
        }
        self.stage.as_mut().ok_or_else(no_relay)
    }

    /// The relay is a new one to the case: no message of before is there, and no fault goes on.
    fn set(&mut self, pack: &Pack, case: &Case) -> Result<(), Answer> {
        let seed = self.seed;
        let stage = self.stage(pack)?;
        stage.faults.stop();
        stage.relay.reset_clock();
        // Who is a partner in one case is the product in another. And a product that was emptied before the case may make
        // a unit of the case before byte for byte: a relay that remembered it would not deliver it again.
        stage.store.hold_back(None);
        stage.store.clear().map_err(|error| not_started(&error))?;
        let script = case.faults.as_ref().and_then(|name| pack.scripts.get(name).map(|text| (name, text)));
        let due = match script {
            None => None,
            Some((name, text)) => {
                let script = Script::read(text, name).map_err(|error| not_started(&error))?;
                stage.connect(case).map_err(|error| not_started(&error))?;
                let seed = script.seed_or_any(seed);
                Some((script.for_office(case.office.office()), seed))
            }
        };
        (self.has_script, self.due, self.ahead) = (due.is_some(), due, None);
        self.messages.clear();
        Ok(())
    }

    /// The faults of the case begin: the product knows what is asked of it, and what is given is there.
    fn arm(&mut self, office: &str) {
        let Some((stage, (script, seed))) = self.stage.as_ref().zip(self.due.take()) else { return };
        stage.faults.play(script, seed);
        // A product that is still connected would have no handshake to be met by a fault.
        stage.relay.hang_up(office);
    }

    /// Sends what a step gives; where it is spoilt, what the next one gives too, which must not be held up by it.
    fn give(&mut self, case: &Case, number: usize) -> Result<Sending, Answer> {
        if let Some(sent) = self.ahead.take() {
            return Ok(sent);
        }
        let stage = self.stage.as_mut().ok_or_else(no_relay)?;
        let product = case.office.office();
        // All is there at once: who looked in between would see a part of a list.
        stage.store.hold_back(Some(product));
        let sent = Sending::of(stage, case, number)?;
        self.messages.extend(sent.ids().map(|id| (number, id)));
        if sent.is_spoilt && matches!(case.steps.get(number + 1), Some(Step::Give { .. })) {
            let ahead = Sending::of(stage, case, number + 1)?;
            self.messages.extend(ahead.ids().map(|id| (number + 1, id)));
            self.ahead = Some(ahead);
        }
        self.arm(product);
        let stage = self.stage.as_mut().ok_or_else(no_relay)?;
        stage.store.hold_back(None);
        // Who waits for news asks again.
        stage.relay.hang_up(product);
        Ok(sent)
    }

    fn exchange(&mut self, case: &Case, step: &Step) -> Result<(Answer, Vec<KeptFile>), Answer> {
        let number = case.steps.iter().position(|each| std::ptr::eq(each, step)).unwrap_or_default();
        // Who reads the request behind the message knows which case it is of.
        self.desk.lay_out(case, number, step)?;
        let sent = if matches!(step, Step::Give { .. }) { Some(self.give(case, number)?) } else { None };
        self.arm(case.office.office());
        let Self { desk, stage, ahead, messages, .. } = self;
        let stage = stage.as_mut().ok_or_else(no_relay)?;
        let mut look = Every::new(ASK);
        match (step, sent) {
            (Step::Take { partner, .. }, _) => {
                let mut taken = Taken::default();
                let answer = desk.wait(case, number, step, |_, now| {
                    taken.is_said |= now;
                    look.is_due().then(|| taken.look(stage, partner.office(), case.office.office())).flatten()
                });
                messages.extend(taken.messages.drain(..).map(|id| (number, id)));
                let files = if answer == Answer::Exported { taken.files } else { Vec::new() };
                Ok((with_ids(answer), files))
            }
            (_, Some(sent)) => {
                let mut outcome = || sent.outcome(stage).or_else(|| sent.holds_up(stage, ahead.as_ref()?));
                let answer = desk.wait(case, number, step, |_, _| look.is_due().then(&mut outcome).flatten());
                Ok((with_ids(answer), given(step)))
            }
            _ => Ok((desk.wait(case, number, step, |_, _| None), given(step))),
        }
    }
}

/// What could not be received or was not sent the operator or a script tells, with ids in it as in a receipt.
fn with_ids(answer: Answer) -> Answer {
    match answer {
        Answer::Refused { reasons: said } => {
            Answer::Refused { reasons: said.iter().flat_map(|text| reasons(text)).collect() }
        }
        other => other,
    }
}

impl Driver for RelayHost {
    fn name(&self) -> &'static str {
        "relay"
    }

    fn hello(&mut self) -> Result<Profile, Answer> {
        Ok(self.product.clone())
    }

    fn begin(&mut self, pack: &Pack, case: &Case) -> Result<(), Answer> {
        self.set(pack, case)?;
        self.desk.begin(pack, case)
    }

    fn step(&mut self, case: &Case, step: &Step) -> Reply {
        let (answer, files) = self.exchange(case, step).unwrap_or_else(|broken| (broken, Vec::new()));
        Reply { request: request(case, step, None), answer, files }
    }

    fn stderr(&mut self) -> String {
        String::new()
    }

    fn faults(&mut self) -> Option<Value> {
        let stage = self.stage.as_ref().filter(|_| self.has_script)?;
        serde_json::to_value(stage.faults.told()).ok()
    }

    fn receipts(&mut self) -> Result<Option<Receipts>, Answer> {
        let stage = self.stage.as_ref().filter(|_| !self.messages.is_empty());
        stage.map(|stage| stage.receipts(&self.messages)).transpose().map_err(|error| not_started(&*error))
    }

    fn discard(&mut self) {
        self.desk.discard();
    }
}

/// Something that is due every so often.
struct Every(Duration, Option<Instant>);

impl Every {
    fn new(each: Duration) -> Self {
        Self(each, None)
    }

    fn is_due(&mut self) -> bool {
        let is_due = self.1.is_none_or(|last| last.elapsed() >= self.0);
        if is_due {
            self.1 = Some(Instant::now());
        }
        is_due
    }
}
