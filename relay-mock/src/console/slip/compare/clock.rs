//! Times of day as people read them.

/// `9:30`; nothing for what is no time of day.
pub(super) fn clock(time: &str) -> Option<String> {
    let is_time = time.len() == 4 && time != "9999" && time.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute) = time.split_at_checked(2).filter(|_| is_time)?;
    Some(format!("{}:{minute}", hour.strip_prefix('0').unwrap_or(hour)))
}

/// `23:30〜翌0:30`; nothing for a service without a time.
pub(super) fn times(start: &str, end: &str) -> String {
    let (Some(from), Some(to)) = (clock(start), clock(end)) else { return String::new() };
    format!("{from}〜{}{to}", if end < start { "翌" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(times("0930", "1640"), "9:30〜16:40");
        assert_eq!(times("2330", "0030"), "23:30〜翌0:30");
        for none in ["9999", "", "9:30", "１２３４"] {
            assert_eq!(times(none, "1000"), "", "{none}");
        }
    }
}
