//! The timer that lets go of messages past their time.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::store::AsyncStore;

/// How often. Nobody sees a message past its time in between: reads look at the time themselves. What
/// waits for this is space on the disk, and the sender's news of it.
const EVERY: Duration = Duration::from_secs(60);

/// Runs at once and then every minute, until the runtime ends.
pub(super) async fn run(store: AsyncStore) {
    let mut timer = interval(EVERY);
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        timer.tick().await;
        if let Err(error) = store.expire().await {
            super::log::print_line(&format!("expiry: {error}"));
        }
    }
}
