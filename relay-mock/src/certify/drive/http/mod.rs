//! A server product: the requests of a program, as POST to one URL.

mod address;
mod files;
mod post;

use std::path::Path;
use std::time::Duration;

use cplink::progress::Cancel;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use self::address::Address;
use super::desk::broken;
use super::driver::{Driver, Reply};
use super::exchange::given;
use super::request::{answer, hello, profile, request, reset};
use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, Step};
use crate::certify::transcript::{Answer, Broken, KeptFile, Profile};

pub use address::UrlFault;

/// How often it is looked whether the run is to rest.
const LOOK: Duration = Duration::from_millis(100);

/// A server of the vendor's.
pub struct Http {
    address: Address,
    limit: Duration,
    cancel: Cancel,
    runtime: Runtime,
    profile: Option<Profile>,
    /// Whether its last answer was one.
    sound: bool,
}

impl Http {
    /// The server at this URL: on this machine, or known by a certificate of these authorities (PEM). Each request
    /// must be answered within `limit`.
    ///
    /// # Errors
    /// A URL that is none or may not be asked.
    pub fn new(url: &str, authorities: Option<&[u8]>, limit: Duration, cancel: &Cancel) -> Result<Self, UrlFault> {
        let address = Address::read(url, authorities)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self { address, limit, cancel: cancel.clone(), runtime, profile: None, sound: false })
    }

    fn ask(&mut self, request: &Value) -> Result<Value, Answer> {
        let (address, limit, cancel) = (&self.address, self.limit, &self.cancel);
        let stopped = async {
            while !cancel.is_cancelled() {
                tokio::time::sleep(LOOK).await;
            }
        };
        let answered = self.runtime.block_on(async {
            tokio::select! {
                answered = tokio::time::timeout(limit, post::post(address, request)) => answered.unwrap_or_else(|_| {
                    Err(broken(Broken::TimedOut, format!("no answer within {} s", limit.as_secs())))
                }),
                () = stopped => Err(broken(Broken::Ended, "cancelled")),
            }
        });
        self.sound = answered.is_ok();
        answered
    }

    fn exchange(&mut self, case: &Case, step: &Step) -> Result<(Answer, Vec<KeptFile>), Answer> {
        let mut asked = request(case, step, Some((Path::new(""), &[])));
        match step {
            Step::Give { files, .. } => asked["files"] = files::given(files),
            Step::Enter { attachments, .. } => asked["attachments"] = files::given(attachments),
            Step::Take { .. } | Step::Show { .. } => {}
        }
        if let Some(asked) = asked.as_object_mut() {
            asked.remove("folder");
        }
        let answered = self.ask(&asked)?;
        let answer = answer(step, &answered);
        self.sound = !matches!(answer, Answer::Broken { .. });
        let files = if answer == Answer::Exported { files::taken(&answered)? } else { given(step) };
        Ok((answer, files))
    }
}

impl Driver for Http {
    fn name(&self) -> &'static str {
        "http"
    }

    fn hello(&mut self) -> Result<Profile, Answer> {
        let answer = self.ask(&hello())?;
        let profile = profile(&answer)?;
        self.profile = Some(profile.clone());
        Ok(profile)
    }

    fn begin(&mut self, pack: &Pack, case: &Case) -> Result<(), Answer> {
        if !self.sound {
            let before = self.profile.clone();
            let now = self.hello()?;
            if before.is_some_and(|before| before != now) {
                return Err(broken(Broken::Garbled, "another profile than before"));
            }
        }
        let answer = self.ask(&reset(pack, case))?;
        if answer["result"] == "done" {
            Ok(())
        } else {
            Err(broken(Broken::Garbled, "the answer to reset is not done"))
        }
    }

    fn step(&mut self, case: &Case, step: &Step) -> Reply {
        let (answer, files) = self.exchange(case, step).unwrap_or_else(|broken| (broken, Vec::new()));
        Reply { request: request(case, step, None), answer, files }
    }

    fn stderr(&mut self) -> String {
        String::new()
    }

    fn discard(&mut self) {
        self.sound = false;
    }
}
