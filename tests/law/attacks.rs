//! Claims written by hand, past the service: the database itself refuses what breaks the law.

use std::sync::Arc;

use lokaal::{
    domain::{ids::ResourceId, resource::ResourceKind},
    store::Engine,
};
use sea_orm::{IsolationLevel, Value};
use tokio::task::JoinSet;

use crate::{
    both_engines,
    naive::{Held, held, peak},
    raw::{Raw, Verdict},
    support::app::TestApp,
};

const WEEK: i64 = 7 * 24 * 3600;

/// A resource that holds these claims, and a way to attack it.
pub(crate) async fn resource(app: &TestApp, raw: &Raw, capacity: i32, claims: &[Held]) -> ResourceId {
    let centre = app.add_centre("Casablanca", 50.8826, 4.7212).await;
    let id = app.add_resource(centre, ResourceKind::Floor, "floor", capacity).await;
    for claim in claims {
        assert_eq!(raw.claim(id, *claim).await, Verdict::Done(1), "{claim:?} of {claims:?}");
    }
    id
}

pub(crate) fn id(resource: ResourceId) -> Value {
    resource.0.into()
}

both_engines! {
    async fn a_claim_that_breaks_the_law_is_refused(app: TestApp) {
        let raw = Raw::open(&app).await;
        let groups = [held(0, 100, 20), held(50, 150, 20), held(200, 300, 40)];
        let cases: &[(i32, &[Held], Held, bool)] = &[
            // Capacity 1: who is there first has it.
            (1, &[held(100, 200, 1)], held(100, 200, 1), false),
            (1, &[held(100, 200, 1)], held(120, 130, 1), false),
            (1, &[held(100, 200, 1)], held(50, 250, 1), false),
            (1, &[held(100, 200, 1)], held(50, 101, 1), false),
            (1, &[held(100, 200, 1)], held(199, 250, 1), false),
            (1, &[held(100, 200, 1)], held(0, 100, 1), true),
            (1, &[held(100, 200, 1)], held(200, 300, 1), true),
            (1, &[held(0, 100, 1), held(200, 300, 1)], held(100, 200, 1), true),
            (1, &[held(0, 100, 1), held(200, 300, 1)], held(99, 201, 1), false),
            (1, &[], held(0, 100, 2), false),
            // More: the peak counts, not the sum of all that overlaps.
            (60, &groups, held(0, 300, 20), true),
            (60, &groups, held(0, 300, 21), false),
            (60, &groups, held(0, 50, 40), true),
            (60, &groups, held(0, 51, 40), false),
            (60, &groups, held(100, 200, 40), true),
            (60, &groups, held(150, 200, 60), true),
            (60, &groups, held(149, 200, 41), false),
            (60, &groups, held(150, 201, 60), false),
            (60, &[], held(0, 100, 60), true),
            (60, &[], held(0, 100, 61), false),
            (60, &[], held(0, 100, i32::MAX), false),
            (i32::MAX, &[held(0, 100, i32::MAX)], held(99, 200, 1), false),
            (i32::MAX, &[held(0, 100, i32::MAX)], held(100, 200, i32::MAX), true),
            (2, &[held(0, 100, 1), held(0, 100, 1)], held(0, 100, 1), false),
            // What is found at an instant began in the week before it: the longest claim is found to its last second.
            (1, &[held(0, WEEK, 1)], held(WEEK - 1, WEEK, 1), false),
            (1, &[held(0, WEEK, 1)], held(WEEK, 2 * WEEK, 1), true),
            (2, &[held(0, WEEK, 2)], held(WEEK - 1, WEEK, 1), false),
            (2, &[held(0, WEEK, 2)], held(WEEK - 1, 2 * WEEK - 1, 1), false),
            (2, &[held(0, WEEK, 2)], held(WEEK, 2 * WEEK, 2), true),
            (2, &[held(0, WEEK, 1), held(WEEK, 2 * WEEK, 1)], held(WEEK - 10, 2 * WEEK - 10, 1), true),
            (2, &[held(0, WEEK, 1), held(WEEK, 2 * WEEK, 1)], held(WEEK - 10, 2 * WEEK - 10, 2), false),
            // The ends of time.
            (2, &[held(-50, 50, 1)], held(-10, 10, 2), false),
            (1, &[held(i64::MAX - 100, i64::MAX, 1)], held(i64::MAX - 1, i64::MAX, 1), false),
            (2, &[held(i64::MAX - 100, i64::MAX, 1)], held(i64::MAX - 1, i64::MAX, 2), false),
        ];
        for (capacity, claims, attempt, accepted) in cases {
            let floor = resource(&app, &raw, *capacity, claims).await;
            let wanted = if *accepted { Verdict::Done(1) } else { Verdict::Overfull };
            assert_eq!(raw.claim(floor, *attempt).await, wanted, "{attempt:?} beside {claims:?} of {capacity}");
            assert!(peak(&raw.held(floor).await) <= i64::from(*capacity));
        }
    }

    async fn what_is_no_claim_is_not_stored(app: TestApp) {
        let raw = Raw::open(&app).await;
        let floor = resource(&app, &raw, 5, &[]).await;
        for nonsense in [
            held(100, 100, 1),
            held(100, 99, 1),
            held(0, 100, 0),
            held(0, 100, -1),
            held(0, WEEK + 1, 1),
            held(i64::MIN, i64::MAX, 1),
        ] {
            let verdict = raw.claim(floor, nonsense).await;
            assert!(matches!(verdict, Verdict::Refused(_)), "{nonsense:?}: {verdict:?}");
        }
        let nothing = || Value::BigInt(None);
        let sql = "INSERT INTO claims (resource_id, starts_at, ends_at, quantity) VALUES ($1, $2, $3, 1)";
        let stranger = ResourceId::new(app.now());
        for values in [
            [id(floor), nothing(), 100_i64.into()],
            [id(floor), 0_i64.into(), nothing()],
            [Value::Uuid(None), 0_i64.into(), 100_i64.into()],
            [id(stranger), 0_i64.into(), 100_i64.into()],
        ] {
            let verdict = raw.execute(sql, values.clone()).await;
            assert!(matches!(verdict, Verdict::Refused(_)), "{values:?}: {verdict:?}");
        }
        if raw.engine() == Engine::Sqlite {
            // It would keep any type in any column.
            for wrong in ["'noon'", "0.5", "x'00'"] {
                let sql = format!(
                    "INSERT INTO claims (resource_id, starts_at, ends_at, quantity) VALUES ($1, {wrong}, 100, 1)"
                );
                let verdict = raw.execute(&sql, [id(floor)]).await;
                assert!(matches!(verdict, Verdict::Refused(_)), "{wrong}: {verdict:?}");
            }
        }
        assert_eq!(raw.held(floor).await, []);
    }

    async fn a_claim_cannot_be_changed_into_a_breach(app: TestApp) {
        let raw = Raw::open(&app).await;
        for capacity in [1, 10] {
            let whole = |from, until| held(from, until, capacity);
            let floor = resource(&app, &raw, capacity, &[whole(0, 100), whole(200, 300)]).await;
            let other = resource(&app, &raw, capacity, &[whole(250, 350)]).await;
            let update = async |what: &str, from: i64| {
                let sql = format!("UPDATE claims SET {what} WHERE resource_id = $1 AND starts_at = $2");
                raw.execute(&sql, [id(floor), from.into()]).await
            };
            // Onto the other, around it, and more than there is.
            assert_eq!(update("starts_at = 200, ends_at = 300", 0).await, Verdict::Overfull);
            assert_eq!(update("ends_at = 400", 0).await, Verdict::Overfull);
            assert_eq!(update("starts_at = 99", 200).await, Verdict::Overfull);
            assert_eq!(update("quantity = quantity + 1", 0).await, Verdict::Overfull);
            assert_eq!(update("id = id + 1000, ends_at = 201", 0).await, Verdict::Overfull);
            let sql = "UPDATE claims SET resource_id = $1 WHERE resource_id = $2 AND starts_at = 200";
            assert_eq!(raw.execute(sql, [id(other), id(floor)]).await, Verdict::Overfull);
            // All at once: each would land on its neighbour, or they would land on each other.
            let sql = "UPDATE claims SET starts_at = 0, ends_at = 100 WHERE resource_id = $1";
            assert_eq!(raw.execute(sql, [id(floor)]).await, Verdict::Overfull);
            assert_eq!(raw.held(floor).await, [whole(0, 100), whole(200, 300)]);
            // Its own time is no obstacle: a claim may grow up to its neighbour and move over where it was.
            assert_eq!(update("ends_at = 200", 0).await, Verdict::Done(1));
            assert_eq!(update("starts_at = 50, ends_at = 150", 0).await, Verdict::Done(1));
            let sql = "UPDATE claims SET resource_id = $1 WHERE resource_id = $2 AND starts_at = 50";
            assert_eq!(raw.execute(sql, [id(other), id(floor)]).await, Verdict::Done(1));
            assert_eq!(raw.held(floor).await, [whole(200, 300)]);
            assert_eq!(raw.held(other).await, [whole(50, 150), whole(250, 350)]);
        }
    }

    async fn no_form_of_statement_gets_past(app: TestApp) {
        let raw = Raw::open(&app).await;
        for capacity in [1, 10] {
            let floor = resource(&app, &raw, capacity, &[held(0, 100, capacity)]).await;
            let row = format!("($1, 50, 150, {capacity})");
            let columns = "claims (resource_id, starts_at, ends_at, quantity)";
            let mut statements = vec![
                // Rows of one statement collide with each other; then none is written.
                format!("INSERT INTO {columns} VALUES ($1, 200, 300, {capacity}), ($1, 299, 400, 1)"),
                format!("INSERT INTO {columns} SELECT resource_id, starts_at, ends_at, 1 FROM claims WHERE resource_id = $1"),
                format!("INSERT INTO {columns} VALUES {row} ON CONFLICT (id) DO UPDATE SET quantity = 1"),
                format!(
                    "INSERT INTO claims (id, resource_id, starts_at, ends_at, quantity)
                     SELECT id, resource_id, starts_at, ends_at, 1 FROM claims WHERE resource_id = $1
                     ON CONFLICT (id) DO UPDATE SET quantity = {capacity} + 1"
                ),
            ];
            if raw.engine() == Engine::Sqlite {
                for or in ["IGNORE", "REPLACE", "FAIL", "ABORT"] {
                    statements.push(format!("INSERT OR {or} INTO {columns} VALUES {row}"));
                    statements.push(format!(
                        "UPDATE OR {or} claims SET quantity = quantity + 1 WHERE resource_id = $1"
                    ));
                }
            }
            for sql in &statements {
                assert_eq!(raw.execute(sql, [id(floor)]).await, Verdict::Overfull, "{sql}");
                assert_eq!(raw.held(floor).await, [held(0, 100, capacity)], "{sql}");
            }
            if raw.engine() == Engine::Postgres {
                // The constraint and the peak share the work by this column, so it is not the writer's to set.
                for whole in ["true", "false"] {
                    let sql = format!(
                        "INSERT INTO claims (resource_id, starts_at, ends_at, quantity, whole) VALUES ($1, 50, 150, 1, {whole})"
                    );
                    assert_eq!(raw.execute(&sql, [id(floor)]).await, Verdict::Overfull, "{sql}");
                    let sql = format!("UPDATE claims SET whole = {whole} WHERE resource_id = $1");
                    assert_eq!(raw.execute(&sql, [id(floor)]).await, Verdict::Done(1));
                    assert_eq!(raw.claim(floor, held(50, 150, 1)).await, Verdict::Overfull, "after {sql}");
                }
                let sql = format!("INSERT INTO {columns} VALUES {row} ON CONFLICT DO NOTHING");
                let verdict = raw.execute(&sql, [id(floor)]).await;
                assert!(matches!(verdict, Verdict::Overfull | Verdict::Done(0)), "{verdict:?}");
                assert_eq!(raw.held(floor).await, [held(0, 100, capacity)]);
            }
        }
    }

    async fn a_capacity_stays_while_it_is_claimed(app: TestApp) {
        let raw = Raw::open(&app).await;
        let centre = app.add_centre("Casablanca", 50.8826, 4.7212).await;
        for capacity in [1, 2, 60] {
            let floor = resource(&app, &raw, capacity, &[held(0, 100, capacity)]).await;
            let insert = format!(
                "INTO resources (id, centre_id, kind, name, capacity, state, created_at) VALUES ($1, $2, 'floor', 'x', {}, 'active', 0)",
                capacity + 1
            );
            let mut statements = vec![
                "UPDATE resources SET capacity = capacity + 1 WHERE id = $1".to_owned(),
                format!("INSERT {insert} ON CONFLICT (id) DO UPDATE SET capacity = resources.capacity + 1"),
            ];
            if capacity > 1 {
                statements.push("UPDATE resources SET capacity = capacity - 1 WHERE id = $1".to_owned());
            }
            if raw.engine() == Engine::Sqlite {
                statements.push("UPDATE OR REPLACE resources SET capacity = capacity + 1 WHERE id = $1".to_owned());
                statements.push(format!("INSERT OR REPLACE {insert}"));
                statements.push(format!("REPLACE {insert}"));
            }
            for sql in &statements {
                let values = if sql.contains("$2") { vec![id(floor), centre.0.into()] } else { vec![id(floor)] };
                assert_eq!(raw.execute(sql, values).await, Verdict::Claimed, "{sql}");
            }
            for sql in ["DELETE FROM resources WHERE id = $1", "UPDATE resources SET id = $2 WHERE id = $1"] {
                let values = if sql.contains("$2") { vec![id(floor), centre.0.into()] } else { vec![id(floor)] };
                let verdict = raw.execute(sql, values).await;
                assert!(matches!(verdict, Verdict::Refused(_)), "{sql}: {verdict:?}");
            }
            if raw.engine() == Engine::Sqlite {
                // Foreign keys can be put off to the end of a transaction: the law can not.
                let attack = raw.begin().await;
                attack.execute("PRAGMA defer_foreign_keys = ON", []).await;
                assert_eq!(attack.execute("DELETE FROM resources WHERE id = $1", [id(floor)]).await, Verdict::Done(1));
                assert_eq!(attack.execute(&format!("INSERT {insert}"), [id(floor), centre.0.into()]).await, Verdict::Claimed);
                attack.rollback().await;
            }
            // Anything else of it may change, and its capacity once nothing is claimed.
            let sql = "UPDATE resources SET name = 'y', capacity = capacity WHERE id = $1";
            assert_eq!(raw.execute(sql, [id(floor)]).await, Verdict::Done(1));
            assert_eq!(raw.execute("DELETE FROM claims WHERE resource_id = $1", [id(floor)]).await, Verdict::Done(1));
            let sql = "UPDATE resources SET capacity = capacity + 1 WHERE id = $1";
            assert_eq!(raw.execute(sql, [id(floor)]).await, Verdict::Done(1));
            assert_eq!(raw.claim(floor, held(0, 100, capacity)).await, Verdict::Done(1));
            assert_eq!(raw.claim(floor, held(0, 100, 1)).await, Verdict::Done(1));
            assert_eq!(raw.claim(floor, held(0, 100, 1)).await, Verdict::Overfull);
        }
    }

    async fn what_is_taken_off_in_a_transaction_is_free_in_it(app: TestApp) {
        let raw = Raw::open(&app).await;
        for capacity in [1, 10] {
            let whole = |from, until| held(from, until, capacity);
            let floor = resource(&app, &raw, capacity, &[whole(0, 100), whole(100, 200)]).await;
            // Two bookings change places: all off, then all on.
            let attack = raw.begin().await;
            assert_eq!(attack.execute("DELETE FROM claims WHERE resource_id = $1", [id(floor)]).await, Verdict::Done(2));
            assert_eq!(attack.claim(floor, whole(100, 200)).await, Verdict::Done(1));
            assert_eq!(attack.claim(floor, whole(0, 100)).await, Verdict::Done(1));
            attack.commit().await;
            // A capacity changes between off and on.
            let attack = raw.begin().await;
            assert_eq!(attack.execute("DELETE FROM claims WHERE resource_id = $1", [id(floor)]).await, Verdict::Done(2));
            let sql = "UPDATE resources SET capacity = capacity + 5 WHERE id = $1";
            assert_eq!(attack.execute(sql, [id(floor)]).await, Verdict::Done(1));
            assert_eq!(attack.claim(floor, held(0, 100, capacity + 5)).await, Verdict::Done(1));
            attack.commit().await;
            assert_eq!(raw.claim(floor, held(99, 100, 1)).await, Verdict::Overfull);
            assert_eq!(raw.held(floor).await, [held(0, 100, capacity + 5)]);
            // What is taken off and put back by nobody stays where it was.
            let attack = raw.begin().await;
            attack.execute("DELETE FROM claims WHERE resource_id = $1", [id(floor)]).await;
            attack.rollback().await;
            assert_eq!(raw.held(floor).await, [held(0, 100, capacity + 5)]);
        }
    }

    async fn only_read_committed_writes_what_the_law_looks_at(app: TestApp) {
        let raw = Raw::open(&app).await;
        if raw.engine() == Engine::Sqlite {
            // One writer at a time: there is nothing to set.
            return;
        }
        let refused = Verdict::Refused("LK003".to_owned());
        for level in [IsolationLevel::RepeatableRead, IsolationLevel::Serializable] {
            for capacity in [1, 10] {
                let floor = resource(&app, &raw, capacity, &[held(0, 100, 1)]).await;
                let attack = raw.begin_at(Some(level)).await;
                assert_eq!(attack.claim(floor, held(500, 600, 1)).await, refused);
                attack.rollback().await;
                let attack = raw.begin_at(Some(level)).await;
                let sql = "UPDATE claims SET ends_at = 90 WHERE resource_id = $1";
                assert_eq!(attack.execute(sql, [id(floor)]).await, refused);
                attack.rollback().await;

                // It saw no claim when it began; meanwhile there is one.
                let empty = resource(&app, &raw, capacity, &[]).await;
                let attack = raw.begin_at(Some(level)).await;
                attack.execute("SELECT count(*) FROM claims", []).await;
                assert_eq!(raw.claim(empty, held(0, 100, capacity)).await, Verdict::Done(1));
                let sql = "UPDATE resources SET capacity = capacity + 1 WHERE id = $1";
                assert_eq!(attack.execute(sql, [id(empty)]).await, refused, "{level:?}");
                attack.rollback().await;
            }
        }
    }

    async fn of_sixteen_rivals_as_many_get_in_as_fit(app: TestApp) {
        let raw = Arc::new(Raw::open(&app).await);
        for (capacity, quantity, fit) in [(1, 1, 1), (60, 7, 8), (60, 60, 1), (60, 4, 15), (3, 2, 1)] {
            let floor = resource(&app, &raw, capacity, &[]).await;
            let mut rivals = JoinSet::new();
            for rival in 0..16 {
                let raw = Arc::clone(&raw);
                rivals.spawn(async move {
                    let attack = raw.begin().await;
                    // Not quite the same time, but all meet at 100.
                    let verdict = attack.claim(floor, held(rival, 101 + rival, quantity)).await;
                    if verdict.is_done() { attack.commit().await } else { attack.rollback().await }
                    verdict
                });
            }
            let verdicts = rivals.join_all().await;
            let done = verdicts.iter().filter(|verdict| verdict.is_done()).count();
            let overfull = verdicts.iter().filter(|verdict| **verdict == Verdict::Overfull).count();
            assert_eq!((done, overfull), (fit, 16 - fit), "{quantity} of {capacity}: {verdicts:?}");
            assert!(peak(&raw.held(floor).await) <= i64::from(capacity));
        }
    }

    async fn a_capacity_and_its_claims_may_change_at_once(app: TestApp) {
        let raw = Arc::new(Raw::open(&app).await);
        for round in 0..30 {
            let floor = resource(&app, &raw, 1 + round % 3, &[]).await;
            let mut rivals = JoinSet::new();
            for rival in 0..16_i32 {
                let raw = Arc::clone(&raw);
                rivals.spawn(async move {
                    if rival % 2 == 0 {
                        raw.claim(floor, held(0, 100, 1 + rival % 3)).await
                    } else {
                        let sql = "UPDATE resources SET capacity = $2 WHERE id = $1";
                        raw.execute(sql, [id(floor), (rival % 4).max(1).into()]).await
                    }
                });
            }
            let verdicts = rivals.join_all().await;
            let told = |verdict: &Verdict| !matches!(verdict, Verdict::Refused(_));
            assert!(verdicts.iter().all(told), "{verdicts:?}");
            let capacity = app.rows.count("SELECT CAST(capacity AS BIGINT) AS n FROM resources WHERE id = $1", [id(floor)]).await;
            assert!(peak(&raw.held(floor).await) <= capacity, "{:?} of {capacity}", raw.held(floor).await);
        }
    }
}
