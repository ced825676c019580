//! A product that an operator works with: files in, files out.

use super::desk::{Desk, exported};
use super::driver::{Driver, Reply};
use super::request::request;
use crate::certify::pack::Pack;
use crate::certify::scenario::{Case, Step};
use crate::certify::transcript::{Answer, KeptFile, Profile};

/// A product without any interface but its own screens.
pub struct Folder {
    product: Profile,
    desk: Desk,
}

impl Folder {
    /// The product of this profile, and the desk of who works with it.
    pub fn new(product: Profile, desk: Desk) -> Self {
        Self { product, desk }
    }

    fn exchange(&mut self, case: &Case, step: &Step) -> Result<(Answer, Vec<KeptFile>), Answer> {
        let number = case.steps.iter().position(|each| std::ptr::eq(each, step)).unwrap_or_default();
        self.desk.lay_out(case, number, step)?;
        let mut files = super::exchange::given(step);
        let mut taken = None;
        let answer = self.desk.wait(case, number, step, |work, now| match step {
            Step::Take { .. } => match exported(work, now)? {
                Ok(files) => {
                    taken = Some(files);
                    Some(Answer::Exported)
                }
                Err(broken) => Some(broken),
            },
            _ => None,
        });
        if answer == Answer::Exported {
            files = taken.unwrap_or_default();
        }
        Ok((answer, files))
    }
}

impl Driver for Folder {
    fn name(&self) -> &'static str {
        "folder"
    }

    fn hello(&mut self) -> Result<Profile, Answer> {
        Ok(self.product.clone())
    }

    fn begin(&mut self, pack: &Pack, case: &Case) -> Result<(), Answer> {
        self.desk.begin(pack, case)
    }

    fn step(&mut self, case: &Case, step: &Step) -> Reply {
        let (answer, files) = self.exchange(case, step).unwrap_or_else(|broken| (broken, Vec::new()));
        Reply { request: request(case, step, None), answer, files }
    }

    fn stderr(&mut self) -> String {
        String::new()
    }

    fn discard(&mut self) {
        self.desk.discard();
    }
}
