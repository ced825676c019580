#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cplink_fuzz::unit(data));
