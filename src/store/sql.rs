//! The few helpers through which every statement goes. The same text runs on both engines: `$1` marks are understood
//! by both.

use std::future::Future;

use sea_orm::{QueryResult, Value};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::MutexGuard;

use super::{Store, Unit, deferred::Deferred, error, lease::Lease, link::Link};
use crate::domain::failure::Failure;

/// The kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Engine {
    /// The engine that a URL names.
    #[must_use]
    pub fn of_url(url: &str) -> Option<Self> {
        match url.split(':').next()? {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    /// The text for this engine.
    pub(super) const fn pick<'a>(self, postgres: &'a str, sqlite: &'a str) -> &'a str {
        match self {
            Self::Postgres => postgres,
            Self::Sqlite => sqlite,
        }
    }
}

/// Where a statement runs: inside a unit of work, or on a connection that only reads.
pub trait Access: Sync {
    /// The engine behind it.
    fn engine(&self) -> Engine;
    /// A line to the database, for one statement.
    fn line(&self) -> impl Future<Output = Result<Line<'_>, Failure>> + Send;
}

/// A line to the database, held for one statement.
pub struct Line<'a>(pub(super) Held<'a>);

/// How a line is held.
pub(super) enum Held<'a> {
    /// Lent for this statement only.
    Lent(Lease),
    /// Lent to a transaction.
    Own(MutexGuard<'a, Lease>),
    /// Shared with other units; with what has to stand before the statement.
    Shared(MutexGuard<'a, Link>, &'static str),
}

impl Line<'_> {
    /// The connection, and the text with what has to stand before it.
    pub(super) fn ready(&mut self, sql: &str) -> Result<(&mut Link, String), Failure> {
        match &mut self.0 {
            Held::Lent(lease) => Ok((lease.link()?, sql.to_owned())),
            Held::Own(lease) => Ok((lease.link()?, sql.to_owned())),
            Held::Shared(link, opening) => Ok((link, format!("{opening}{sql}"))),
        }
    }

    /// Sends by itself what has to stand before the statement, where its rows are counted: what touches none leaves the
    /// count of the statement before it, which would be added.
    async fn open(&mut self) -> Result<(), Failure> {
        match &mut self.0 {
            Held::Shared(link, opening) if !opening.is_empty() => {
                link.plain(std::mem::take(opening)).await.map_err(error::answer)
            }
            _ => Ok(()),
        }
    }
}

impl Access for Store {
    fn engine(&self) -> Engine {
        self.engine
    }

    async fn line(&self) -> Result<Line<'_>, Failure> {
        Ok(Line(Held::Lent(self.links.lease().await?)))
    }
}

impl Access for Unit {
    fn engine(&self) -> Engine {
        self.engine()
    }

    async fn line(&self) -> Result<Line<'_>, Failure> {
        // Whatever comes next finds written what was put off.
        self.send_deferred().await?;
        Ok(self.line().await)
    }
}

/// Makes a list of bound values: `values![id.0, now, "text"]`.
macro_rules! values {
    ($($value:expr),* $(,)?) => { [$(::sea_orm::Value::from($value)),*] };
}
pub(super) use values;

/// Writes into `table` later: with everything else that the unit puts off in one round trip, before whatever the unit
/// reads or runs next, at the latest before its commit. For rows that nobody asks about at once; what the database says
/// against them is the failure of the unit.
pub(super) async fn defer(
    unit: &Unit,
    table: &'static str,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<(), Failure> {
    unit.defer(Deferred { table, sql: sql.to_owned(), values: values.into_iter().collect() }).await
}

/// Reads with one of a connection's ways to ask. Outside a unit it is asked once more, of another connection, where the
/// first one is found gone: a read changes nothing.
macro_rules! read {
    ($access:ident, $sql:ident, $values:ident, $ask:ident) => {{
        let values: Vec<Value> = $values.into_iter().collect();
        let mut line = $access.line().await?;
        let again = matches!(line.0, Held::Lent(_)).then(|| values.clone());
        let (link, text) = line.ready($sql)?;
        match (link.$ask(text, values).await, again) {
            (Err(fault), Some(values)) if error::ends_connection(&fault) => {
                tracing::debug!(%fault, "asked again on another connection");
                drop(line);
                let mut line = $access.line().await?;
                let (link, text) = line.ready($sql)?;
                link.$ask(text, values).await.map_err(error::answer)
            }
            (answer, _) => answer.map_err(error::answer),
        }
    }};
}

/// Every row.
pub(super) async fn all<A: Access>(
    access: &A,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, Failure> {
    read!(access, sql, values, all)
}

/// The first row, where there is one.
pub(super) async fn first<A: Access>(
    access: &A,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<QueryResult>, Failure> {
    read!(access, sql, values, first)
}

/// The one row.
pub(super) async fn one<A: Access>(
    access: &A,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<QueryResult, Failure> {
    first(access, sql, values).await?.ok_or_else(|| Failure::Internal("a query that always has a row had none".into()))
}

/// Runs a statement and tells how many rows it touched.
pub(super) async fn execute<A: Access>(
    access: &A,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, Failure> {
    let mut line = access.line().await?;
    line.open().await?;
    let (link, text) = line.ready(sql)?;
    link.execute(text, values.into_iter().collect()).await.map_err(error::answer)
}

/// A column of a row.
pub(super) fn get<T: sea_orm::TryGetable>(row: &QueryResult, column: &str) -> Result<T, Failure> {
    row.try_get("", column).map_err(error::failure)
}

/// A column with one of an enum's fixed texts.
pub(super) fn word<T>(row: &QueryResult, column: &str, parse: fn(&str) -> Option<T>) -> Result<T, Failure> {
    let text: String = get(row, column)?;
    parse(&text).ok_or_else(|| Failure::Internal(format!("column {column} holds an unknown word")))
}

/// A column with one of an enum's fixed texts, or null.
pub(super) fn word_or_null<T>(
    row: &QueryResult,
    column: &str,
    parse: fn(&str) -> Option<T>,
) -> Result<Option<T>, Failure> {
    let text: Option<String> = get(row, column)?;
    text.map(|text| parse(&text).ok_or_else(|| Failure::Internal(format!("column {column} holds an unknown word"))))
        .transpose()
}

/// A column that holds a date, or null.
pub(super) fn date(row: &QueryResult, column: &str) -> Result<Option<chrono::NaiveDate>, Failure> {
    let text: Option<String> = get(row, column)?;
    text.map(|text| text.parse().map_err(|_| Failure::Internal(format!("column {column} holds no date")))).transpose()
}

/// A column that holds JSON.
pub(super) fn json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<T, Failure> {
    let text: String = get(row, column)?;
    serde_json::from_str(&text).map_err(|fault| Failure::Internal(format!("column {column}: {fault}")))
}

/// The JSON text to store of a value.
pub(super) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|fault| Failure::Internal(format!("not to be written as JSON: {fault}")))
}

/// Marks `$first, $first+1, …` for `count` values.
pub(super) fn marks(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// `column = $n` for each column, from `$1` on.
pub(super) fn sets(columns: &[&str]) -> String {
    columns.iter().enumerate().map(|(n, column)| format!("{column} = ${}", n + 1)).collect::<Vec<_>>().join(", ")
}

/// A LIKE pattern, with `\` as its escape, that the lower-case form of every text matches that has `text` in it. One of
/// the engines knows no other letters than a to z in lower case, so any other letter stands for any one.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        match c {
            '%' | '_' | '\\' => pattern.extend(['\\', c]),
            c if c.is_ascii() => pattern.push(c),
            _ => pattern.push('_'),
        }
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_itself_only_but_for_its_accents() {
        assert_eq!(containing("100%_\\"), "%100\\%\\_\\\\%");
        assert_eq!(containing("École Zoë"), "%_cole zo_%");
    }
}
