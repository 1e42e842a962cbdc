//! The one place that knows how each engine tells its errors.

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::domain::failure::Failure;

/// What a database error means.
pub(super) fn failure(fault: DbErr) -> Failure {
    let runtime = match &fault {
        DbErr::Exec(runtime) | DbErr::Query(runtime) | DbErr::Conn(runtime) => runtime,
        DbErr::ConnectionAcquire(_) => return Failure::Unavailable("no connection is free".into()),
        _ => return Failure::Internal(fault.to_string()),
    };
    let RuntimeErr::SqlxError(error) = runtime else { return Failure::Internal(fault.to_string()) };
    match error.as_ref() {
        sqlx::Error::Database(database) => {
            let code = database.code().unwrap_or_default();
            of_code(&code, database.message(), database.constraint())
        }
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::Tls(_) => {
            Failure::Unavailable("the database cannot be reached".into())
        }
        _ => Failure::Internal(fault.to_string()),
    }
}

/// What a database's error code means. PostgreSQL's are five characters (its Appendix A and ours, LK…), SQLite's are
/// extended result codes.
fn of_code(code: &str, message: &str, constraint: Option<&str>) -> Failure {
    match code {
        "23P01" | "LK001" => Failure::Overfull,
        "LK002" => Failure::InUse(Vec::new()),
        "1811" if message.contains("claims exceed") => Failure::Overfull,
        "1811" if message.contains("is claimed") => Failure::InUse(Vec::new()),
        "23505" => Failure::Duplicate(constraint.unwrap_or_default().to_owned()),
        // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY: "UNIQUE constraint failed: table.column".
        "2067" | "1555" => Failure::Duplicate(message.rsplit(": ").next().unwrap_or_default().to_owned()),
        // serialization_failure, deadlock_detected, lock_not_available; SQLITE_BUSY, _BUSY_RECOVERY, _BUSY_SNAPSHOT.
        "40001" | "40P01" | "55P03" | "5" | "261" | "517" => Failure::Retry,
        // too_many_connections, admin_shutdown, crash_shutdown, cannot_connect_now, disk_full; SQLITE_FULL, _READONLY,
        // _IOERR.
        "53300" | "57P01" | "57P02" | "57P03" | "53100" | "13" | "8" | "10" => {
            Failure::Unavailable(format!("the database refuses work ({code})"))
        }
        _ => Failure::Internal(format!("database error {code}: {message}")),
    }
}
