//! Quotas: how much an organisation, or somebody who books privately, may book.

use lokaal::domain::person::{MemberRole, StaffRole};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, rules, wish, with},
    both_engines,
    support::{TestApp, actor::Actor, world::World},
};

/// The meeting room for two hours from 10 on a day of December 2026.
fn on(world: &World, day: u32) -> Value {
    hours(world, day, 10, 12)
}

fn hours(world: &World, day: u32, from: u32, until: u32) -> Value {
    let times = json!({
        "starts_at": format!("2026-12-{day:02}T{from}:00:00+01:00"),
        "ends_at": format!("2026-12-{day:02}T{until}:00:00+01:00"),
    });
    with(wish(world), times)
}

async fn set(app: &TestApp, quota: Value) -> (String, String) {
    let made = app.administrator().await.post("/quotas", quota).await.expect(201);
    (made.id(), made.etag())
}

/// The one quota that an answer shows: used and left.
fn standing(list: &Value) -> (i64, i64) {
    let [one] = list.as_array().expect("a list").as_slice() else { panic!("one quota: {list:#}") };
    (one["used"].as_i64().expect("used"), one["left"].as_i64().expect("left"))
}

async fn quoted(actor: &Actor, wish: Value) -> Value {
    actor.post("/bookings/quote", wish).await.expect(200).json
}

both_engines! {
    async fn a_week_has_so_many_hours(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        set(&app, json!({"measure": "minutes", "period": "week", "limit": 300})).await;
        let of_committee = |wish: Value| with(wish, json!({"organisation_id": committee}));
        let first = anna.post("/bookings", of_committee(on(&world, 8))).await.expect(201);
        anna.post("/bookings", of_committee(on(&world, 10))).await.expect(201);

        let third = quoted(&anna, of_committee(on(&world, 11))).await;
        assert_eq!(rules(&third), ["quota"]);
        assert_eq!(third["violations"][0]["message"], "At most 5 hours a week in the city; 1 hour left.");
        assert_eq!(third["violations"][0]["limit"], 300);
        assert_eq!(standing(&third["quotas"]), (240, 60));
        let refused = anna.post("/bookings", of_committee(on(&world, 11))).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["quota"]);
        anna.post("/bookings", of_committee(hours(&world, 11, 10, 11))).await.expect(201);
        // The next week, privately, and where something was cancelled: each has hours left.
        anna.post("/bookings", of_committee(on(&world, 14))).await.expect(201);
        anna.post("/bookings", hours(&world, 11, 14, 16)).await.expect(201);
        anna.post(&format!("/bookings/{}/cancel", first.id()), json!({})).await.expect(200);
        anna.post("/bookings", of_committee(on(&world, 12))).await.expect(201);

        let me = anna.get("/me").await.expect(200).json;
        assert_eq!(standing(&me["quotas"]), (0, 300), "this week, privately");
        assert_eq!(standing(&me["memberships"][0]["quotas"]), (0, 300), "this week, for the committee");
        let search = |day: u32| format!(
            "/search?starts_at=2026-12-{day}T17:00:00Z&ends_at=2026-12-{day}T18:00:00Z&organisation_id={committee}"
        );
        let none = anna.get(&search(11)).await.expect(200).json;
        assert_eq!(none["items"], json!([]), "no hours are left, so no room can be had");
        let some = anna.get(&search(15)).await.expect(200).json;
        assert_eq!(standing(&some["items"][0]["quotas"]), (120, 180));
        let next = format!(
            "/search/next?duration_minutes=240&from=2026-12-11T00:00:00Z&until=2026-12-20T00:00:00Z&organisation_id={committee}"
        );
        let next = anna.get(&next).await.expect(200).json;
        assert_eq!(next["items"], json!([]), "three hours are left in the next week");
    }

    async fn a_centre_and_a_room_count_their_own(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        set(&app, json!({"room_id": world.meeting, "measure": "bookings", "period": "month", "limit": 1})).await;
        anna.post("/bookings", on(&world, 8)).await.expect(201);
        assert_eq!(rules(&quoted(&anna, on(&world, 9)).await), ["quota"]);
        let elsewhere = with(on(&world, 9), json!({"room_id": world.half}));
        assert_eq!(rules(&quoted(&anna, elsewhere.clone()).await), Vec::<&str>::new());
        set(&app, json!({"centre_id": world.centre, "measure": "bookings", "period": "year", "limit": 1})).await;
        assert_eq!(rules(&quoted(&anna, elsewhere).await), ["quota"]);
        assert_eq!(rules(&quoted(&anna, on(&world, 9)).await), ["quota", "quota"], "each is told");
        let other_centre = with(on(&world, 9), json!({"room_id": world.elsewhere}));
        anna.post("/bookings", other_centre).await.expect(201);
    }

    async fn so_many_are_open_at_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        set(&app, json!({"measure": "bookings", "period": "open", "limit": 2})).await;
        for day in [8, 20] {
            anna.post("/bookings", on(&world, day)).await.expect(201);
        }
        assert_eq!(rules(&quoted(&anna, on(&world, 21)).await), ["quota"]);
        app.clock.advance(6 * 86_400);
        assert_eq!(rules(&quoted(&anna, on(&world, 21)).await), Vec::<&str>::new(), "one is over");
    }

    async fn moving_counts_the_booking_once(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        set(&app, json!({"measure": "bookings", "period": "week", "limit": 1})).await;
        let first = anna.post("/bookings", on(&world, 8)).await.expect(201);
        let second = anna.post("/bookings", on(&world, 15)).await.expect(201);
        let path = |made: &crate::support::actor::Answer| format!("/bookings/{}", made.id());
        let at = |day: u32| json!({
            "starts_at": format!("2026-12-{day:02}T14:00:00+01:00"), "ends_at": format!("2026-12-{day:02}T16:00:00+01:00"),
        });
        anna.patch(&path(&first), &first.etag(), at(9)).await.expect(200);
        let refused = anna.patch(&path(&second), &second.etag(), at(10)).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["quota"]);
        // What is not about the time stays possible, whatever is left.
        app.administrator().await.post("/quotas", json!({"measure": "bookings", "period": "week", "limit": 0})).await.expect(201);
        anna.patch(&path(&second), &second.etag(), json!({"title": "Vergadering"})).await.expect(200);
    }

    async fn the_desk_may_set_it_aside(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        set(&app, json!({"measure": "bookings", "period": "week", "limit": 0})).await;
        assert_eq!(rules(&quoted(&desk, on(&world, 8)).await), ["quota"]);
        let aside = json!({"override": [{"rule": "quota", "reason": "Buurtfeest"}]});
        desk.post("/bookings", with(on(&world, 8), aside)).await.expect(201);
        // A caller without an account is nobody to be counted.
        let caller = json!({"on_behalf_of": {"name": "Mevrouw Peeters", "phone": "016"}});
        desk.post("/bookings", with(on(&world, 9), caller)).await.expect(201);
    }

    async fn a_series_is_counted_date_by_date(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        set(&app, json!({"measure": "bookings", "period": "month", "limit": 2})).await;
        let series = |policy: &str| json!({
            "room_id": world.meeting, "starts_at_local": "2026-12-08T10:00", "duration_minutes": 60,
            "rrule": "FREQ=WEEKLY;COUNT=5", "title": "Overleg", "attendees": 5, "on_conflict": policy,
        });
        let refused = anna.post("/series", series("reject")).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        let made = anna.post("/series", series("skip")).await.expect(201).json;
        let starts = |list: &Value| -> Vec<String> {
            let starts = list.as_array().expect("a list").iter();
            starts.map(|one| one["starts_at"].as_str().expect("a start")[..10].to_owned()).collect()
        };
        assert_eq!(starts(&made["bookings"]), ["2026-12-08", "2026-12-15", "2027-01-05"]);
        assert_eq!(starts(&made["skipped"]), ["2026-12-22", "2026-12-29"]);
        assert_eq!(made["skipped"][0]["rule"], "quota", "{:#}", made["skipped"][0]);
        // Moved to another day of the same weeks, every date still counts once.
        let series = made["series"]["id"].as_str().expect("a series");
        let moved = anna.patch(&format!("/series/{series}"), "*", json!({"weekday": "we"})).await.expect(200).json;
        assert_eq!(starts(&moved["bookings"]), ["2026-12-09", "2026-12-16", "2027-01-06"]);
    }

    async fn who_waits_is_not_given_more_than_is_left(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        set(&app, json!({"measure": "bookings", "period": "month", "limit": 1})).await;
        bert.post("/bookings", on(&world, 9)).await.expect(201);
        let booked = anna.post("/bookings", on(&world, 10)).await.expect(201).id();
        let waiting = json!({
            "room_id": world.meeting, "title": "Overleg", "people": 5, "duration_minutes": 120,
            "from": "2026-12-10T00:00:00+01:00", "until": "2026-12-10T23:59:00+01:00",
            "time_from": "10:00", "time_until": "12:00",
        });
        let carl = app.person("carl@example.org").await;
        for who in [&bert, &carl] {
            who.post("/waitlist", waiting.clone()).await.expect(201);
        }
        anna.post(&format!("/bookings/{booked}/cancel"), json!({})).await.expect(200);
        let state = async |who: &Actor| who.get("/waitlist").await.expect(200).json["items"][0]["state"].clone();
        assert_eq!(state(&bert).await, "waiting");
        assert_eq!(state(&carl).await, "held");
    }

    async fn sixteen_at_once_share_what_is_left(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        set(&app, json!({"measure": "bookings", "period": "week", "limit": 5})).await;
        // Each has a time of its own: only the quota stands between them.
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..16_u32 {
            let times = json!({
                "organisation_id": committee,
                "starts_at": format!("2026-12-{:02}T{:02}:00:00+01:00", 8 + n / 8, 9 + n % 8),
                "ends_at": format!("2026-12-{:02}T{:02}:00:00+01:00", 8 + n / 8, 10 + n % 8),
            });
            let asked = anna.post("/bookings", with(wish(&world), times));
            tasks.spawn(async move { asked.await.status });
        }
        let mut statuses = tasks.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses, [[201; 5].as_slice(), &[422; 11]].concat());
        let left = quoted(&anna, with(on(&world, 11), json!({"organisation_id": committee}))).await;
        assert_eq!(standing(&left["quotas"]), (5, 0));
    }

    async fn they_are_changed_and_ended(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let (id, etag) = set(&app, json!({"measure": "bookings", "period": "week", "limit": 0})).await;
        assert_eq!(rules(&quoted(&anna, on(&world, 8)).await), ["quota"]);
        let administrator = app.administrator().await;
        let path = format!("/quotas/{id}");
        let changed = administrator.patch(&path, &etag, json!({"limit": 1})).await.expect(200);
        assert_eq!(changed.json["limit"], 1);
        administrator.patch(&path, &etag, json!({"limit": 2})).await.problem(412, "precondition-failed");
        anna.post("/bookings", on(&world, 8)).await.expect(201);
        assert_eq!(rules(&quoted(&anna, on(&world, 9)).await), ["quota"]);
        administrator.delete(&path).await.expect(204);
        administrator.delete(&path).await.problem(404, "not-found");
        anna.post("/bookings", on(&world, 9)).await.expect(201);
        assert_eq!(administrator.get("/quotas").await.expect(200).json["items"], json!([]));
    }

    async fn one_for_an_organisation_is_its_own_business(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let committee = organisation(&app, &[(&anna, MemberRole::Booker)]).await;
        set(&app, json!({"measure": "bookings", "period": "week", "limit": 0})).await;
        set(&app, json!({"organisation_id": committee, "measure": "bookings", "period": "week", "limit": 1})).await;
        let count = async |who: &Actor| {
            who.get("/quotas").await.expect(200).json["items"].as_array().expect("a list").len()
        };
        assert_eq!((count(&anna).await, count(&bert).await), (2, 1));
        anna.post("/bookings", with(on(&world, 8), json!({"organisation_id": committee}))).await.expect(201);
        assert_eq!(rules(&quoted(&anna, on(&world, 9)).await), ["quota"], "privately");
    }

    async fn a_quota_that_makes_no_sense_is_refused(app: TestApp) {
        let world = app.world().await;
        let administrator = app.administrator().await;
        let good = || json!({"measure": "bookings", "period": "week", "limit": 1});
        let nobody = uuid::Uuid::nil();
        for (members, pointer) in [
            (json!({"limit": -1}), "/limit"),
            (json!({"limit": 100_001}), "/limit"),
            (json!({"room_id": world.meeting, "centre_id": world.centre}), "/centre_id"),
            (json!({"room_id": nobody}), "/room_id"),
            (json!({"centre_id": nobody}), "/centre_id"),
            (json!({"organisation_id": nobody}), "/organisation_id"),
        ] {
            let refused = administrator.post("/quotas", with(good(), members)).await.problem(422, "validation");
            assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused:#}");
        }
    }
}
