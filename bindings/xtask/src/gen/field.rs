//! What every language's generator asks of a field.

use super::tables::{Field, Layout, Required, Tables};

/// What a field's cells mean in a program.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    Text,
    Date,
    Month,
    Time,
    Integer,
    Decimal,
    Flags31,
    /// A code of the list of this id.
    Code(&'a str),
}

impl Field {
    pub(super) fn meaning(&self) -> Result<Meaning<'_>, String> {
        Ok(match (self.r#type.as_str(), &self.codes) {
            // Six digits like a month, but a name: 202410 is as good as any.
            _ if self.id == "csv_version" => Meaning::Text,
            ("code", Some(list)) => Meaning::Code(list),
            ("yyyymmdd", _) => Meaning::Date,
            ("yyyymm", _) => Meaning::Month,
            ("hhmm", _) => Meaning::Time,
            ("integer", _) => Meaning::Integer,
            ("decimal", _) => Meaning::Decimal,
            ("flags31", _) => Meaning::Flags31,
            ("digits" | "alnum" | "free_text" | "postal_code" | "phone", _) => Meaning::Text,
            (other, _) => return Err(format!("field {}: no typed form of {other}", self.id)),
        })
    }

    /// The cell of a new row.
    pub(super) fn initial<'a>(&'a self, layout: &'a Layout) -> Option<&'a str> {
        match &self.constant {
            Some(constant) => Some(constant),
            None if self.id == "csv_version" => Some(&layout.version),
            None => None,
        }
    }

    /// What is to be known of it beside its name, one sentence a line.
    pub(super) fn facts(&self, tables: &Tables) -> Vec<String> {
        let what = match self.r#type.as_str() {
            "yyyymm" => "month `YYYYMM`",
            "yyyymmdd" => "date `YYYYMMDD`",
            "hhmm" => "time `HHMM`",
            "alnum" if self.hyphen => "half-width letters, digits and hyphen",
            "alnum" => "half-width letters and digits",
            "digits" => "half-width digits",
            "code" => "code",
            "integer" => "integer",
            "decimal" => "decimal",
            "postal_code" => "postal code `XXX-XXXX`",
            "phone" => "phone number",
            "flags31" => "31 characters `0` or `1`",
            _ => "free text",
        };
        let length = match self.length {
            _ if matches!(self.r#type.as_str(), "yyyymm" | "yyyymmdd" | "hhmm" | "postal_code" | "flags31") => {
                String::new()
            }
            None => ", of any length".to_owned(),
            Some(1) => ", 1 character".to_owned(),
            Some(length) if self.exact => format!(", exactly {length} characters"),
            Some(length) => format!(", at most {length} characters"),
        };
        let required = match self.required {
            Required::No => "optional",
            Required::Conditional => "required in some cases",
            Required::Needed => "needed",
            Required::Always => "required",
        };
        let mut facts = vec![format!("No. {}: {what}{length}, {required}.", self.no)];
        if let Some(list) = self.codes.as_ref().and_then(|id| tables.list(id)) {
            let codes: Vec<String> =
                list.codes.iter().map(|code| format!("`{}` {}", code.code, code.name_ja)).collect();
            facts.push(format!("{}: {}.", list.name_ja, codes.join(", ")));
        }
        facts.extend(self.constant.iter().map(|constant| format!("Always `{constant}`.")));
        facts.extend(self.sentinels.iter().map(|special| format!("`{}`: {}.", special.value, special.meaning)));
        if !self.certain {
            facts.push("Not to be read with certainty in the document.".to_owned());
        }
        facts.extend(self.note.clone());
        facts
    }
}

impl Field {
    /// The same in Japanese, but for the notes, which are in English alone.
    pub(super) fn facts_ja(&self, tables: &Tables) -> Vec<String> {
        let what = match self.r#type.as_str() {
            "yyyymm" => "年月 `YYYYMM`",
            "yyyymmdd" => "年月日 `YYYYMMDD`",
            "hhmm" => "時刻 `HHMM`",
            "alnum" if self.hyphen => "半角の英数字とハイフン",
            "alnum" => "半角の英数字",
            "digits" => "半角の数字",
            "code" => "コード",
            "integer" => "整数",
            "decimal" => "小数",
            "postal_code" => "郵便番号 `XXX-XXXX`",
            "phone" => "電話番号",
            "flags31" => "31文字の `0` または `1`",
            _ => "文字列",
        };
        let length = match self.length {
            _ if matches!(self.r#type.as_str(), "yyyymm" | "yyyymmdd" | "hhmm" | "postal_code" | "flags31") => {
                String::new()
            }
            None => "（長さの制限なし）".to_owned(),
            Some(length) if self.exact || length == 1 => format!("（{length}文字）"),
            Some(length) => format!("（{length}文字まで）"),
        };
        let required = match self.required {
            Required::No => "任意",
            Required::Conditional => "場合により必須",
            Required::Needed => "必要",
            Required::Always => "必須",
        };
        let mut facts = vec![format!("{what}{length}、{required}。")];
        if let Some(list) = self.codes.as_ref().and_then(|id| tables.list(id)) {
            let codes: Vec<String> =
                list.codes.iter().map(|code| format!("`{}` {}", code.code, code.name_ja)).collect();
            facts.push(format!("{}: {}。", list.name_ja, codes.join("、")));
        }
        facts.extend(self.constant.iter().map(|constant| format!("常に `{constant}`。")));
        facts.extend(self.sentinels.iter().map(|special| format!("`{}`: {}。", special.value, special.meaning_ja)));
        if !self.certain {
            facts.push("公式文書から確実には読み取れませんでした。".to_owned());
        }
        facts
    }
}

/// The layouts by their numbers.
pub(super) fn by_number(tables: &Tables) -> Vec<&Layout> {
    let mut layouts: Vec<&Layout> = tables.layouts.iter().collect();
    layouts.sort_by_key(|layout| layout.number);
    layouts
}
