//! The frame of every file of a bill: whose it is and of when, a table, what follows it.

use time::macros::format_description;
use time::{Date, OffsetDateTime};

use super::period::Period;
use crate::clock;

/// Whose bill it is, of when, and made when.
pub(super) struct Head<'a> {
    /// 20 digits.
    pub(super) account: &'a str,
    pub(super) period: &'a Period,
    pub(super) made: OffsetDateTime,
}

/// A table and what stands below it.
pub(super) struct Table {
    /// The name of its content, `业务明细`.
    pub(super) title: &'static str,
    /// The titles of its columns.
    pub(super) columns: &'static str,
    /// Its rows.
    pub(super) rows: Vec<String>,
    /// Sums.
    pub(super) footers: Vec<String>,
}

impl Table {
    /// The whole file.
    pub(super) fn text(&self, head: &Head<'_>) -> String {
        let Self { title, columns, rows, footers } = self;
        let (first, end) = (midnight(head.period.first), midnight(head.period.end));
        let mut lines = vec![
            format!("#支付宝{title}查询"),
            format!("#账号：[{}]", head.account),
            format!("#起始日期：[{first}]   终止日期：[{end}]"),
            format!("#{}{title}列表{}", "-".repeat(41), "-".repeat(40)),
            (*columns).to_owned(),
        ];
        lines.extend(rows.iter().cloned());
        lines.push(format!("#{}{title}列表结束{}", "-".repeat(41), "-".repeat(36)));
        lines.extend(footers.iter().cloned());
        lines.push(format!("#导出时间：[{}]", moment(head.made)));
        lines.join("\n") + "\n"
    }
}

fn midnight(day: Date) -> String {
    moment(clock::midnight(day))
}

fn moment(time: OffsetDateTime) -> String {
    let format = format_description!("[year]年[month]月[day]日 [hour]:[minute]:[second]");
    clock::to_china(time).format(format).unwrap_or_default()
}

/// A value that spreadsheets must not shorten: a tab follows it.
pub(super) fn text(value: &str) -> String {
    format!("{}\t", plain(value))
}

/// A value of a row. What holds a comma or a quote is quoted.
pub(super) fn plain(value: &str) -> String {
    let line: String = value.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    if line.contains([',', '"']) { format!("\"{}\"", line.replace('"', "\"\"")) } else { line }
}

#[cfg(test)]
mod tests {
    use super::{plain, text};

    #[test]
    fn no_value_breaks_a_row() {
        for (value, shown) in
            [("茶, 2 盒", "\"茶, 2 盒\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb\tc", "a  b c")]
        {
            assert_eq!(plain(value), shown);
        }
        assert_eq!(text("1"), "1\t");
    }
}
