//! The timer that lets go of messages past their time: by steps, and never of many without a word.
//!
//! On an ordinary day the ninetieth part of the messages goes. When much more is due at once, the clock is the
//! likelier cause: it may have jumped, or be wrong since the start. Then a line of the log says so, and nothing
//! goes until the clock is right again, a day has passed with it, or `POST /expire` of the control address
//! confirms it. Nobody sees a message past its time meanwhile, but when the clock is set back, all are there.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval};

use super::log::print_line;
use crate::store::{AsyncStore, Due};

/// How often. Nobody sees a message past its time in between: reads look at the time themselves. What
/// waits for this is space on the disk, and the sender's news of it.
const EVERY: Duration = Duration::from_secs(60);
/// So many may always go, and else this part of all.
const FEW: usize = 10;
const PART: usize = 10;
/// How long more are held.
const HOLD: Duration = Duration::from_secs(24 * 60 * 60);
/// How often the log reminds of it.
const REMIND: Duration = Duration::from_secs(60 * 60);

/// Runs at once and then every minute, until the runtime ends.
pub(super) async fn run(store: AsyncStore) {
    let mut timer = interval(EVERY);
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut held = Held::default();
    loop {
        timer.tick().await;
        let outcome = match store.due().await {
            Ok(due) if held.holds(due, Instant::now()) => Ok(()),
            Ok(_) => store.expire().await,
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            print_line(&format!("expiry: {error}"));
        }
    }
}

/// Whether more than a share is held, since when, and when the log last said so.
#[derive(Default)]
struct Held(Option<(Instant, Instant)>);

impl Held {
    fn holds(&mut self, Due { due, kept }: Due, now: Instant) -> bool {
        if due <= FEW.max(kept / PART) {
            self.0 = None;
            return false;
        }
        let (since, said) = *self.0.get_or_insert((now, now));
        if now.duration_since(since) >= HOLD {
            print_line(&format!("expiry: {due} of {kept} messages have been past their time for a day: they go now"));
            self.0 = None;
            return false;
        }
        if said == now || now.duration_since(said) >= REMIND {
            print_line(&format!(
                "expiry: {due} of {kept} messages are past their time at once. Is the clock right? They are held for \
                 a day; POST /expire on the control address lets them go now"
            ));
            self.0 = Some((since, now));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_share_is_held_for_a_day() {
        let (mut held, begin) = (Held::default(), Instant::now());
        let mut holds =
            |due, kept, hours: u64| held.holds(Due { due, kept }, begin + Duration::from_secs(hours * 3600));
        assert!(!holds(10, 10, 0) && !holds(30, 300, 0), "an ordinary day");
        assert!(holds(11, 11, 0) && holds(300_000, 340_000, 1) && holds(300_000, 340_000, 23));
        assert!(!holds(300_000, 340_000, 24), "a day has passed");
        assert!(holds(200, 340, 25), "the next time is a time of its own");
        assert!(!holds(0, 340, 26), "the clock is right again");
        assert!(holds(200, 340, 49));
    }
}
