//! What the product sends.

use std::time::{Duration, Instant};

use cplink::progress::Job;
use cplink::seal::MessageId;

use super::stage::Stage;
use crate::certify::drive::desk::broken;
use crate::certify::drive::exchange::{MAX_FILES, MAX_TOTAL};
use crate::certify::transcript::{Answer, Broken, KeptFile};
use crate::server::faults::Call;

/// How long nothing more must have come behind a message.
const SETTLED: Duration = Duration::from_secs(2);

/// How long a product may take to repeat what had no answer: programs wait a minute for one.
const REPEATED: Duration = Duration::from_secs(75);

/// What came from the product.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) files: Vec<KeptFile>,
    /// The messages that brought them.
    pub(super) messages: Vec<MessageId>,
    /// Whether it says that it has sent everything: what is not there then does not come any more.
    pub(super) is_said: bool,
    first: Option<Instant>,
    /// When something last came, or was to come yet.
    last: Option<Instant>,
}

impl Taken {
    /// Looks for messages; the answer once one is there and nothing has come behind it for a while.
    pub(super) fn look(&mut self, stage: &mut Stage, partner: &str, office: &str) -> Option<Answer> {
        let came = stage.partner(partner).ok()?.receive(&mut Job::new()).ok()?;
        for came in came.into_iter().filter(|came| came.from == office) {
            let now = Instant::now();
            self.first.get_or_insert(now);
            self.last = Some(now);
            self.messages.push(came.id);
            match came.files {
                Err(error) => {
                    return Some(broken(Broken::Garbled, format!("a message that cannot be opened: {error}")));
                }
                Ok(files) => self.files.extend(files),
            }
        }
        if self.is_said && self.first.is_none() {
            self.first = Some(Instant::now());
            self.last = self.first;
        }
        // A product that got no answer has not done with it: whether it repeats the unit or doubles it shows only then.
        let first = self.first?;
        if !self.is_said && first.elapsed() < REPEATED && stage.faults.told().is_unanswered(Call::PutMessage) {
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
