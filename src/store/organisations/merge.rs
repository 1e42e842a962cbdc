//! Merging an organisation into another: what is one's becomes the other's.

use sea_orm::Value;

use super::{Organisation, get};
use crate::{
    domain::{
        failure::Failure,
        ids::{OrganisationId, UserId},
        person::MemberRole,
        quota::Party,
    },
    store::{Access, Engine, Unit, catalogue, quotas, sql},
};

/// Holds what two organisations have, and themselves, for the rest of the unit, in the order of locks: bookings and series
/// of the one that goes, the counts of both, and the two rows. Nothing is written for the one that goes meanwhile; who
/// tries waits, and finds it merged. Gives both as they are: the one that goes, and the one that stays.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn hold_for_merge(
    unit: &Unit,
    from: OrganisationId,
    into: OrganisationId,
) -> Result<(Organisation, Organisation), Failure> {
    let sorted = if from < into { [from, into] } else { [into, from] };
    for table in ["bookings", "series"] {
        let text = format!("SELECT id FROM {table} WHERE organisation_id = $1 ORDER BY id FOR NO KEY UPDATE");
        only_postgres(unit, &text, from).await?;
    }
    for id in sorted {
        quotas::hold(unit, Party::Organisation(id)).await?;
    }
    for id in sorted {
        // What is written for the one that stays does not wait.
        let strength = if id == from { "UPDATE" } else { "NO KEY UPDATE" };
        only_postgres(unit, &format!("SELECT id FROM organisations WHERE id = $1 FOR {strength}"), id).await?;
    }
    Ok((get(unit, from).await?, get(unit, into).await?))
}

/// Locks rows. SQLite has one writer at a time: its unit began with the write lock.
async fn only_postgres(unit: &Unit, text: &str, id: OrganisationId) -> Result<(), Failure> {
    if unit.engine() == Engine::Postgres {
        sql::all(unit, text, sql::values![id.0]).await?;
    }
    Ok(())
}

/// Whether an organisation is the host of a centre.
pub async fn hosts<A: Access>(access: &A, id: OrganisationId) -> Result<bool, Failure> {
    let text = "SELECT count(*) AS n FROM centres WHERE host_organisation_id = $1";
    Ok(sql::get::<i64>(&sql::one(access, text, sql::values![id.0]).await?, "n")? > 0)
}

/// Gives all that one organisation has to another, quotas left out; both are held. Tells how many bookings went.
pub async fn move_all(unit: &Unit, from: OrganisationId, into: OrganisationId, by: UserId) -> Result<u64, Failure> {
    move_people(unit, from, into).await?;
    move_centres(unit, from, into).await?;
    record_bookings(unit, from, into, by).await?;
    for table in ["key_holders", "waitlist", "feeds", "volunteers"] {
        let text = format!("UPDATE {table} SET organisation_id = $1 WHERE organisation_id = $2");
        sql::execute(unit, &text, sql::values![into.0, from.0]).await?;
    }
    // Who read one of these before decides anew.
    let now = unit.now().epoch_seconds();
    let mut moved = 0;
    for table in ["series", "incidents", "bookings"] {
        let text = format!(
            "UPDATE {table} SET organisation_id = $1, updated_at = $3, version = version + 1 WHERE organisation_id = $2"
        );
        moved = sql::execute(unit, &text, sql::values![into.0, from.0, now]).await?;
    }
    Ok(moved)
}

/// Members with the stronger of two roles, who is invited, and who asks to join. Nobody is there twice.
async fn move_people(unit: &Unit, from: OrganisationId, into: OrganisationId) -> Result<(), Failure> {
    let (admin, now) = (MemberRole::Admin.as_str(), unit.now().epoch_seconds());
    let both = sql::values![into.0, from.0];
    let steps: [(&str, Vec<Value>); 10] = [
        (
            "UPDATE memberships SET role = $3, version = version + 1
             WHERE organisation_id = $1 AND role <> $3 AND user_id IN (
                SELECT user_id FROM memberships WHERE organisation_id = $2 AND role = $3)",
            sql::values![into.0, from.0, admin].to_vec(),
        ),
        (
            "DELETE FROM memberships WHERE organisation_id = $2 AND user_id IN (
                SELECT user_id FROM memberships WHERE organisation_id = $1)",
            both.to_vec(),
        ),
        (
            "UPDATE memberships SET organisation_id = $1, version = version + 1 WHERE organisation_id = $2",
            both.to_vec(),
        ),
        // Of two invitations of one address an open one stays before one that was accepted or has lapsed.
        (
            "DELETE FROM invitations WHERE organisation_id = $1 AND (accepted_at IS NOT NULL OR expires_at <= $3)
                AND email IN (SELECT email FROM invitations
                    WHERE organisation_id = $2 AND accepted_at IS NULL AND expires_at > $3)",
            sql::values![into.0, from.0, now].to_vec(),
        ),
        (
            "UPDATE invitations SET role = $3 WHERE organisation_id = $1 AND role <> $3 AND accepted_at IS NULL
                AND email IN (SELECT email FROM invitations WHERE organisation_id = $2 AND role = $3
                    AND accepted_at IS NULL AND expires_at > $4)",
            sql::values![into.0, from.0, admin, now].to_vec(),
        ),
        (
            "DELETE FROM invitations WHERE organisation_id = $2
                AND email IN (SELECT email FROM invitations WHERE organisation_id = $1)",
            both.to_vec(),
        ),
        ("UPDATE invitations SET organisation_id = $1 WHERE organisation_id = $2", both.to_vec()),
        // Who asks twice asks once, and who belongs to it by now asks no more.
        (
            "DELETE FROM join_requests WHERE organisation_id = $2 AND answered_at IS NULL AND user_id IN (
                SELECT user_id FROM join_requests WHERE organisation_id = $1 AND answered_at IS NULL)",
            both.to_vec(),
        ),
        ("UPDATE join_requests SET organisation_id = $1 WHERE organisation_id = $2", both.to_vec()),
        (
            "DELETE FROM join_requests WHERE organisation_id = $1 AND answered_at IS NULL AND user_id IN (
                SELECT user_id FROM memberships WHERE organisation_id = $1)",
            sql::values![into.0].to_vec(),
        ),
    ];
    for (text, values) in steps {
        sql::execute(unit, text, values).await?;
    }
    Ok(())
}

/// Centres that it is the host of. Who decided on a booking there decides again.
async fn move_centres(unit: &Unit, from: OrganisationId, into: OrganisationId) -> Result<(), Failure> {
    if !hosts(unit, from).await? {
        return Ok(());
    }
    let rooms = "UPDATE rooms SET version = version + 1
        WHERE centre_id IN (SELECT id FROM centres WHERE host_organisation_id = $1)";
    sql::execute(unit, rooms, sql::values![from.0]).await?;
    let centres = "UPDATE centres SET host_organisation_id = $1, version = version + 1 WHERE host_organisation_id = $2";
    sql::execute(unit, centres, sql::values![into.0, from.0]).await?;
    catalogue::touch(unit).await
}

/// An audit event for each booking, in one statement however many there are.
async fn record_bookings(unit: &Unit, from: OrganisationId, into: OrganisationId, by: UserId) -> Result<(), Failure> {
    let told = |id: OrganisationId| serde_json::json!({ "organisation_id": id }).to_string();
    let text = "INSERT INTO audit_events (at, actor_id, action, subject, subject_id, centre_id, before, after)
        SELECT CAST($1 AS BIGINT), (SELECT id FROM users WHERE id = $2), 'booking.organisation_merged', 'booking', b.id,
            b.centre_id, CAST($3 AS TEXT), CAST($4 AS TEXT)
        FROM bookings b WHERE b.organisation_id = $5 ORDER BY b.id";
    let values = sql::values![unit.now().epoch_seconds(), by.0, told(from), told(into), from.0];
    sql::execute(unit, text, values).await.map(|_| ())
}

/// Notes that an organisation was merged into another; those that were merged into it before lead there too. Both are
/// held, and their versions rise.
pub async fn note_merged(unit: &Unit, from: OrganisationId, into: OrganisationId) -> Result<(), Failure> {
    let merged = "UPDATE organisations SET merged_into = $1, version = version + 1 WHERE id = $2 OR merged_into = $2";
    sql::execute(unit, merged, sql::values![into.0, from.0]).await?;
    let stays = "UPDATE organisations SET version = version + 1 WHERE id = $1";
    sql::execute(unit, stays, sql::values![into.0]).await.map(|_| ())
}
