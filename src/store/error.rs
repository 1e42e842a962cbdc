//! The one place that knows how each engine tells its errors.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::domain::failure::Failure;

/// What an error means that came out of a row or a migration.
pub(super) fn failure(fault: DbErr) -> Failure {
    match &fault {
        DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error))
        | DbErr::Conn(RuntimeErr::SqlxError(error)) => meaning(error),
        DbErr::ConnectionAcquire(_) => Failure::Unavailable("no connection is free".into()),
        _ => Failure::Internal(fault.to_string()),
    }
}

/// What the database's answer to a statement means.
pub(super) fn answer(fault: sqlx::Error) -> Failure {
    meaning(&fault)
}

/// Whether the connection that said so is of no use any more: it is gone, the server ended it, or it has statements
/// prepared for tables that another version of the service has changed since.
pub(super) fn ends_connection(fault: &sqlx::Error) -> bool {
    match fault {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            code.len() == 5 && ["08", "57P", "25P03"].iter().any(|class| code.starts_with(class))
                || is_outdated(&code, database.message())
        }
        _ => false,
    }
}

/// Whether PostgreSQL refuses a prepared statement: the table has other columns since (0A000), or it does not know it.
fn is_outdated(code: &str, message: &str) -> bool {
    code == "26000" || code == "0A000" && message.contains("cached plan")
}

fn meaning(fault: &sqlx::Error) -> Failure {
    match fault {
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            of_code(&code, database.message(), database.constraint())
        }
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_)
        | sqlx::Error::Tls(_) => Failure::Unavailable("the database cannot be reached".into()),
        _ => Failure::Internal(fault.to_string()),
    }
}

/// What a database's error code means. PostgreSQL's are five characters (its Appendix A and ours, LK…), SQLite's are
/// extended result codes, of which the last byte is the kind.
fn of_code(code: &str, message: &str, constraint: Option<&str>) -> Failure {
    match code {
        "23P01" | "LK001" => Failure::Overfull,
        "LK002" => Failure::InUse(Vec::new()),
        "LK004" => Failure::Merged,
        "1811" if message.contains("was merged") => Failure::Merged,
        "1811" if message.contains("claims exceed") => Failure::Overfull,
        "1811" if message.contains("is claimed") => Failure::InUse(Vec::new()),
        // Another booking was given the same reference: the next try draws another.
        "23505" if constraint == Some("bookings_reference_key") => Failure::Retry,
        "2067" if message.ends_with(": bookings.reference") => Failure::Retry,
        "23505" => Failure::Duplicate(constraint.unwrap_or_default().to_owned()),
        // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY: "UNIQUE constraint failed: table.column".
        "2067" | "1555" => Failure::Duplicate(message.rsplit(": ").next().unwrap_or_default().to_owned()),
        // character_not_in_repertoire: a NUL, which no text of PostgreSQL may hold.
        "22021" => Failure::invalid("", "control_character", "There are no control characters in texts."),
        // serialization_failure, deadlock_detected, lock_not_available.
        "40001" | "40P01" | "55P03" => Failure::Retry,
        // Prepared anew, on another connection, it works.
        _ if is_outdated(code, message) => Failure::Retry,
        _ if is_out_of_reach(code) => Failure::Unavailable(format!("the database refuses work ({code})")),
        _ => match sqlite_kind(code) {
            // SQLITE_BUSY, SQLITE_LOCKED.
            Some(5 | 6) => Failure::Retry,
            // SQLITE_READONLY, _IOERR, _FULL, _CANTOPEN.
            Some(8 | 10 | 13 | 14) => Failure::Unavailable(format!("the database refuses work ({code})")),
            _ => Failure::Internal(format!("database error {code}: {message}")),
        },
    }
}

/// Whether PostgreSQL cannot work for now: no connection (08), no resources left (53), told to stop or still starting
/// (57P01 to 57P05), out of time (57014), a fault of its disks (58).
fn is_out_of_reach(code: &str) -> bool {
    code.len() == 5
        && (["08", "53", "57P", "58"].iter().any(|class| code.starts_with(class)) || matches!(code, "57014" | "25P03"))
}

/// The kind of an extended result code of SQLite.
fn sqlite_kind(code: &str) -> Option<u32> {
    code.parse::<u32>().ok().filter(|_| code.len() < 5).map(|code| code & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str) -> String {
        let text = format!("{:?}", of_code(code, "UNIQUE constraint failed: t.c", None));
        text.split(['(', ' ']).next().unwrap_or_default().to_owned()
    }

    #[test]
    fn a_reference_that_is_taken_is_drawn_again() {
        let reference = |code, message, constraint| matches!(of_code(code, message, constraint), Failure::Retry);
        assert!(reference("23505", "", Some("bookings_reference_key")));
        assert!(!reference("23505", "", Some("bookings_pkey")));
        assert!(reference("2067", "UNIQUE constraint failed: bookings.reference", None));
        assert!(!reference("2067", "UNIQUE constraint failed: bookings.id", None));
    }

    #[test]
    fn what_was_prepared_for_other_tables_is_prepared_again() {
        let retried = |code, message| matches!(of_code(code, message, None), Failure::Retry);
        assert!(retried("0A000", "cached plan must not change result type"));
        assert!(retried("26000", "prepared statement \"sqlx_s_1\" does not exist"));
        assert!(!retried("0A000", "cross-database references are not implemented"));
    }

    #[test]
    fn each_code_has_its_meaning() {
        for (means, codes) in [
            ("Overfull", &["23P01", "LK001"][..]),
            ("Duplicate", &["23505", "2067", "1555"]),
            ("Invalid", &["22021"]),
            ("Retry", &["40001", "40P01", "55P03", "5", "261", "517", "773", "6", "262"]),
            ("Unavailable", &["08006", "53300", "53100", "57P01", "57P03", "57014", "58030"]),
            ("Unavailable", &["8", "10", "13", "14", "266", "778", "1032"]),
            ("Internal", &["23514", "23502", "23503", "275", "787", "1811", "42601", "25P02", "LK003", "1", "11", ""]),
        ] {
            for code in codes {
                assert_eq!(kind(code), means, "{code}");
            }
        }
    }
}
