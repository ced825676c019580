//! Tokens that are shown: one after the other, and slowly after wrong ones, so that none can be guessed.

use std::time::Duration;

use tokio::sync::{Mutex, Semaphore};
use tokio::time::sleep;

/// How long the next one waits after the first wrong one; after each further one twice as long, for so many.
const PAUSE: Duration = Duration::from_millis(250);
const DOUBLINGS: u32 = 5;
/// So many may wait to be looked at.
const QUEUE: usize = 8;

/// How many wrong ones came since the last right one.
pub(super) struct Guesses {
    wrong: Mutex<u32>,
    queue: Semaphore,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { wrong: Mutex::new(0), queue: Semaphore::new(QUEUE) }
    }
}

impl Guesses {
    /// Looks at a token after the pause that the others before it have made necessary; `None` where too many wait.
    pub(super) async fn slowly<T>(&self, look: impl FnOnce() -> Option<T>) -> Option<Option<T>> {
        let _place = self.queue.try_acquire().ok()?;
        let mut wrong = self.wrong.lock().await;
        if let Some(before) = wrong.checked_sub(1) {
            sleep(PAUSE * 2u32.pow(before.min(DOUBLINGS))).await;
        }
        let seen = look();
        *wrong = if seen.is_some() { 0 } else { wrong.saturating_add(1) };
        Some(seen)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn after_wrong_ones_the_next_waits_and_after_a_right_one_no_more() {
        let guesses = Guesses::default();
        let took = |seen: Option<()>| {
            let begin = Instant::now();
            block_on(guesses.slowly(|| seen)).unwrap();
            begin.elapsed()
        };
        took(None);
        assert!(took(None) >= PAUSE);
        assert!(took(Some(())) >= PAUSE * 2);
        assert!(took(None) < PAUSE);
    }

    #[test]
    fn more_than_a_few_at_once_are_not_looked_at() {
        let guesses = Arc::new(Guesses::default());
        let answers = block_on(async {
            assert!(guesses.slowly(|| None::<()>).await.is_some());
            let shown: Vec<_> = (0..QUEUE + 2)
                .map(|_| {
                    let guesses = Arc::clone(&guesses);
                    tokio::spawn(async move {
                        // Others shall come meanwhile.
                        tokio::time::timeout(PAUSE * 2, guesses.slowly(|| None::<()>)).await
                    })
                })
                .collect();
            let mut answers = Vec::new();
            for one in shown {
                answers.push(one.await.unwrap());
            }
            answers
        });
        assert_eq!(answers.iter().filter(|answer| matches!(answer, Ok(None))).count(), 2);
    }
}
