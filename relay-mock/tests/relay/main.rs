//! The real server on loopback, the real transport, real certificates; and the commands that make them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agents;
mod calls;
mod cancel;
mod certificates;
mod chain;
mod connecting;
mod control;
mod crowd;
mod demo;
mod desk;
mod disk;
mod expiring;
mod fault_scripts;
mod faults;
mod kill;
mod log;
mod lost;
mod openapi;
mod pki;
mod proxy;
mod raw;
mod refusals;
mod repeats;
mod samples;
mod served;
mod sharing;
mod stack;
mod third_edition;
mod units;
mod verbs;
mod waiting;
mod world;
