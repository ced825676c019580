//! A window in a desk: who works with the product elsewhere sees through it which step is laid out, and hands in what
//! came of it. Only one answer to a step is taken, whoever hands it in first.

use std::sync::Arc;

use cplink::file::{MAX_NAME, check_name};
use parking_lot::Mutex;
use serde_json::Value;

use crate::certify::drive::exchange::{MAX_FILES, MAX_TOTAL};
use crate::certify::transcript::KeptFile;

/// A step that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    /// The case.
    pub case: String,
    /// The step's place in it, from 0.
    pub step: usize,
    /// Why the answer before could not be used.
    pub problem: Option<String>,
}

/// What is handed in: an answer as a program gives it, and what the product exported.
pub struct HandedIn {
    /// The answer.
    pub answer: Value,
    /// The files.
    pub files: Vec<KeptFile>,
}

/// Why something is not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// The step was answered already, or is not laid out.
    #[error("the step is not laid out any more")]
    Late,
    /// A file's name is none.
    #[error("the name of a file cannot be used")]
    Name,
    /// Two files have one name.
    #[error("two files have one name")]
    Twice,
    /// Too many files, or too long ones.
    #[error("too many files, or too long ones")]
    TooLarge,
}

/// A window. Clones are the same.
#[derive(Clone)]
pub struct Window(Arc<Inside>);

struct Inside {
    state: Mutex<State>,
    changed: Box<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    laid: Option<Laid>,
    handed: Option<HandedIn>,
}

impl Window {
    /// A window; `changed` is called whenever something else is laid out.
    pub fn new(changed: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inside { state: Mutex::default(), changed: Box::new(changed) }))
    }

    /// The step that waits for its answer, if one does.
    pub fn laid(&self) -> Option<Laid> {
        let state = self.0.state.lock();
        state.laid.clone().filter(|_| state.handed.is_none())
    }

    /// Hands in the answer to a step.
    ///
    /// # Errors
    /// It is not taken.
    pub fn hand_in(&self, case: &str, step: usize, handed: HandedIn) -> Result<(), NotTaken> {
        check(&handed.files)?;
        {
            let mut state = self.0.state.lock();
            let is_laid = state.laid.as_ref().is_some_and(|laid| laid.case == case && laid.step == step);
            if !is_laid || state.handed.is_some() {
                return Err(NotTaken::Late);
            }
            state.handed = Some(handed);
        }
        (self.0.changed)();
        Ok(())
    }

    pub(super) fn lay_out(&self, case: &str, step: usize, problem: Option<String>) {
        let laid = Laid { case: case.to_owned(), step, problem };
        *self.0.state.lock() = State { laid: Some(laid), handed: None };
        (self.0.changed)();
    }

    /// What was handed in. Until something is laid out again nothing more is taken.
    pub(super) fn take(&self) -> Option<HandedIn> {
        let mut state = self.0.state.lock();
        let handed = state.handed.take()?;
        state.laid = None;
        Some(handed)
    }

    pub(super) fn clear(&self) {
        *self.0.state.lock() = State::default();
        (self.0.changed)();
    }
}

/// Names come from anywhere: none may lead out of the folder, and none may be written over another.
fn check(files: &[KeptFile]) -> Result<(), NotTaken> {
    if files.iter().any(|file| check_name(&file.name, MAX_NAME).is_err()) {
        return Err(NotTaken::Name);
    }
    let mut names: Vec<String> = files.iter().map(|file| file.name.to_lowercase()).collect();
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(NotTaken::Twice);
    }
    let bytes: u64 = files.iter().map(|file| file.size).sum();
    if files.len() > MAX_FILES || bytes > MAX_TOTAL { Err(NotTaken::TooLarge) } else { Ok(()) }
}
