//! What the tables must say whenever nothing is under way.

use crate::{
    naive::{Held, peak},
    support::rows::Rows,
};

/// Each booking that holds claims has them and no other, each that is confirmed was so by one letter, and no resource
/// holds more than its capacity. No letter tells of what is not there.
pub(crate) async fn in_order(rows: &Rows) {
    let lost = "SELECT count(*) AS n FROM bookings b WHERE status IN ('requested', 'held', 'confirmed')
        AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.booking_id = b.id)";
    assert_eq!(rows.count(lost, []).await, 0, "a booking without its claims");
    let left =
        "SELECT count(*) AS n FROM claims c WHERE booking_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM bookings b
        WHERE b.id = c.booking_id AND b.status IN ('requested', 'held', 'confirmed'))";
    assert_eq!(rows.count(left, []).await, 0, "a claim without its booking");
    // Longer bookings hold several claims that touch, so the first and the last one tell.
    let elsewhere = "SELECT count(*) AS n FROM bookings b WHERE status IN ('requested', 'held', 'confirmed') AND (
        (SELECT min(c.starts_at) FROM claims c WHERE c.booking_id = b.id) <> b.starts_at - b.setup_seconds
        OR (SELECT max(c.ends_at) FROM claims c WHERE c.booking_id = b.id) <> b.ends_at + b.cleanup_seconds)";
    assert_eq!(rows.count(elsewhere, []).await, 0, "a booking that holds another time than its own");
    let untold = "SELECT count(*) AS n FROM bookings b WHERE status = 'confirmed'
        AND (SELECT count(*) FROM outbox o WHERE o.booking_id = b.id AND o.kind = 'confirmed') <> 1";
    assert_eq!(rows.count(untold, []).await, 0, "a booking that was not confirmed by one letter");
    let astray = "SELECT count(*) AS n FROM outbox o WHERE o.booking_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.id = o.booking_id)";
    assert_eq!(rows.count(astray, []).await, 0, "a letter about a booking that is not there");
    let floors = "SELECT id, CAST(capacity AS BIGINT) AS capacity FROM resources";
    for floor in rows.all(floors, []).await {
        let id: uuid::Uuid = floor.try_get("", "id").unwrap();
        let capacity: i64 = floor.try_get("", "capacity").unwrap();
        let claims = "SELECT starts_at, ends_at, quantity FROM claims WHERE resource_id = $1";
        let held: Vec<Held> = rows.all(claims, [id.into()]).await.iter().map(Held::read).collect();
        assert!(peak(&held) <= capacity, "{id} holds more than {capacity}");
    }
}
