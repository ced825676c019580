//! Units made of rows.

mod kit;
mod month;
mod property;
mod receivers;
mod refused;
