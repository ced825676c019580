//! `PUT /v1/messages/{id}`: a container comes in.

use std::io::{Read, Seek};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use cplink::relay;
use cplink::relay::cpx::ProblemCode;
use cplink::seal::MessageId;
use ring::digest::{Context, SHA256};
use time::OffsetDateTime;

use super::answer::{Answer, Refusal, receipt};
use super::arriving::Arriving;
use super::caller::Identified;
use super::checks;
use super::request::{length, parse_id};
use super::sealing::Opened;
use super::shared::Shared;
use super::spool::{SpoolFile, Spooled};
use crate::directory::day_in_japan;
use crate::store::{Accepted, NewMessage, Store, StoreError, StoredMessage};

/// What is gathered before it goes to a file; what is smaller stays in memory.
const GATHER: usize = 256 * 1024;

pub(super) async fn put(
    State(shared): State<Arc<Shared>>,
    caller: Identified,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let id = parse_id(&id)?;
    let length = length(&headers)?;
    let asks = headers.contains_key(header::EXPECT);
    let incoming = Arc::new(Incoming { shared, caller, id, length, asks });
    // On its own task: where the client goes away, what was begun still ends in order. The file is
    // removed, and whoever waits for an accepted message hears of it.
    tokio::spawn(incoming.take_in(body)).await?
}

/// What is to come of a container.
enum Judged {
    /// It was accepted before, with this receipt, and has this state now.
    Repeat(Vec<u8>, relay::State),
    /// It may be accepted.
    Fit(Box<(NewMessage, Opened)>),
}

/// A message on its way in.
struct Incoming {
    shared: Arc<Shared>,
    caller: Identified,
    id: MessageId,
    length: u64,
    /// Whether the client waits for a word before it sends the body.
    asks: bool,
}

impl Incoming {
    async fn take_in(self: Arc<Self>, body: Body) -> Answer {
        let small = self.length <= (GATHER as u64).min(self.shared.container_bytes);
        // A small body that is on its way in any case is judged when it is here: one look at the store is enough.
        if self.asks || !small {
            self.before_the_body().await?;
        }
        let body = Arriving::new(body, self.length);
        if small {
            let bytes = self.gather(body).await?;
            return self.settle(Spooled::memory(bytes)).await;
        }
        let file = self.shared.spool.file().await.map_err(StoreError::from)?;
        let outcome = match self.fill(&file, body).await {
            Ok(()) => self.settle(Spooled::File(file.clone())).await,
            Err(refusal) => Err(refusal),
        };
        file.remove().await;
        outcome
    }

    /// Refuses what can be refused without the body.
    async fn before_the_body(self: &Arc<Self>) -> Result<(), Refusal> {
        let looking = Arc::clone(self);
        let look = move |store: &dyn Store, kept_since| Ok(looking.before(store, kept_since));
        let before = self.shared.store.read(look).await??;
        if self.length > self.shared.container_bytes && !before.is_some_and(|before| self.may_repeat(&before)) {
            return Err(ProblemCode::TooLarge.into());
        }
        Ok(())
    }

    /// The message of this id that is here already; a refusal where the caller may not send at all. Who repeats a
    /// message may: what was accepted stays accepted, whatever has become of the licence.
    fn before(&self, store: &dyn Store, kept_since: OffsetDateTime) -> Result<Option<StoredMessage>, Refusal> {
        let before = store.message(&self.id, kept_since)?;
        if before.as_ref().is_none_or(|before| before.sender != self.caller.office) {
            self.caller.require(store, day_in_japan((self.shared.now)()))?;
        }
        Ok(before)
    }

    /// Whether this may be `before` once more, as far as can be seen without the body.
    fn may_repeat(&self, before: &StoredMessage) -> bool {
        before.sender == self.caller.office && before.size == self.length
    }

    /// A body that stays in memory.
    async fn gather(&self, mut body: Arriving) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or(GATHER).min(GATHER));
        while let Some(data) = body.next().await? {
            if (bytes.len() + data.len()) as u64 > self.length {
                return Err(ProblemCode::Request.into());
            }
            bytes.extend_from_slice(&data);
        }
        if bytes.len() as u64 == self.length { Ok(bytes) } else { Err(ProblemCode::Request.into()) }
    }

    /// Writes the body to its file.
    async fn fill(&self, file: &SpoolFile, mut body: Arriving) -> Result<(), Refusal> {
        let mut gathered = Vec::with_capacity(GATHER);
        let mut got = 0u64;
        while let Some(data) = body.next().await? {
            got += data.len() as u64;
            gathered.extend_from_slice(&data);
            if gathered.len() >= GATHER {
                gathered = file.append(gathered).await.map_err(StoreError::from)?;
            }
        }
        if got != self.length {
            return Err(ProblemCode::Request.into());
        }
        file.append(gathered).await.map_err(StoreError::from)?;
        Ok(())
    }

    /// Judges the container, stores it and wakes the receivers that wait for it.
    async fn settle(self: Arc<Self>, container: Spooled) -> Answer {
        let shared = Arc::clone(&self.shared);
        let judging = container.clone();
        let judge = move |store: &dyn Store, kept_since| Ok(self.judge(store, judging, kept_since));
        let accepted = match shared.store.read(judge).await?? {
            Judged::Repeat(first, state) => Accepted::Before(first, state),
            Judged::Fit(fit) => {
                let (new, opened) = *fit;
                let (receiver, at, signing) = (new.receiver.clone(), new.at, Arc::clone(&shared));
                let rewound = move || {
                    let mut container = container.clone();
                    container.rewind()?;
                    Ok(container)
                };
                let sign = move |link| signing.sealing.accepted(&opened, link, at);
                let accepted = shared.store.accept(new, rewound, sign).await?;
                if matches!(accepted, Accepted::New(_)) {
                    shared.news.wake(&receiver);
                }
                accepted
            }
        };
        match accepted {
            Accepted::New(der) => Ok(receipt(StatusCode::CREATED, der)),
            // To say "accepted" again of what will never be delivered would be a lie.
            Accepted::Before(_, relay::State::Recalled) => Err(ProblemCode::MessageRecalled.into()),
            Accepted::Before(_, relay::State::Expired) => Err(ProblemCode::MessageExpired.into()),
            Accepted::Before(first, _) => Ok(receipt(StatusCode::OK, first)),
            Accepted::UnitTaken => Err(ProblemCode::SerialTaken.into()),
        }
    }

    /// What is to come of the message. It reads and calculates: not on an async worker.
    fn judge(&self, store: &dyn Store, mut container: Spooled, kept_since: OffsetDateTime) -> Result<Judged, Refusal> {
        let now = (self.shared.now)();
        let before = self.before(store, kept_since)?;
        // A repeat is not judged anew: it was accepted under the rules of its day.
        if let Some(own) = before.as_ref().filter(|before| self.may_repeat(before))
            && digest(&mut container)? == own.sha256
        {
            let first = store.receipts(&self.id)?.into_iter().next();
            let first = first.ok_or(StoreError::Damaged("a receipt is missing"))?;
            return Ok(Judged::Repeat(first, own.state));
        }
        // Only the very bytes show that an agent repeats what it sent.
        if before.is_some() && self.caller.agent.is_some() {
            self.caller.require(store, day_in_japan(now))?;
        }
        let opened = self.shared.sealing.open(container, self.caller.own(), now)?;
        checks::sender(&self.caller, &opened)?;
        if opened.id != self.id {
            let conflict = before.is_some();
            return Err(if conflict { ProblemCode::MessageConflict } else { ProblemCode::MessageId }.into());
        }
        if before.is_none() {
            let office = store.office(&opened.message.to.office)?;
            checks::receiver(&opened.message, office.as_ref(), day_in_japan(now))?;
            if !self.shared.judging {
                checks::file_set(&opened.message, &opened.parts)?;
            }
        }
        Ok(Judged::Fit(Box::new((self.new_message(&opened, now), opened))))
    }

    fn new_message(&self, opened: &Opened, now: OffsetDateTime) -> NewMessage {
        let message = &opened.message;
        let unit = format!("{} {} {}", message.from.service_type, message.to.service_type, message.serial);
        NewMessage {
            id: opened.id,
            sender: self.caller.office.clone(),
            receiver: message.to.office.clone(),
            // The same unit is asked for in one case after the other.
            unit: if self.shared.judging { format!("{unit} {}", opened.id) } else { unit },
            kind: message.kind.clone(),
            subject: message.subject.clone(),
            size: self.length,
            at: now,
            agent: opened.agent.as_ref().map(|agent| agent.office.clone()),
        }
    }
}

/// The SHA-256 of a container, which is at its beginning again afterwards.
fn digest(container: &mut Spooled) -> Result<[u8; 32], StoreError> {
    container.rewind()?;
    let (mut context, mut block) = (Context::new(&SHA256), vec![0; 64 * 1024]);
    loop {
        match container.read(&mut block)? {
            0 => break,
            len => context.update(&block[..len]),
        }
    }
    container.rewind()?;
    context.finish().as_ref().try_into().map_err(|_| StoreError::Damaged("a digest"))
}
