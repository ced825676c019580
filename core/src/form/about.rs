//! What a message is about, in a few words.

use std::collections::BTreeSet;

use super::era;
use crate::spec::units;
use crate::typed::{CellValue as _, Month};
use crate::unit::{FileName, MediaType};

/// Kind and months of a message, as `サービス利用票（予定）` and `令和7年10月分`, by the token of its kind and the names
/// of its files.
pub(crate) fn about<'a>(token: &str, files: impl Iterator<Item = &'a str>) -> [String; 2] {
    let names = files.filter(|name| MediaType::of_name(name) == Some(MediaType::Csv));
    let names: Vec<_> = names.map(|name| FileName::parse(name).name).collect();
    let of_unit = units().iter().find(|unit| unit.kind.token() == token).map(|unit| unit.name_ja);
    let kind = match of_unit {
        Some(name) => name,
        None if names.is_empty() => "添付ファイルのみ",
        None => "標準仕様にない組み合わせのファイル",
    };
    let months: BTreeSet<&str> = names.iter().flatten().filter_map(|name| name.month.as_deref()).collect();
    let months: Vec<String> =
        months.iter().filter_map(|month| Month::exact(month.as_bytes()).and_then(era::month)).collect();
    let months = if names.is_empty() || names.iter().any(Option::is_none) {
        // Without its standard name nothing is known of a file's month.
        String::new()
    } else if months.is_empty() {
        "（対象年月なし）".to_owned()
    } else {
        format!("{}分", months.join("・"))
    };
    [kind.to_owned(), months]
}
