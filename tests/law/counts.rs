//! Quotas and the yearly count of amplified events, under steps at random: after each step nothing that is counted is above
//! its limit, and what was refused for it would have been.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Europe::Brussels;
use lokaal::{
    domain::{
        ids::RoomId,
        person::{MemberRole, StaffRole},
        time::{DAY, HOUR, Instant},
    },
    jobs::expiry,
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Value, json};

use crate::{
    both_engines,
    support::{actor::Actor, app::TestApp, world::World},
};

const STEPS: usize = 160;
/// Minutes a week in the city.
const MINUTES: i64 = 480;
/// Bookings a month in the meeting room.
const BOOKINGS: usize = 4;
/// Bookings that are not over yet.
const OPEN: usize = 9;
/// Amplified events a year in the centre.
const LOUD: usize = 4;

/// A booking that counts.
#[derive(Clone, Debug)]
struct Counted {
    id: uuid::Uuid,
    room: uuid::Uuid,
    from: Instant,
    until: Instant,
    loud: bool,
    requested: bool,
}

impl Counted {
    fn date(&self) -> NaiveDate {
        self.from.in_zone(Brussels).date_naive()
    }

    fn minutes(&self) -> i64 {
        (self.until.epoch_seconds() - self.from.epoch_seconds()) / 60
    }
}

async fn counted(app: &TestApp) -> Vec<Counted> {
    let text = "SELECT * FROM bookings WHERE status IN ('requested', 'held', 'confirmed') ORDER BY starts_at, id";
    let rows = app.rows.all(text, []).await;
    let at =
        |row: &sea_orm::QueryResult, column| Instant::from_epoch_seconds(row.try_get("", column).expect("seconds"));
    rows.iter()
        .map(|row| Counted {
            id: row.try_get("", "id").expect("an id"),
            room: row.try_get("", "room_id").expect("an id"),
            from: at(row, "starts_at"),
            until: at(row, "ends_at"),
            loud: row.try_get::<String>("", "music").expect("a word") == "amplified",
            requested: row.try_get::<String>("", "status").expect("a word") == "requested",
        })
        .collect()
}

/// What is above its limit for a booking, as one would count it on paper.
fn above(all: &[Counted], of: &Counted, world: &World, now: Instant) -> Vec<&'static str> {
    let date = of.date();
    let month = |one: &&Counted| (one.date().year(), one.date().month()) == (date.year(), date.month());
    let week = all.iter().filter(|one| one.date().iso_week() == date.iso_week());
    let in_room = all.iter().filter(|one| one.room == world.meeting.0).filter(month).count();
    let loud = all.iter().filter(|one| one.loud && one.date().year() == date.year()).count();
    let quota = week.map(Counted::minutes).sum::<i64>() > MINUTES
        || (of.room == world.meeting.0 && in_room > BOOKINGS)
        || all.iter().filter(|one| one.until > now).count() > OPEN;
    let noise = of.loud && loud > LOUD;
    [(quota, "quota"), (noise, "noise")].into_iter().filter_map(|(holds, rule)| holds.then_some(rule)).collect()
}

/// A wish at random for the committee, on the grid of whole hours.
fn wish(chance: &mut StdRng, rooms: &[RoomId], now: Instant) -> (Value, Counted) {
    let first = now.in_zone(Brussels).date_naive() + chrono::Days::new(chance.random_range(1..45));
    let from = Instant::from(first.and_hms_opt(0, 0, 0).expect("midnight").and_utc());
    let from = from.plus(chance.random_range(8..19) * HOUR);
    let until = from.plus(chance.random_range(1..4) * HOUR);
    let (room, loud) = (*rooms.choose(chance).expect("a room"), chance.random_range(0..3) == 0);
    let wish = json!({
        "room_id": room, "starts_at": from.to_string(), "ends_at": until.to_string(),
        "music": if loud { "amplified" } else { "none" },
    });
    (wish, Counted { id: uuid::Uuid::nil(), room: room.0, from, until, loud, requested: false })
}

fn with(mut wish: Value, more: Value) -> Value {
    for (name, value) in more.as_object().expect("an object") {
        wish[name] = value.clone();
    }
    wish
}

/// The rules that an answer names.
fn rules(answer: &Value) -> Vec<String> {
    let list = answer["violations"].as_array().into_iter().flatten();
    list.filter_map(|one| one["rule"].as_str().map(str::to_owned)).collect()
}

/// The committee with a member, and the limits.
async fn limited(app: &TestApp, world: &World, rooms: &[RoomId]) -> (Actor, Actor, uuid::Uuid) {
    let administrator = app.administrator().await;
    for quota in [
        json!({"measure": "minutes", "period": "week", "limit": MINUTES}),
        json!({"measure": "bookings", "period": "month", "limit": BOOKINGS, "room_id": world.meeting}),
        json!({"measure": "bookings", "period": "open", "limit": OPEN}),
    ] {
        administrator.post("/quotas", quota).await.expect(201);
    }
    let manager = app.staff(StaffRole::Manager, world.centre).await;
    for room in rooms {
        let noise = json!({"rules": {"noise": {"amplified_per_year": LOUD}}});
        manager.patch(&format!("/rooms/{room}"), "*", noise).await.expect(200);
    }
    let anna = app.person("anna@example.org").await;
    let founded = anna.post("/organisations", json!({"name": "Koor", "kind": "association"})).await.expect(201);
    let committee: uuid::Uuid = founded.id().parse().expect("an id");
    let admin = "SELECT count(*) AS n FROM memberships WHERE role = $1";
    assert_eq!(app.rows.count(admin, [MemberRole::Admin.as_str().into()]).await, 1);
    (anna, manager, committee)
}

both_engines! {
    async fn nothing_that_is_counted_is_ever_above_its_limit(app: TestApp) {
        let world = app.world().await;
        let rooms = [world.meeting, world.half, world.other_half, world.reviewed];
        let (anna, manager, committee) = limited(&app, &world, &rooms).await;
        let seed: u64 = rand::random();
        let mut chance = StdRng::seed_from_u64(seed);
        let (mut done, mut refused) = (0, 0);
        for step in 0..STEPS {
            let before = counted(&app).await;
            let now = app.now();
            let told = format!("step {step} of seed {seed}");
            let (asked, wanted) = wish(&mut chance, &rooms, now);
            let ahead: Vec<&Counted> = before.iter().filter(|one| one.from > now).collect();
            let chosen = ahead.choose(&mut chance).map(|one| (*one).clone());
            let path = chosen.as_ref().map(|one| format!("/bookings/{}", one.id));
            let actor = if chance.random_range(0..3) == 0 { &manager } else { &anna };
            match (chance.random_range(0..12), path) {
                (0..4, Some(path)) => {
                    // To another time, another room, or louder.
                    let status = actor.patch(&path, "*", asked).await.status;
                    assert!(matches!(status, 200 | 409 | 422), "{told}: {status}");
                }
                (4, Some(path)) => {
                    actor.post(&format!("{path}/cancel"), json!({})).await.expect(200);
                }
                (5, Some(path)) if chosen.as_ref().is_some_and(|one| one.requested) => {
                    let answer = if chance.random_range(0..2) == 0 { "approve" } else { "decline" };
                    let body = if answer == "decline" { json!({"reason": "Te druk"}) } else { json!({}) };
                    manager.post(&format!("{path}/{answer}"), body).await.expect(200);
                }
                (6, _) => {
                    app.clock.set(now.plus(chance.random_range(1..4) * DAY));
                    expiry::run_once(&app.state().services).await.expect("done");
                }
                (7, _) => {
                    let local = wanted.from.in_zone(Brussels).format("%Y-%m-%dT%H:%M").to_string();
                    let series = json!({
                        "room_id": asked["room_id"], "organisation_id": committee, "title": "Repetitie", "attendees": 5,
                        "starts_at_local": local, "duration_minutes": 60, "rrule": "FREQ=WEEKLY;COUNT=3",
                        "music": asked["music"], "on_conflict": "skip",
                    });
                    let status = anna.post("/series", series).await.status;
                    assert!(matches!(status, 201 | 409 | 422), "{told}: {status}");
                }
                _ => {
                    let body = with(asked, json!({"organisation_id": committee, "title": "Overleg", "attendees": 5}));
                    let answer = anna.post("/bookings", body).await;
                    let beside: Vec<Counted> = before.iter().cloned().chain([wanted.clone()]).collect();
                    let expected = above(&beside, &wanted, &world, now);
                    match answer.status {
                        201 => {
                            assert!(expected.is_empty(), "{told}: {expected:?} lets {wanted:?} in beside {before:?}");
                            done += 1;
                        }
                        409 => assert!(expected.is_empty(), "{told}: rules go before clashes"),
                        _ => {
                            let mut named = rules(&answer.problem(422, "rule-violated"));
                            named.sort_by_key(|rule| rule == "noise");
                            named.dedup();
                            assert_eq!(named, expected, "{told}: {wanted:?} beside {before:?}");
                            refused += 1;
                        }
                    }
                }
            }
            let after = counted(&app).await;
            for one in &after {
                let passed = above(&after, one, &world, app.now());
                assert!(passed.is_empty(), "{told}: {passed:?} is passed by {one:?} among {after:?}");
            }
        }
        assert!(done > 5 && refused > 5, "seed {seed}: too little came about: {done} and {refused}");
    }
}
