//! A sending unit: CSV files under one serial, and attachments.
