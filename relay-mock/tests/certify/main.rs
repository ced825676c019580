//! Certification from outside: packs, the program driver, the adapter and the wrong readers.

mod packs;
