//! Columns by their titles: their order and number change from bill to bill.

use std::sync::Arc;

use super::error::BillError;
use super::records::Record;

/// Where the columns of a table are.
pub(super) struct Columns {
    /// Those that a row has a field for, in the order of the fields.
    known: Vec<Option<usize>>,
    other: Vec<usize>,
    other_titles: Arc<[String]>,
}

/// A row of a bill as text, by the titles of its columns. In a typed row it holds the columns that
/// have no field.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TextRow {
    titles: Arc<[String]>,
    values: Vec<String>,
}

impl Columns {
    /// `known` has the titles of each field, `required` those that must be there.
    pub(super) fn new(
        titles: &[String],
        known: &[&[&str]],
        required: &[&str],
    ) -> Result<Self, BillError> {
        let keys: Vec<_> = titles.iter().map(|title| key(title)).collect();
        let mut other: Vec<_> = (0..titles.len()).collect();
        let mut found = Vec::with_capacity(known.len());
        for names in known {
            let mut places = (0..keys.len()).filter(|place| names.contains(&&*keys[*place]));
            let place = places.next();
            if places.next().is_some() {
                return Err(wrong(format!("it has the column {} twice", names[0])));
            }
            if place.is_none() && required.contains(&names[0]) {
                return Err(wrong(format!("it has no column {}", names[0])));
            }
            other.retain(|column| Some(*column) != place);
            found.push(place);
        }
        let other_titles = other.iter().map(|column| titles[*column].clone()).collect();
        Ok(Self { known: found, other, other_titles })
    }

    /// The values of a row, to be read field by field.
    pub(super) fn cells<'c>(
        &'c self,
        record: Record<'c>,
        names: &'static [&'static [&'static str]],
    ) -> Cells<'c> {
        Cells { columns: self, record, names, next: 0 }
    }
}

/// The values of a row while they are read.
pub(super) struct Cells<'c> {
    columns: &'c Columns,
    record: Record<'c>,
    names: &'static [&'static [&'static str]],
    next: usize,
}

impl Cells<'_> {
    /// The value of the next field. That of a column that is missing is empty.
    pub(super) fn next<T>(
        &mut self,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<T, BillError> {
        let field = self.next;
        self.next += 1;
        let column = self.columns.known.get(field).copied().flatten();
        read(column.map_or("", |column| self.record.get(column))).map_err(|problem| {
            let title = self.names.get(field).and_then(|names| names.first()).unwrap_or(&"");
            BillError::Row { line: self.record.line, problem: format!("{title}: {problem}") }
        })
    }

    /// The columns that no field is for.
    pub(super) fn other(&self) -> TextRow {
        let values = self.columns.other.iter().map(|column| self.record.get(*column).to_owned());
        TextRow { titles: self.columns.other_titles.clone(), values: values.collect() }
    }
}

impl TextRow {
    /// Returns the value of a column. Brackets, blanks and the currency of a title are ignored:
    /// `订单金额` finds `订单金额（元）`.
    pub fn get(&self, title: &str) -> Option<&str> {
        let wanted = key(title);
        let column = self.titles.iter().position(|title| key(title) == wanted)?;
        self.values.get(column).map(String::as_str)
    }

    /// Returns all columns with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.titles.iter().map(String::as_str).zip(self.values.iter().map(String::as_str))
    }
}

/// The titles alone: values may be personal data.
impl std::fmt::Debug for TextRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TextRow").field("titles", &self.titles).finish_non_exhaustive()
    }
}

/// A title in one spelling: ASCII brackets, no blanks, no currency behind it.
pub(super) fn key(title: &str) -> String {
    let narrow = |letter: char| match letter {
        // The full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(letter)
        }
        other => other,
    };
    let key: String = title.chars().filter(|letter| !letter.is_whitespace()).map(narrow).collect();
    for currency in ["(元)", "(+元)", "(-元)"] {
        if let Some(name) = key.strip_suffix(currency) {
            return name.to_owned();
        }
    }
    key
}

fn wrong(problem: String) -> BillError {
    BillError::Content(problem)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn titles(titles: &[&str]) -> Vec<String> {
        titles.iter().map(|title| (*title).to_owned()).collect()
    }

    #[test]
    fn brackets_and_blanks_of_a_title_are_of_no_account() {
        for title in ["订单金额（元）", "订单金额(元)", " 订单金额 （元)\t", "订单金额"]
        {
            assert_eq!(key(title), "订单金额", "{title}");
        }
        assert_eq!(key("支出金额（－元）"), "支出金额");
        assert_eq!(key("退款批次号／请求号"), "退款批次号/请求号");
    }

    #[test]
    fn a_column_that_is_missing_or_there_twice_is_named() {
        let known: &[&[&str]] = &[&["a", "b"], &["c"]];
        let error = |found: &[&str]| {
            Columns::new(&titles(found), known, &["c"]).err().map(|error| error.to_string())
        };
        assert_eq!(error(&["c", "x"]), None);
        assert_eq!(error(&["a"]).unwrap(), "the table: it has no column c");
        assert_eq!(error(&["a", "b", "c"]).unwrap(), "the table: it has the column a twice");
    }
}
