//! Rows with three numbers, in the order of these, and which of their texts go down over the rows below.

use std::collections::HashMap;

use super::cells::text;
use super::rows::Text;
use crate::interpret::from_above;
use crate::record::Row;
use crate::spec::Kind;

/// What such rows are.
pub(super) struct Merged<const N: usize> {
    pub(super) kind: Kind,
    /// The fields of the numbers.
    pub(super) numbers: [&'static str; 3],
    /// Under how many of the numbers a text of a column is one with the same text above, and beside which column it is
    /// only where that is one, too: a period belongs to its goal. Under none it never is.
    pub(super) columns: [(usize, Option<usize>); N],
}

/// A row in its printed order.
struct Line<const N: usize> {
    numbers: Option<[u64; 3]>,
    texts: [String; N],
    /// The line in which the text of each column begins.
    from: [usize; N],
}

impl<const N: usize> Merged<N> {
    /// The texts of rows, those without numbers last. `texts` has those of a row, and is given what its fields say; a
    /// blank says what it means.
    pub(super) fn texts(
        &self,
        rows: &[Row<'_>],
        texts: impl Fn(&dyn Fn(&'static str) -> String) -> [String; N],
    ) -> Vec<Vec<Text>> {
        let blanks = from_above(self.kind, rows).unwrap_or_default();
        let above: HashMap<(usize, &str), usize> =
            blanks.iter().map(|blank| ((blank.row, blank.field.id), blank.from)).collect();
        let mut order: Vec<(bool, Option<[u64; 3]>, usize)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let numbers = self.numbers_of(row);
            order.push((numbers.is_none(), numbers, at));
        }
        crate::sort::sort(&mut order);
        let mut lines: Vec<Line<N>> = Vec::new();
        for (_, numbers, at) in order {
            let said = |field: &'static str| text(&rows[*above.get(&(at, field)).unwrap_or(&at)], field);
            let mut line = Line { numbers, texts: texts(&said), from: [lines.len(); N] };
            if let Some(last) = lines.last() {
                self.merge(last, &mut line);
            }
            lines.push(line);
        }
        lines.into_iter().enumerate().map(|(at, line)| line.shown(at)).collect()
    }

    /// The numbers, where the row has all three.
    fn numbers_of(&self, row: &Row<'_>) -> Option<[u64; 3]> {
        let [first, second, third] = self.numbers.map(|field| text(row, field).parse().ok());
        Some([first?, second?, third?])
    }

    fn merge(&self, above: &Line<N>, line: &mut Line<N>) {
        let (Some(last), Some(own)) = (above.numbers, line.numbers) else { return };
        let mut is_one = [false; N];
        for (column, (under, beside)) in self.columns.into_iter().enumerate() {
            is_one[column] = under > 0
                && last[..under] == own[..under]
                && above.texts[column] == line.texts[column]
                && beside.is_none_or(|beside| is_one[beside]);
            if is_one[column] {
                line.from[column] = above.from[column];
            }
        }
    }
}

impl<const N: usize> Line<N> {
    fn shown(self, at: usize) -> Vec<Text> {
        let texts = self.texts.into_iter().zip(self.from);
        texts.map(|(text, from)| if from == at { Text::Own(text) } else { Text::Above(from) }).collect()
    }
}

/// A text with its number before it.
pub(super) fn numbered(number: &str, text: &str) -> String {
    if number.is_empty() { text.to_owned() } else { format!("{number}．{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Table;

    /// 課題, 長期目標, its period, 短期目標.
    const FIELDS: [&str; 4] = ["issue", "long_term_goal", "long_term_period", "short_term_goal"];
    const MERGED: Merged<4> = Merged {
        kind: Kind::Up2kyo,
        numbers: ["issue_no", "goal_no", "support_no"],
        columns: [(1, None), (2, None), (2, Some(1)), (0, None)],
    };

    /// What is printed of rows: the three numbers, then the fields. `↑0` for what goes down from the first line.
    fn lines(rows: &[[&str; 7]]) -> Vec<[String; 4]> {
        let mut table = Table::new(Kind::Up2kyo);
        for cells in rows {
            let row = table.push();
            for (field, cell) in MERGED.numbers.iter().chain(&FIELDS).zip(cells) {
                table.set(row, field, cell).unwrap();
            }
        }
        let rows: Vec<Row<'_>> = table.rows().collect();
        let texts = MERGED.texts(&rows, |said| {
            let mut texts = FIELDS.map(said);
            texts[0] = numbered(&said("issue_no"), &texts[0]);
            texts
        });
        let shown = |text: Text| match text {
            Text::Own(text) => text,
            Text::Above(from) => format!("↑{from}"),
        };
        texts.into_iter().map(|line| line.into_iter().map(shown).collect::<Vec<_>>().try_into().unwrap()).collect()
    }

    #[test]
    fn a_blank_is_as_above_within_a_goal_and_blank_with_a_new_one() {
        let rows =
            [["1", "1", "1", "A", "L", "P", "S"], ["1", "1", "2", "", "", "", "T"], ["1", "2", "1", "", "", "", ""]];
        assert_eq!(lines(&rows)[1..], [["↑0", "↑0", "↑0", "T"], ["1．", "", "", ""]]);
    }

    #[test]
    fn what_is_repeated_is_one_but_not_under_another_number() {
        let same = |numbers: [&'static str; 3]| [numbers[0], numbers[1], numbers[2], "A", "L", "P", "S"];
        let rows = [["1", "1", "1"], ["1", "1", "2"], ["1", "1", "3"], ["1", "2", "1"], ["2", "1", "1"]].map(same);
        assert_eq!(
            lines(&rows)[1..],
            [["↑0", "↑0", "↑0", "S"], ["↑0", "↑0", "↑0", "S"], ["↑0", "L", "P", "S"], ["2．A", "L", "P", "S"]]
        );
    }

    #[test]
    fn a_period_is_one_only_where_its_goal_is() {
        let rows = [["1", "1", "1", "A", "L", "P", "S"], ["1", "1", "2", "A", "M", "P", "S"]];
        assert_eq!(lines(&rows)[1], ["↑0", "M", "P", "S"]);
        let rows = [["1", "1", "1", "A", "L", "P", "S"], ["1", "1", "2", "A", "L", "Q", "S"]];
        assert_eq!(lines(&rows)[1], ["↑0", "↑0", "Q", "S"]);
    }

    #[test]
    fn the_order_is_that_of_the_numbers_and_rows_without_are_last_each_for_itself() {
        let rows = [["x", "1", "1"], ["10", "1", "1"], ["2", "1", "1"], ["", "", ""], ["", "", ""]];
        let rows = rows.map(|[issue, goal, support]| [issue, goal, support, "A", "", "", ""]);
        let issues: Vec<String> = lines(&rows).into_iter().map(|[issue, ..]| issue).collect();
        assert_eq!(issues, ["2．A", "10．A", "x．A", "A", "A"]);
    }
}
