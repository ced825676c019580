//! Checks across rows, files and the unit.
