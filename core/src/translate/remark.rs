//! What became of a field on the way to another version.

use std::fmt;

use crate::spec::Field;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Change {
    /// The CSV version was set.
    Set,
    /// The field has no source and is empty.
    Filled,
    /// The field has no source and must not stay empty in these rows: enter it.
    Needed,
    /// The value has no place in the other version and is not in its rows.
    Dropped,
    /// Leading zeros were left out so that the number fits.
    Shortened,
    /// The value is too long for the other version; it stays as it is, and checking refuses it.
    TooLong,
    /// The field is of another type or has other codes there; the value stays as it is, and checking
    /// refuses it where it does not fit.
    Retyped,
    /// Columns after the last field are now after the other layout's last field.
    Moved,
}

impl Change {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Set,
        Self::Filled,
        Self::Needed,
        Self::Dropped,
        Self::Shortened,
        Self::TooLong,
        Self::Retyped,
        Self::Moved,
    ];

    /// Its name in programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Filled => "filled",
            Self::Needed => "needed",
            Self::Dropped => "dropped",
            Self::Shortened => "shortened",
            Self::TooLong => "too_long",
            Self::Retyped => "retyped",
            Self::Moved => "moved",
        }
    }

    fn ja(self) -> &'static str {
        match self {
            Self::Set => "を変更しました",
            Self::Filled => "を空欄で追加しました",
            Self::Needed => "は空欄にできません。値を入力してください",
            Self::Dropped => "の値は移せないため、除きました",
            Self::Shortened => "の先頭の0を除いて短くしました",
            Self::TooLong => "の値は長すぎます。そのまま残しました",
            Self::Retyped => "は項目の型またはコードが異なります。値はそのまま残しました。確認してください",
            Self::Moved => "を最後の項目の後ろへ移しました",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Set => "was set",
            Self::Filled => "was added as an empty item",
            Self::Needed => "must not stay empty: enter a value",
            Self::Dropped => "was dropped",
            Self::Shortened => "lost its leading zeros to fit",
            Self::TooLong => "is too long for this version and was kept as it is",
            Self::Retyped => "has another type or other codes in this version; the value was kept as it is: check it",
            Self::Moved => "were moved after the last field",
        }
    }
}

/// What became of one field in some rows. Its texts never hold a value.
#[derive(Clone, PartialEq, Eq)]
pub struct Remark {
    pub(super) change: Change,
    pub(super) field: Option<&'static Field>,
    pub(super) reason: (&'static str, &'static str),
    pub(super) rows: Vec<u64>,
}

impl Remark {
    /// What was done.
    pub fn change(&self) -> Change {
        self.change
    }

    /// The field; `None` for columns behind the last one. A dropped field is of the layout that was left,
    /// any other of the layout that was entered.
    pub fn field(&self) -> Option<&'static Field> {
        self.field
    }

    /// The 1-based rows, in ascending order.
    pub fn rows(&self) -> &[u64] {
        &self.rows
    }

    /// Why, in Japanese.
    pub fn reason_ja(&self) -> &'static str {
        self.reason.0
    }

    /// Why, in English.
    pub fn reason_en(&self) -> &'static str {
        self.reason.1
    }

    /// What was done and why, in Japanese.
    pub fn message_ja(&self) -> String {
        let field = self.field.map_or("余分な項目", |field| field.name_ja);
        format!("「{field}」{}（{}行）。{}", self.change.ja(), self.rows.len(), self.reason.0)
    }

    /// What was done and why, in English.
    pub fn message_en(&self) -> String {
        let field = self.field.map_or("surplus columns", |field| field.id);
        format!("{field} {} (rows: {}). {}", self.change.en(), self.rows.len(), self.reason.1)
    }
}

impl fmt::Debug for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message_en())
    }
}
