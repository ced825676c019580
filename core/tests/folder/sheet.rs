//! The sheet that tells a person what to do. After a change that is meant, write it anew with `CPLINK_GOLDEN=1`.

use std::fs;
use std::path::{Path, PathBuf};

use cplink::unit::Unit;
use cplink_testkit::id;

use crate::kit::{MANAGER, SLIP, Town, unit};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/folder/golden").join(name)
}

fn is_golden(name: &str, made: &str) {
    let path = golden(name);
    if std::env::var_os("CPLINK_GOLDEN").is_some() {
        fs::write(&path, made).unwrap();
    }
    assert_eq!(made, fs::read_to_string(&path).unwrap(), "{name}");
}

#[test]
fn the_sheet_says_what_to_upload_where_and_to_whom() {
    let mut manager = Town::new().office(MANAGER);
    let mut slip: Unit = unit(SLIP);
    slip.set_subject("10月分 提供票 <至急>");
    slip.set_supersedes(id(0xab).to_string());
    let prepared = manager.send(&slip).unwrap().prepared.unwrap();
    let html = fs::read_to_string(prepared.join("アップロード票.html")).unwrap();
    is_golden("upload_sheet.html", &html);
    assert!(!html.contains("<至急>"), "what people have typed is escaped");
    let text = fs::read_to_string(prepared.join("アップロード票.txt")).unwrap();
    assert!(
        text.starts_with('\u{feff}')
            && text.lines().count() > 20
            && text.matches('\n').count() == text.matches("\r\n").count()
    );
    is_golden("upload_sheet.txt", &text.replace("\r\n", "\n"));
}
