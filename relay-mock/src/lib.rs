//! The mock relay as a library.
