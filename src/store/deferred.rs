//! Writes that a unit puts off. A booking writes rows into half a dozen tables and reads none of them back: sent one by
//! one, the way to the database and back costs more than all the rows. So they wait, and go together in one round trip.

use sea_orm::Value;

use super::Engine;

/// Bound values of one round trip at most: both engines allow 32,766.
const MOST_VALUES: usize = 30_000;

/// A statement that was put off.
#[derive(Debug)]
pub(super) struct Deferred {
    /// The table it writes.
    pub(super) table: &'static str,
    /// Its text, with marks from `$1` on.
    pub(super) sql: String,
    /// Its values.
    pub(super) values: Vec<Value>,
}

/// What waits to be sent.
#[derive(Debug, Default)]
pub(super) struct Queue(Vec<Deferred>);

impl Queue {
    /// Whether a statement may join: each table is written once in a round trip, as PostgreSQL runs the parts of one
    /// statement in an order of its own, and rows that are numbered as they come would change places.
    pub(super) fn has_room_for(&self, next: &Deferred) -> bool {
        let values: usize = self.0.iter().map(|one| one.values.len()).sum();
        self.0.iter().all(|one| one.table != next.table) && values + next.values.len() <= MOST_VALUES
    }

    /// Adds a statement at the end.
    pub(super) fn push(&mut self, next: Deferred) {
        self.0.push(next);
    }

    /// Everything as one text with its values, none where nothing waits. SQLite runs statements one after the other;
    /// PostgreSQL takes them as parts of one (WITH, its chapter 7.8.4).
    pub(super) fn take(&mut self, engine: Engine) -> Option<(String, Vec<Value>)> {
        let waiting = std::mem::take(&mut self.0);
        let mut values = Vec::new();
        let mut texts = Vec::with_capacity(waiting.len());
        for one in waiting {
            texts.push(renumbered(&one.sql, values.len()));
            values.extend(one.values);
        }
        let last = texts.pop()?;
        let text = match engine {
            Engine::Sqlite => texts.into_iter().chain([last]).collect::<Vec<_>>().join("; "),
            Engine::Postgres if texts.is_empty() => last,
            Engine::Postgres => {
                let parts = texts.iter().enumerate().map(|(n, text)| format!("w{n} AS ({text})"));
                format!("WITH {} {last}", parts.collect::<Vec<_>>().join(", "))
            }
        };
        Some((text, values))
    }
}

/// The text with its marks counted on from `before`. No text of ours has a `$` that is not a mark.
fn renumbered(sql: &str, before: usize) -> String {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = part.split_at(digits);
        text.push('$');
        match number.parse::<usize>() {
            Ok(number) => text.push_str(&(number + before).to_string()),
            Err(_) => text.push_str(number),
        }
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue() -> Queue {
        let one = |table, sql: &str, n: i64| Deferred {
            table,
            sql: sql.to_owned(),
            values: (0..n).map(Value::from).collect(),
        };
        let mut queue = Queue::default();
        queue.push(one("a", "INSERT INTO a VALUES ($1, $2)", 2));
        queue.push(one("b", "INSERT INTO b VALUES ($1, $2, $1)", 2));
        queue
    }

    #[test]
    fn statements_go_together_with_marks_that_count_on() {
        let (text, values) = queue().take(Engine::Sqlite).expect("something waits");
        assert_eq!(text, "INSERT INTO a VALUES ($1, $2); INSERT INTO b VALUES ($3, $4, $3)");
        assert_eq!(values.len(), 4);
        let (text, _) = queue().take(Engine::Postgres).expect("something waits");
        assert_eq!(text, "WITH w0 AS (INSERT INTO a VALUES ($1, $2)) INSERT INTO b VALUES ($3, $4, $3)");
        assert!(Queue::default().take(Engine::Sqlite).is_none());
    }

    #[test]
    fn a_table_is_written_once_in_a_round_trip() {
        let next = |table| Deferred { table, sql: String::new(), values: Vec::new() };
        assert!(!queue().has_room_for(&next("a")));
        assert!(queue().has_room_for(&next("c")));
    }
}
