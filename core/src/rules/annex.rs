//! The rows of 第7表: details, subtotals and the total share one record type.

/// The provider number of total rows.
pub(super) const TOTAL_OFFICE: &[u8] = b"9999999999";

/// What a row of 第7表 is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A service.
    Detail,
    /// `ttAAAA`: the services of a type that count towards the limit.
    Limit,
    /// `ttEEEE`: the services of a type outside the limit.
    Outside,
    /// `ttZZZZ`: what a type has over 30 days.
    Over30,
    /// `999999`: the user's total.
    Total,
}

impl Class {
    /// The class of a service code; `None` where it has not six characters.
    pub(super) fn of(code: &[u8]) -> Option<Self> {
        if code.len() != 6 {
            return None;
        }
        Some(match &code[2..] {
            b"AAAA" => Self::Limit,
            b"EEEE" => Self::Outside,
            b"ZZZZ" => Self::Over30,
            _ if code == b"999999" => Self::Total,
            _ => Self::Detail,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_by_their_code() {
        let classes = [&b"11AAAA"[..], b"11EEEE", b"11ZZZZ", b"999999", b"119999", b"111211"].map(Class::of);
        use Class::{Detail, Limit, Outside, Over30, Total};
        assert_eq!(classes, [Some(Limit), Some(Outside), Some(Over30), Some(Total), Some(Detail), Some(Detail)]);
        assert_eq!(Class::of(b"11AAA"), None);
    }
}
