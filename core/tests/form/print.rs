//! What is printed: which files, which forms, and where it goes.

use std::fs;

use cplink::Code;
use cplink::file::Source;
use cplink::form::{FormKind, NameTable, Printable, Printing};
use cplink::json::FileJson;
use cplink::record::Table;
use cplink::spec::Kind;
use cplink::unit::{Address, Serial, Unit};
use cplink_testkit::fixtures::root;

/// A slip of the month, as it lies on disk.
fn slip() -> Unit {
    let folder = root().join("202407/month/02-slip-home-help/files");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &std::path::Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    Unit::from_files(paths.into_iter().map(|path| (name(&path), Source::File(path)))).unwrap()
}

fn html(printable: &Printable, forms: &[FormKind]) -> cplink::Result<String> {
    let (slip, names) = (printable.slip()?, NameTable::default());
    Ok(Printing::begin(&slip, forms, &names)?.to_html()?.0)
}

#[test]
fn a_unit_is_printed_with_its_findings() {
    let printable = Printable::of_unit(&slip()).unwrap();
    let (slip, names) = (printable.slip().unwrap(), NameTable::default());
    let (html, printed) = Printing::begin(&slip, &[], &names).unwrap().to_html().unwrap();
    assert_eq!((printed.users, html.matches("<section").count()), (3, printed.pages));
    assert_eq!(printable.findings.len(), 1);
    assert!(printable.findings[0].file().is_some());
}

#[test]
fn a_form_named_twice_is_printed_once() {
    let printable = Printable::of_unit(&slip()).unwrap();
    let once = html(&printable, &[FormKind::Table7, FormKind::Table6]).unwrap();
    let twice = [FormKind::Table7, FormKind::Table6, FormKind::Table7, FormKind::Table6];
    assert!(once.contains("サービス提供票別表") && html(&printable, &twice).unwrap() == once);
}

#[test]
fn files_that_cannot_be_printed_are_refused_by_name() {
    let (from, to) = (Address::new("9970000012", "43").unwrap(), Address::new("9970000111", "11").unwrap());
    let mut unit = Unit::new(from, to, Serial::new("20250925130001").unwrap());
    assert_eq!(html(&Printable::of_unit(&unit).unwrap(), &[]).unwrap_err().code(), Code::FormEmpty);
    unit.add_csv("予定.csv", b"202407\r\n".to_vec());
    let error = Printable::of_unit(&unit).err().unwrap();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::FileName, Some("予定.csv")));
}

#[test]
fn rows_are_never_doubled() {
    let mut printable = Printable::of_unit(&slip()).unwrap();
    let again = Printable::of_unit(&slip()).unwrap();
    let name = again.files[0].name.clone();
    printable.files.extend(again.files);
    let error = html(&printable, &[]).unwrap_err();
    assert_eq!((error.code(), error.at().file.clone()), (Code::FormTwice, name));
    // Without names nothing says which is newer.
    let unnamed = || FileJson { name: None, table: Table::new(Kind::Upplan) };
    let printable = Printable { files: vec![unnamed(), unnamed()], ..Printable::default() };
    let error = html(&printable, &[]).unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::FormTwice, Some("UPPLAN")));
}

#[test]
fn a_file_is_written_whole_and_replaces_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("帳票").join("slip.html");
    let printable = Printable::of_unit(&slip()).unwrap();
    let (slip, names) = (printable.slip().unwrap(), NameTable::default());
    let printed = Printing::begin(&slip, &[], &names).unwrap().save_html(&path).unwrap();
    assert_eq!((printed.users, fs::read_to_string(&path).unwrap()), (3, html(&printable, &[]).unwrap()));
    let error = Printing::begin(&slip, &[FormKind::Table7], &names).unwrap().save_html(&path).unwrap_err();
    assert_eq!((error.code(), error.at().file.as_deref()), (Code::FileExists, path.to_str()));
    assert_eq!(fs::read_to_string(&path).unwrap(), html(&printable, &[]).unwrap());
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}
