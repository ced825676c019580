//! Certification from outside: packs, the program driver, the adapter and the wrong products.

mod attachments;
mod guard;
mod kit;
mod known;
mod packs;
mod products;
mod programs;
mod runs;
