//! The console over HTTP: a real relay on the loopback, and a browser without script.

mod certify;
mod clicks;
mod faults;
mod product;
