//! Which rows of two tables are the same.

/// Longer ones are compared place by place.
const MAX: usize = 400;

/// Pairs of places, in order: the same row on both sides, or one that became another, or one that only one side has.
pub(super) fn align(old: &[String], new: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    let same = if old.len().max(new.len()) > MAX { Vec::new() } else { common(old, new) };
    let mut pairs = Vec::new();
    let (mut left, mut right) = (0, 0);
    for (to, other) in same.into_iter().chain([(old.len(), new.len())]) {
        // Between two that are the same: side by side as far as both go.
        while left < to || right < other {
            pairs.push(((left < to).then_some(left), (right < other).then_some(right)));
            left = (left + 1).min(to);
            right = (right + 1).min(other);
        }
        if to < old.len() {
            pairs.push((Some(to), Some(other)));
            (left, right) = (to + 1, other + 1);
        }
    }
    pairs
}

/// The longest common subsequence.
fn common(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    let mut longest = vec![vec![0u32; new.len() + 1]; old.len() + 1];
    for left in (0..old.len()).rev() {
        for right in (0..new.len()).rev() {
            longest[left][right] = if old[left] == new[right] {
                longest[left + 1][right + 1] + 1
            } else {
                longest[left + 1][right].max(longest[left][right + 1])
            };
        }
    }
    let (mut same, mut left, mut right) = (Vec::new(), 0, 0);
    while left < old.len() && right < new.len() {
        if old[left] == new[right] {
            same.push((left, right));
            (left, right) = (left + 1, right + 1);
        } else if longest[left + 1][right] >= longest[left][right + 1] {
            left += 1;
        } else {
            right += 1;
        }
    }
    same
}

#[cfg(test)]
mod tests {
    use super::align;

    #[test]
    fn a_row_that_is_lost_moves_the_others_up() {
        let rows = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        let pairs = align(&rows("abcd"), &rows("acd"));
        assert_eq!(pairs, [(Some(0), Some(0)), (Some(1), None), (Some(2), Some(1)), (Some(3), Some(2))]);
        assert_eq!(align(&rows("ab"), &rows("xb")), [(Some(0), Some(0)), (Some(1), Some(1))]);
        assert_eq!(align(&rows(""), &rows("x")), [(None, Some(0))]);
        assert_eq!(align(&[], &[]), []);
    }
}
