//! CSV bytes to rows and back.
