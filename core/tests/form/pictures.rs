//! The family picture: the unit's own, or a word on why it is not there.

use std::fs;
use std::sync::Arc;

use base64ct::{Base64, Encoding as _};
use cplink::file::Source;
use cplink::form::{FormKind, HtmlPainter, ImageFormat, Item, NameTable, Page, Picture, Slip};
use cplink::spec::Kind;
use cplink::unit::Attachment;
use cplink_testkit::fixtures::newest;
use serde_json::Value;

use crate::kit::{Unit, at, cells, html, seen, text, units};

const NAME: &str = "UPKIHON_IMAGE_9970000012_43_9960000418_63_20250929171200_0001.jpg";

fn unit() -> Unit {
    Unit::of(&newest().join("month/07-prevention-plan"))
}

fn attachment(name: &str, bytes: &[u8]) -> Attachment {
    Attachment { name: name.to_owned(), source: Source::Bytes(Arc::from(bytes)) }
}

/// One dot.
const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

pub(crate) fn png() -> Vec<u8> {
    Base64::decode_vec(PNG).unwrap()
}

pub(crate) fn jpeg() -> Vec<u8> {
    fs::read(newest().join("month/07-prevention-plan/files").join(NAME)).unwrap()
}

/// The first page with these attachments.
fn with(attachments: &[(&str, &[u8])]) -> Value {
    let attachments = attachments.iter().map(|(name, bytes)| attachment(name, bytes));
    let unit = unit();
    seen(&html(&Slip::of_unit(&unit.tables).with_attachments(attachments))).remove(0)
}

/// The model of the first page, whose picture has these bytes.
pub(crate) fn first_page(bytes: &[u8]) -> Page {
    let unit = unit();
    let slip = Slip::of_unit(&unit.tables).with_attachments([attachment(NAME, bytes)]);
    slip.pages(&[FormKind::BasicInformation], &NameTable::default()).next().unwrap()
}

fn box_of(page: &Value) -> String {
    text(at(cells(page, "家族構成"), 1, 0)).replace('\n', "")
}

#[test]
fn the_pictures_of_all_units_are_on_their_forms() {
    let units = units(&["202407/month", "202407/valid"], &[Kind::Upkihon]);
    let mut count = 0;
    for unit in units {
        let named = unit.rows(Kind::Upkihon)[0]["family_image_filename"].as_str().unwrap();
        let files = fs::read_dir(unit.folder.join("files")).unwrap().map(|entry| entry.unwrap().path());
        let given = files.map(|path| Attachment {
            name: path.file_name().unwrap().to_str().unwrap().to_owned(),
            source: Source::File(path),
        });
        let pages = seen(&html(&Slip::of_unit(&unit.tables).with_attachments(given)));
        let first = pages.iter().find(|page| page["title"] == "利用者基本情報（1/2）").unwrap();
        let described = cplink_testkit::fixtures::json(&unit.folder.join("rows.json"));
        let wanted: Vec<&Value> = described["attachments"].as_array().unwrap().iter().collect();
        assert_eq!(wanted.len(), usize::from(!named.is_empty()));
        let pictures = first["pictures"].as_array().unwrap();
        assert_eq!(pictures.len(), wanted.len(), "{}", unit.folder.display());
        for (picture, wanted) in pictures.iter().zip(wanted) {
            assert_eq!((&picture["sha256"], &picture["type"]), (&wanted["sha256"], &wanted["media_type"]));
            assert_eq!(picture["alt"], format!("家族構成の図（{named}）"));
            count += 1;
        }
        assert_eq!(box_of(first), "");
    }
    assert_eq!(count, 2);
}

#[test]
fn a_painter_gets_the_bytes_their_format_and_size() {
    let bytes = jpeg();
    let page = first_page(&bytes);
    let pictures: Vec<&Picture> = page
        .items
        .iter()
        .filter_map(|item| if let Item::Picture(picture) = item { Some(picture) } else { None })
        .collect();
    let [picture] = pictures[..] else { panic!("{pictures:?}") };
    assert_eq!((&picture.bytes[..], picture.format), (&bytes[..], ImageFormat::Jpeg));
    assert_eq!((picture.width, picture.height), (192, 88));
    let grid = page.grids().find(|grid| grid.caption == "家族構成").unwrap();
    let cell = grid.frame(grid.cell(1, 0).unwrap());
    assert!(picture.frame.left > cell.left && picture.frame.top > cell.top);
    assert!(picture.frame.left + picture.frame.width < cell.left + cell.width);
    assert!(picture.frame.top + picture.frame.height < cell.top + cell.height);
    // It is personal data, and no log is to have it.
    assert!(!format!("{picture:?}").contains(NAME));
}

#[test]
fn a_picture_that_is_not_there_is_told_by_its_name() {
    for attachments in [&[][..], &[("other.jpg", &jpeg()[..])]] {
        let page = with(attachments);
        assert!(page["pictures"].as_array().unwrap().is_empty());
        assert_eq!(
            box_of(&page),
            format!("{NAME}この画像がありません。送信単位のファイルに含まれているか確認してください。")
        );
    }
}

#[test]
fn what_is_no_whole_picture_is_told_and_never_painted() {
    let whole = jpeg();
    for bytes in [
        &whole[..whole.len() - 2],
        &whole[..40],
        b"",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\xff\xd8\xff\xe0<script>alert(1)</script>",
        b"%PDF-1.7",
    ] {
        let page = with(&[(NAME, bytes)]);
        assert!(page["pictures"].as_array().unwrap().is_empty());
        assert_eq!(box_of(&page), format!("{NAME}画像ではないか、壊れています。送信元に確認してください。"));
    }
}

#[test]
fn of_two_different_pictures_of_one_name_none_is_shown() {
    let mut other = jpeg();
    other.push(0);
    let page = with(&[(NAME, &jpeg()), (NAME, &other)]);
    assert!(page["pictures"].as_array().unwrap().is_empty());
    assert_eq!(box_of(&page), format!("{NAME}同じ名前で内容の違う画像があります。送信元に確認してください。"));
    assert_eq!(with(&[(NAME, &jpeg()), (NAME, &jpeg())])["pictures"].as_array().unwrap().len(), 1);
    // The names of Windows.
    assert_eq!(with(&[(&NAME.to_lowercase(), &jpeg())])["pictures"].as_array().unwrap().len(), 1);
}

#[test]
fn pictures_that_a_page_could_not_bear_are_told() {
    let mut large = jpeg();
    large.resize(8 * 1024 * 1024 + 1, 0);
    // A frame of 65,535 x 65,535.
    let at = jpeg().windows(4).position(|bytes| bytes == [0, 88, 0, 192]).unwrap();
    let mut wide = jpeg();
    wide[at..at + 4].fill(0xff);
    for bytes in [large, wide] {
        let page = with(&[(NAME, &bytes)]);
        assert!(page["pictures"].as_array().unwrap().is_empty());
        assert!(box_of(&page).ends_with("大きすぎるため表示していません。ファイルを開いて確認してください。"));
    }
}

#[test]
fn nothing_is_loaded_and_a_name_is_no_markup() {
    let mut unit = unit();
    let name = "\"><script>.jpg";
    let table = unit.tables.iter_mut().find(|table| table.kind() == Kind::Upkihon).unwrap();
    table.set(0, "family_image_filename", name).unwrap();
    let slip = Slip::of_unit(&unit.tables).with_attachments([attachment(name, &jpeg())]);
    let mut painter = HtmlPainter::begin(Vec::new()).unwrap();
    slip.pages(FormKind::ALL, &NameTable::default()).for_each(|page| painter.page(&page).unwrap());
    let html = painter.end().unwrap();
    assert_eq!(seen(&html)[0]["pictures"][0]["alt"], format!("家族構成の図（{name}）"));
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
    assert!(!html.contains("http:") && !html.contains("https:") && !html.contains("<script"));
}

#[test]
fn a_png_that_is_called_jpg_is_shown() {
    let page = with(&[(NAME, &png())]);
    assert_eq!(page["pictures"][0]["type"], "image/png");
}
