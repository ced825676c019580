//! The record layouts as data.
