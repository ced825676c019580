//! The record layouts as data, from 厚生労働省「ケアプランデータ連携標準仕様」4.1版 and its 別紙
//! 「CSVファイルレイアウト定義書」. The tables in `spec/<version>/*.toml` are the only place where a
//! field's number, name, length, type or code list stands; the Rust form is generated from them.

#[rustfmt::skip]
mod generated;
#[rustfmt::skip]
mod generated_services;
mod layout;
mod service_type;

pub use generated::{Kind, UnitKind};
pub use layout::{CodeList, CodeValue, Field, FieldType, Layout, Required, Sentinel, Unit, UnitMonth};
pub use service_type::ServiceType;

/// The CSV version that is written.
pub const VERSION: &str = "202407";

/// The version whose other layouts are not read yet: its rows are kept, its fields not looked at.
pub(crate) const OTHER_LAYOUTS: &str = "202208";

/// The layout of a kind.
pub fn layout(kind: Kind) -> &'static Layout {
    // The generator writes the layouts in the order of `Kind`.
    &generated::LAYOUTS_202407[kind as usize]
}

/// All layouts.
pub fn layouts() -> &'static [Layout] {
    generated::LAYOUTS_202407
}

/// The sending units.
pub fn units() -> &'static [Unit] {
    generated::UNITS_202407
}

impl Kind {
    /// The kind of this name, in any case of letters.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }

    /// The kind of this [`Kind::number`].
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.number() == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_stand_in_the_order_of_kinds() {
        assert_eq!(layouts().len(), 17);
        for kind in Kind::ALL {
            assert_eq!(layout(*kind).kind, *kind);
        }
    }

    #[test]
    fn field_counts_are_those_of_the_document() {
        let counts = [
            ("UPHOSOKU", 63),
            ("UP1KYO", 28),
            ("DLT1KYO", 4),
            ("UP2KYO", 22),
            ("UP3KYO", 13),
            ("UPPLAN", 25),
            ("UPJSK", 25),
            ("DLTPLAN", 4),
            ("DLTJSK", 6),
            ("UPSIKYU", 37),
            ("UPKIHON", 71),
            ("DLTKIHON", 4),
            ("UPKIHON_SUB1", 7),
            ("UPKIHON_SUB2", 11),
            ("UPYOBO", 57),
            ("DLTYOBO", 4),
            ("UPYOBO_SUB", 17),
        ];
        for (name, count) in counts {
            assert_eq!(layout(Kind::parse(name).unwrap()).fields.len(), count, "{name}");
        }
    }
}
