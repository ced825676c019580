//! A care software that has nothing but the command passes the certification.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::kit::{relay_mock, run};

#[test]
fn a_product_on_the_command_passes_every_case() {
    let mock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../relay-mock");
    let product = mock.join("adapters/cplink/command/product.py");
    let temp = tempfile::tempdir().unwrap();
    let out = temp.path().join("run");
    let mut certify = relay_mock();
    certify.args(["certify", "run", "--pack", "v4", "--drive", "program", "--out"]).arg(&out);
    certify.args(["--", "python3"]).arg(product).env("CPLINK", env!("CARGO_BIN_EXE_cplink"));
    let said = run(&mut certify);
    assert_eq!(said.code, 0, "{}{}", said.out, said.error);
    let result: Value = serde_json::from_slice(&fs::read(out.join("result.json")).unwrap()).unwrap();
    let cases = fs::read_dir(mock.join("packs/v4/cases")).unwrap().count() as u64;
    let passed = |word: &str| result["counts"][word].as_u64().unwrap();
    assert_eq!(passed("pass") + passed("pass-with-notes"), cases, "{}", said.out);
}
