//! The record layouts as data, from 厚生労働省「ケアプランデータ連携標準仕様」4.1版 and its 別紙
//! 「CSVファイルレイアウト定義書」. The tables in `spec/<version>/*.toml` are the only place where a
//! field's number, name, length, type or code list is stated; the Rust form is generated from them.

#[rustfmt::skip]
mod generated;
#[rustfmt::skip]
mod generated_kinds;
#[rustfmt::skip]
mod generated_services;
mod layout;
mod relation;
mod service_type;
mod services;

pub use generated_kinds::{Kind, UnitKind, Version};
pub use layout::{
    CodeList, CodeValue, Duplicate, Field, FieldType, Layout, Required, Sentinel, UnitDefinition, UnitMonth,
};
pub use relation::{ChangeKind, Deletion, LayoutChange, Relation};
pub use service_type::ServiceType;

/// The CSV version that new files are written in.
pub const VERSION: &str = Version::CURRENT.value();

/// The newest layout of a kind: the current version's, or that of the last version that had the kind.
pub fn layout(kind: Kind) -> &'static Layout {
    // The generator writes them in the order of `Kind`.
    generated::NEWEST[kind as usize]
}

/// The newest layout of each kind.
pub fn layouts() -> &'static [&'static Layout] {
    generated::NEWEST
}

/// The sending units of the current version.
pub fn units() -> &'static [UnitDefinition] {
    Version::CURRENT.units()
}

/// What each version changed against the one before it, oldest first.
pub fn changes() -> &'static [LayoutChange] {
    generated::CHANGES
}

/// Which files belong to which.
pub fn relations() -> &'static [Relation] {
    generated::RELATIONS
}

/// What withdrawals take away.
pub fn deletions() -> &'static [Deletion] {
    generated::DELETIONS
}

impl Version {
    /// The version of this value; `None` for one whose layouts are not known.
    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|version| version.value() == value)
    }

    /// The version that applies to a service month `YYYYMM`; `None` before the first one.
    pub fn for_month(month: &str) -> Option<Self> {
        Self::ALL.iter().copied().rev().find(|version| version.applies_from() <= month)
    }

    /// Its layout of a kind; `None` where it does not have that kind.
    pub fn layout(self, kind: Kind) -> Option<&'static Layout> {
        self.layouts().iter().find(|layout| layout.kind == kind)
    }
}

impl UnitKind {
    /// The unit kind of this token, as `usage_slip`.
    pub fn parse(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.token() == token)
    }
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
    fn every_place_of_an_older_layout_is_the_same_field() {
        assert_eq!(Version::V202208.layouts().len(), 9);
        assert!(Version::V202208.layouts().iter().any(|layout| !layout.places.is_empty()));
        for old in Version::ALL.iter().flat_map(|version| version.layouts()) {
            let new = layout(old.kind);
            let mut placed = 0;
            for (at, field) in new.fields.iter().enumerate() {
                assert_eq!(old.place(at).map(|place| old.fields[place].id), old.field(field.id).map(|field| field.id));
                placed += usize::from(old.place(at).is_some());
            }
            assert_eq!(placed == old.fields.len(), old.has_typed_form, "{}", old.kind.name());
        }
    }

    #[test]
    fn a_month_has_its_version() {
        assert_eq!(Version::for_month("202212"), None);
        assert_eq!(Version::for_month("202301"), Some(Version::V202208));
        assert_eq!(Version::for_month("202503"), Some(Version::V202208));
        assert_eq!(Version::for_month("202504"), Some(Version::V202407));
        assert_eq!(Version::parse("202504"), None);
    }

    #[test]
    fn relations_name_fields_that_are_there() {
        for relation in relations() {
            for kind in relation.dependents.iter().chain([&relation.base]) {
                assert!(relation.keys.iter().all(|key| layout(*kind).field(key).is_some()), "{}", kind.name());
            }
        }
        for deletion in deletions() {
            for (of, is) in deletion.keys {
                assert!(layout(deletion.kind).field(is).is_some());
                assert!(deletion.deletes.iter().all(|kind| layout(*kind).field(of).is_some()), "{of}");
            }
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
            let kind = Kind::parse(name).unwrap();
            assert_eq!(Version::V202407.layout(kind).unwrap().fields.len(), count, "{name}");
            let shorter = if ["UPPLAN", "UPJSK", "UPSIKYU"].contains(&name) { 3 } else { 0 };
            if let Some(older) = Version::V202208.layout(kind) {
                assert_eq!(older.fields.len(), count - shorter, "{name}");
            }
        }
    }
}
