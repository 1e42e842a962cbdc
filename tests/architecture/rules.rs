//! The rules.

use crate::{
    arrows,
    lexer::{self, Token},
};

/// The top-level modules from top to bottom. A module may use those on lower rungs, not those on its own or above.
const LADDER: &[&[&str]] = &[
    &["main"],
    &["app"],
    &["http", "jobs", "cli"],
    &["demo"],
    &["actions"],
    // Who the caller is and what they may is pure: the store reads it and narrows what it finds by it.
    &["store", "mail"],
    &["auth"],
    &["telemetry"],
    &["config"],
    &["clock"],
    &["domain"],
];

/// Libraries and words that only these modules may name.
const KNOWN_TO: &[(&str, &[&str])] = &[
    ("axum", &["http"]),
    ("axum_extra", &["http"]),
    ("hyper", &["http"]),
    ("hyper_util", &["http"]),
    ("tower_http", &["http"]),
    ("utoipa_axum", &["http"]),
    ("sea_orm", &["store"]),
    ("sea_query", &["store"]),
    ("sqlx", &["store"]),
    ("sea_query_sqlx", &["store"]),
    ("lokaal_migrations", &["store"]),
    ("lettre", &["mail"]),
    ("disallowed_methods", &["clock"]),
];

/// What the domain may not name: it is pure.
const NOT_IN_DOMAIN: &[&str] = &["async", "await", "tokio"];

/// What the domain may not use of the standard library.
const NOT_OF_STD_IN_DOMAIN: &[&str] = &["env", "fs", "io", "net", "process", "thread"];

/// How a statement of SQL begins.
const SQL: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "WITH ",
    "CREATE TABLE ",
    "CREATE INDEX ",
    "CREATE TRIGGER ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    "BEGIN IMMEDIATE",
    "SAVEPOINT ",
    "LOCK TABLE ",
];

/// A source below `src`.
pub(crate) struct Source {
    path: String,
    module: Vec<String>,
    tokens: Vec<Token>,
}

impl Source {
    /// The source at `path`, relative to `src`.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| last == "mod" || last == "lib") {
            module.pop();
        }
        Self { path: path.to_owned(), module, tokens: lexer::tokens(text) }
    }

    /// Its top-level module; none for lib.rs.
    fn top(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().filter_map(|token| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        })
    }
}

fn rung(module: &str) -> Option<usize> {
    LADDER.iter().position(|rung| rung.contains(&module))
}

/// Arrows from this source that run to its own rung or above, and modules without a place on the ladder.
pub(crate) fn arrows_that_run_back(source: &Source) -> Vec<String> {
    let Some(from) = source.top() else { return Vec::new() };
    let Some(own) = rung(from) else { return vec![format!("{}: {from} has no place on the ladder", source.path)] };
    let reached = arrows::reached(&source.module, &source.tokens);
    let back = reached.into_iter().filter(|to| to != from && rung(to).is_some_and(|to| to <= own));
    back.map(|to| format!("{}: {from} must not use {to}", source.path)).collect()
}

/// Libraries that this source names though it should not know them.
pub(crate) fn strangers(source: &Source) -> Vec<String> {
    let top = source.top().unwrap_or("lib");
    let mut faults: Vec<String> = KNOWN_TO
        .iter()
        .filter(|(word, homes)| !homes.contains(&top) && source.words().any(|found| found == *word))
        .map(|(word, homes)| format!("{}: only {} may name {word}", source.path, homes.join(", ")))
        .collect();
    if top == "domain" {
        let named = NOT_IN_DOMAIN.iter().filter(|word| source.words().any(|found| found == **word));
        let named = named.map(|word| (*word).to_owned());
        let std = arrows::below("std", &source.tokens);
        let used = std.into_iter().filter(|module| NOT_OF_STD_IN_DOMAIN.contains(&module.as_str()));
        let banned = named.chain(used.map(|module| format!("std::{module}")));
        faults.extend(banned.map(|word| format!("{}: the domain is pure and may not name {word}", source.path)));
    }
    faults
}

/// Statements of SQL in a source outside the store.
pub(crate) fn stray_sql(source: &Source) -> Vec<String> {
    if source.top() == Some("store") {
        return Vec::new();
    }
    let texts = source.tokens.iter().filter_map(|token| match token {
        Token::Text(text, line) => Some((text.trim_start(), line)),
        _ => None,
    });
    texts
        .filter(|(text, _)| SQL.iter().any(|start| text.starts_with(start)))
        .map(|(_, line)| format!("{}:{line}: SQL belongs in the store", source.path))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(rule: fn(&Source) -> Vec<String>, path: &str, text: &str) -> usize {
        rule(&Source::new(path, text)).len()
    }

    #[test]
    fn an_arrow_that_runs_back_is_found() {
        assert_eq!(faults(arrows_that_run_back, "store/rooms.rs", "use crate::{domain, actions::book};"), 1);
        assert_eq!(faults(arrows_that_run_back, "domain/mod.rs", "use crate::clock::Clock;"), 1);
        assert_eq!(faults(arrows_that_run_back, "mail/mod.rs", "use super::store::Row;"), 1, "its own rung");
        assert_eq!(faults(arrows_that_run_back, "drawer/mod.rs", ""), 1, "no place on the ladder");
    }

    #[test]
    fn arrows_down_and_inside_are_fine() {
        assert_eq!(faults(arrows_that_run_back, "http/mod.rs", "use crate::{actions, store, domain, clock};"), 0);
        assert_eq!(faults(arrows_that_run_back, "http/api/a.rs", "use crate::http::problem;"), 0);
        assert_eq!(faults(arrows_that_run_back, "main.rs", "use lokaal::{app, cli, config};"), 0);
        assert_eq!(faults(arrows_that_run_back, "lib.rs", "pub mod app;"), 0);
    }

    #[test]
    fn a_library_outside_its_module_is_found() {
        assert_eq!(faults(strangers, "actions/book.rs", "use axum::Json; use sea_orm::DbErr;"), 2);
        assert_eq!(faults(strangers, "jobs/outbox.rs", "fn f(error: lettre::Error) {}"), 1);
        assert_eq!(faults(strangers, "jobs/outbox.rs", "#[expect(clippy::disallowed_methods)] fn f() {}"), 1);
        assert_eq!(faults(strangers, "domain/time.rs", "async fn f() { tokio::spawn(g()).await }"), 3);
        assert_eq!(
            faults(strangers, "domain/time.rs", "use std::{fmt, fs::File}; fn f() { std::env::var(\"A\"); }"),
            2
        );
        assert_eq!(faults(strangers, "domain/time.rs", "use std::fmt; fn f(clock: i64, env: i64) {}"), 0);
        assert_eq!(faults(strangers, "http/mod.rs", "use axum::Json; // sea_orm\n"), 0);
    }

    #[test]
    fn sql_outside_the_store_is_found() {
        let query = "const Q: &str = r#\"\n  SELECT id FROM rooms\"#; const R: &str = \"DELETE FROM rooms\";";
        assert_eq!(faults(stray_sql, "actions/book.rs", query), 2);
        assert_eq!(faults(stray_sql, "store/rooms.rs", query), 0);
        assert_eq!(faults(stray_sql, "actions/book.rs", "// SELECT id\nconst Q: &str = \"Select a room\";"), 0);
    }
}
