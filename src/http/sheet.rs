//! Tables that people take away: CSV (RFC 4180) and XLSX.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::domain::failure::Failure;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::http) enum Cell {
    /// Words that people wrote, or a moment.
    Text(String),
    /// A number of things.
    Whole(i64),
    /// Euro cents, shown in euros.
    Cents(i64),
    /// Nothing.
    Empty,
}

impl Cell {
    /// A text, or nothing.
    pub(in crate::http) fn text(value: Option<impl Into<String>>) -> Self {
        value.map_or(Self::Empty, |value| Self::Text(value.into()))
    }

    /// A number, or nothing.
    pub(in crate::http) fn whole(value: Option<impl Into<i64>>) -> Self {
        value.map_or(Self::Empty, |value| Self::Whole(value.into()))
    }
}

/// A table: the names of its columns, and its rows.
#[derive(Clone, Debug)]
pub(in crate::http) struct Sheet {
    /// The names of the columns.
    pub(in crate::http) columns: &'static [&'static str],
    /// The rows, each with a cell for each column.
    pub(in crate::http) rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// As CSV: lines end in CR LF, the first has the names of the columns.
    #[must_use]
    pub(in crate::http) fn csv(&self) -> String {
        let mut out = self.columns.join(",") + "\r\n";
        for row in &self.rows {
            let fields: Vec<String> = row.iter().map(field).collect();
            out.push_str(&fields.join(","));
            out.push_str("\r\n");
        }
        out
    }

    /// As XLSX. A text is a text there, whatever it begins with.
    ///
    /// # Errors
    /// [`Failure::Internal`] where it can't be written.
    pub(in crate::http) fn xlsx(&self) -> Result<Vec<u8>, Failure> {
        self.workbook().map_err(|fault| Failure::Internal(format!("a sheet was not written: {fault}")))
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let (bold, money) = (Format::new().set_bold(), Format::new().set_num_format("0.00"));
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (column, name) in (0_u16..).zip(self.columns) {
            sheet.write_string_with_format(0, column, *name, &bold)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        for (n, row) in (1_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell {
                    Cell::Text(text) => sheet.write_string(n, column, text)?,
                    Cell::Whole(number) => sheet.write_number(n, column, float(*number))?,
                    Cell::Cents(cents) => sheet.write_number_with_format(n, column, float(*cents) / 100.0, &money)?,
                    Cell::Empty => continue,
                };
            }
        }
        workbook.save_to_buffer()
    }
}

/// Numbers in a sheet are floating; those of people and cents are far below what they hold exactly.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53")]
fn float(number: i64) -> f64 {
    number as f64
}

/// A field of CSV.
fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => quoted(&defused(text)),
        Cell::Whole(number) => number.to_string(),
        Cell::Cents(cents) => {
            let sign = if *cents < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
        }
        Cell::Empty => String::new(),
    }
}

/// The text so that no program that opens the file takes it for a formula.
fn defused(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// An answer that is kept as a file.
pub(in crate::http) fn file(content_type: &'static str, name: &'static str, body: Vec<u8>) -> Response {
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    (headers, body).into_response()
}

/// The content type of CSV.
pub(in crate::http) const CSV: &str = "text/csv; charset=utf-8; header=present";

/// The content type of XLSX.
pub(in crate::http) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(texts: &[&str]) -> Sheet {
        let row = |text: &&str| vec![Cell::Text((*text).to_owned()), Cell::Whole(-3), Cell::Cents(-1205), Cell::Empty];
        Sheet { columns: &["a", "b", "c", "d"], rows: texts.iter().map(row).collect() }
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        let csv = sheet(&["plain", "a,b", "say \"hi\"", "two\nlines"]).csv();
        assert_eq!(
            csv,
            "a,b,c,d\r\nplain,-3,-12.05,\r\n\"a,b\",-3,-12.05,\r\n\"say \"\"hi\"\"\",-3,-12.05,\r\n\"two\nlines\",-3,-12.05,\r\n"
        );
    }

    #[test]
    fn nothing_is_a_formula() {
        for (text, defused) in [
            ("=1+1", "'=1+1"),
            ("+32 16", "'+32 16"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("=\"a\"", "\"'=\"\"a\"\"\""),
            ("a=1", "a=1"),
        ] {
            assert_eq!(field(&Cell::Text(text.to_owned())), defused, "{text:?}");
        }
    }

    #[test]
    fn a_sheet_is_a_file_of_its_kind() {
        let bytes = sheet(&["=1+1"]).xlsx().unwrap();
        assert!(bytes.starts_with(b"PK\x03\x04"));
    }
}
