//! A product that speaks to the relay: the judge is the partner office. Files travel as messages; what cannot travel so
//! (what to type in, what to send, what the screen shows) an operator or a script is told and asks at a desk.

mod offices;
mod parcel;
mod partner;
mod stage;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use cplink::finding::Rule;
use cplink::progress::Job;
use cplink::seal::MessageId;
use serde_json::Value;

use self::parcel::parcels;
use self::stage::Stage;
use super::desk::{Desk, broken};
use super::driver::{Driver, Reply};
use super::exchange::{MAX_FILES, MAX_TOTAL, given};
use super::request::request;
use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, File, Step};
use crate::certify::transcript::{Answer, Broken, KeptFile, Profile, Reason};
use crate::server::faults::{Call, Script};
use crate::store::Store as _;

/// How often the relay is asked.
const ASK: Duration = Duration::from_millis(300);

/// How long nothing more must have come behind a message.
const SETTLED: Duration = Duration::from_secs(2);

/// How long a product may take to repeat what had no answer: programs wait a minute for one.
const REPEATED: Duration = Duration::from_secs(75);

/// How often a call is repeated that a fault has met.
const TRIES: usize = 20;

/// A host of the library, or another product that speaks CPX/1.
pub struct RelayHost {
    product: Profile,
    desk: Desk,
    /// Where certificates and address are put.
    out: PathBuf,
    listen: SocketAddr,
    seed: Option<u64>,
    stage: Option<Stage>,
    has_script: bool,
}

impl RelayHost {
    /// The product of this profile. The relay starts with the first case: it listens at `listen`, and what a host must
    /// know of it is below `out`. Faults by chance go by the seed.
    pub fn new(product: Profile, desk: Desk, out: PathBuf, listen: SocketAddr, seed: Option<u64>) -> Self {
        Self { product, desk, out, listen, seed, stage: None, has_script: false }
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
        self.stage.as_mut().ok_or_else(|| broken(Broken::NotStarted, "no relay"))
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
        let played = match script {
            None => false,
            Some((name, text)) => {
                let script = Script::read(text, name).map_err(|error| not_started(&error))?;
                let (seed, office) = (script.seed_or_any(seed), case.office.office());
                stage.connect(case).map_err(|error| not_started(&error))?;
                stage.faults.play(script.for_office(office), seed);
                // A product that is still connected would have no handshake to be met by a fault.
                stage.relay.hang_up(office);
                true
            }
        };
        self.has_script = played;
        Ok(())
    }

    fn exchange(&mut self, case: &Case, step: &Step) -> Result<(Answer, Vec<KeptFile>), Answer> {
        let number = case.steps.iter().position(|each| std::ptr::eq(each, step)).unwrap_or_default();
        let Self { desk, stage, .. } = self;
        let stage = stage.as_mut().ok_or_else(|| broken(Broken::NotStarted, "no relay"))?;
        match step {
            Step::Give { files, .. } => {
                // Who reads the request behind the message knows which case it is of.
                desk.lay_out(case, number, step)?;
                let sent = give(stage, case, number, files)?;
                let mut look = Every::new(ASK);
                let answer =
                    desk.wait(case, number, step, |_, _| look.is_due().then(|| outcome(stage, &sent)).flatten());
                Ok((answer, given(step)))
            }
            Step::Take { partner, .. } => {
                desk.lay_out(case, number, step)?;
                let (mut look, mut taken) = (Every::new(ASK), Taken::default());
                let answer = desk.wait(case, number, step, |_, _| {
                    look.is_due().then(|| taken.look(stage, partner.office(), case.office.office())).flatten()
                });
                let files = if answer == Answer::Exported { taken.files } else { Vec::new() };
                Ok((answer, files))
            }
            Step::Enter { .. } | Step::Show { .. } => {
                desk.lay_out(case, number, step)?;
                Ok((desk.wait(case, number, step, |_, _| None), Vec::new()))
            }
        }
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

    fn discard(&mut self) {
        self.desk.discard();
    }
}

/// Sends the files of a step; the ids of the messages, each with the office that sent it.
fn give(stage: &mut Stage, case: &Case, number: usize, files: &[File]) -> Result<Vec<(String, MessageId)>, Answer> {
    // A host knows what it has imported by the id: what is done anew must have another.
    let mut attempt = [0; 4];
    let _ = getrandom::fill(&mut attempt);
    let attempt = base16ct::lower::encode_string(&attempt);
    let subject = format!("certify {} {} {attempt}", case.id, number + 1);
    let parcels = parcels(case, files, &stage.offices, &subject).map_err(|error| not_started(&error))?;
    let mut sent = Vec::new();
    // All of a step's messages are there at once: who looked in between would see a part of a list.
    let (product, several) = (case.office.office(), parcels.len() > 1);
    stage.store.hold_back(several.then_some(product));
    for parcel in parcels {
        let from = parcel.header.from.office.clone();
        let partner = stage.partner(&from).map_err(|error| not_started(&error))?;
        let send = || partner.send(parcel.header.clone(), parcel.parts.clone(), &mut Job::new());
        sent.push((from, repeated(send).map_err(|error| not_started(&error))?));
    }
    stage.store.hold_back(None);
    if several {
        // Who waits for news asks again.
        stage.relay.hang_up(product);
    }
    Ok(sent)
}

/// What became of the messages, once it is known of all.
fn outcome(stage: &mut Stage, sent: &[(String, MessageId)]) -> Option<Answer> {
    let mut refusals = Vec::new();
    for (from, id) in sent {
        // A fault may have met the call; it is made again.
        if let Some(reason) = stage.partner(from).ok()?.outcome(id, &mut Job::new()).ok().flatten()? {
            refusals.push(reason);
        }
    }
    Some(if refusals.is_empty() {
        Answer::Imported
    } else {
        Answer::Refused { reasons: refusals.iter().flat_map(|reason| reasons(reason)).collect() }
    })
}

/// The reasons of a receipt: the ids of rules that stand in it, or the text as it is.
fn reasons(text: &str) -> Vec<Reason> {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '.';
    let words = text.split(|sign| !is_sign(sign)).map(|word| word.trim_matches('.'));
    let ids: Vec<Reason> = words.filter(|word| Rule::from_id(word).is_some()).map(str::to_owned).collect();
    if ids.is_empty() && !text.is_empty() { vec![text.to_owned()] } else { ids }
}

/// What came from the product.
#[derive(Default)]
struct Taken {
    files: Vec<KeptFile>,
    first: Option<Instant>,
    /// When something last came, or was to come yet.
    last: Option<Instant>,
}

impl Taken {
    /// Looks for messages; the answer once one is there and nothing has come behind it for a while.
    fn look(&mut self, stage: &mut Stage, partner: &str, office: &str) -> Option<Answer> {
        let came = stage.partner(partner).ok()?.receive(&mut Job::new()).ok()?;
        for came in came.into_iter().filter(|came| came.from == office) {
            let now = Instant::now();
            self.first.get_or_insert(now);
            self.last = Some(now);
            match came.files {
                Err(error) => {
                    return Some(broken(Broken::Garbled, format!("a message that cannot be opened: {error}")));
                }
                Ok(files) => self.files.extend(files),
            }
        }
        // A product that got no answer has not done with it: whether it repeats the unit or doubles it shows only then.
        if self.first?.elapsed() < REPEATED && stage.faults.told().is_unanswered(Call::PutMessage) {
            self.last = Some(Instant::now());
        }
        self.last.filter(|last| last.elapsed() >= SETTLED)?;
        self.files.sort_by(|one, other| one.name.cmp(&other.name));
        let total: u64 = self.files.iter().map(|file| file.size).sum();
        if self.files.len() > MAX_FILES || total > MAX_TOTAL {
            let detail = format!("more than {MAX_FILES} files or {} MiB", MAX_TOTAL >> 20);
            return Some(broken(Broken::TooLarge, detail));
        }
        let is_twice = self.files.windows(2).any(|pair| pair[0].name == pair[1].name);
        Some(if is_twice { broken(Broken::Garbled, "a file came in two messages") } else { Answer::Exported })
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

/// A call that is made again where a fault of the script has met it.
fn repeated<T>(mut call: impl FnMut() -> cplink::Result<T>) -> cplink::Result<T> {
    let mut tries = 0;
    loop {
        match call() {
            Err(error) if tries < TRIES && matches!(error.code() as u32 / 100, 4 | 5) => {
                tries += 1;
                std::thread::sleep(ASK);
            }
            done => return done,
        }
    }
}

fn not_started(error: &dyn std::fmt::Display) -> Answer {
    broken(Broken::NotStarted, error.to_string())
}
