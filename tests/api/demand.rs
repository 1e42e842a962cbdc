//! Unmet demand: what was wanted and could not be had, and never by whom.

use lokaal::{
    actions::waitlist::sweep,
    domain::person::{MemberRole, StaffRole},
    jobs,
};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    support::{TestApp, actor::Actor},
};

/// What is written down, as a steward reads it.
async fn written(app: &TestApp) -> Vec<Value> {
    jobs::demand::run_once(&app.state().services).await.expect("the notes are written");
    let steward = app.staff(StaffRole::Steward, None).await;
    steward.get("/demand").await.expect(200).json["items"].as_array().expect("a list").clone()
}

/// Nothing holds so many.
fn search(date: &str, more: &str) -> String {
    format!("/search?starts_at={date}T10:00:00Z&ends_at={date}T12:00:00Z&people=5000{more}")
}

async fn finds_nothing(who: &Actor, path: &str) {
    assert_eq!(who.get(path).await.expect(200).json["items"], json!([]), "{path}");
}

both_engines! {
    async fn a_search_that_finds_nothing_is_remembered_once_a_day(app: TestApp) {
        app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        for _ in 0..3 {
            finds_nothing(&anna, &search("2026-12-10", "&equipment=kitchen&accessible=true")).await;
        }
        let [one] = &written(&app).await[..] else { panic!("one wish") };
        let expected = json!({
            "day": "2026-12-03", "unmet": "search", "rules": [], "starts_at": "2026-12-10T10:00:00+00:00",
            "ends_at": "2026-12-10T12:00:00+00:00", "duration_minutes": 120, "people": 5000, "equipment": ["kitchen"],
            "accessible": true, "activity": null, "room_id": null, "centre_id": null, "neighbourhood": null,
            "from_neighbourhood": null, "kind": "private",
        });
        assert_eq!(*one, expected);
        // Tried in another way it is the same wish; another date, another asker and another day make others.
        finds_nothing(&anna, &search("2026-12-10", "")).await;
        assert_eq!(written(&app).await.len(), 1);
        finds_nothing(&anna, &search("2026-12-11", "")).await;
        finds_nothing(&bert, &search("2026-12-10", "")).await;
        finds_nothing(&app.anonymous(), &search("2026-12-10", "")).await;
        finds_nothing(&app.anonymous(), &search("2026-12-10", "")).await;
        assert_eq!(written(&app).await.len(), 4);
        app.clock.advance(86_400);
        finds_nothing(&anna, &search("2026-12-10", "")).await;
        assert_eq!(written(&app).await.len(), 5);
        // Of what was found, and of what is past, there is no wish.
        anna.get("/search?starts_at=2026-12-10T10:00:00Z&ends_at=2026-12-10T12:00:00Z").await.expect(200);
        finds_nothing(&anna, &search("2026-11-10", "")).await;
        let next = "/search/next?duration_minutes=60&from=2026-12-20T00:00:00Z&until=2026-12-21T00:00:00Z&people=5000";
        finds_nothing(&anna, &format!("{next}&near=50.8798,4.7005")).await;
        let all = written(&app).await;
        assert_eq!(all.len(), 6);
        let hour = all.iter().find(|one| one["duration_minutes"] == 60).expect("the hour in a window");
        assert_eq!(hour["starts_at"], "2026-12-20T00:00:00+00:00");
    }

    async fn a_refused_booking_is_remembered(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let committee = organisation(&app, &[(&bert, MemberRole::Booker)]).await;
        anna.post("/bookings", wish(&world)).await.expect(201);
        let taken = with(wish(&world), json!({"organisation_id": committee, "activity": "course"}));
        bert.post("/bookings", taken).await.problem(409, "booking-conflict");
        let far = json!({"starts_at": "2028-12-07T10:00:00+01:00", "ends_at": "2028-12-07T11:00:00+01:00"});
        bert.post("/bookings", with(wish(&world), far)).await.problem(422, "rule-violated");
        let series = json!({
            "room_id": world.meeting, "starts_at_local": "2026-12-10T10:00", "duration_minutes": 60,
            "rrule": "FREQ=DAILY;COUNT=2", "title": "Overleg", "attendees": 5, "on_conflict": "skip",
        });
        bert.post("/series", series).await.expect(201);
        let mut all = written(&app).await;
        all.sort_by_key(|one| (one["unmet"].to_string(), one["kind"].to_string()));
        let told = |one: &Value| (one["unmet"].clone(), one["kind"].clone(), one["rules"].clone());
        assert_eq!(all.iter().map(told).collect::<Vec<_>>(), [
            (json!("conflict"), json!("neighbourhood_committee"), json!([])),
            (json!("conflict"), json!("private"), json!([])),
            (json!("rule"), json!("private"), json!(["horizon"])),
        ]);
        assert_eq!(all[0]["activity"], "course");
        assert_eq!(all[0]["centre_id"], json!(world.centre));
        assert_eq!(all[0]["starts_at"], "2026-12-10T10:00:00+01:00");
    }

    async fn who_waited_in_vain_is_remembered(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        anna.post("/bookings", wish(&world)).await.expect(201);
        let waiting = json!({
            "room_id": world.meeting, "title": "Overleg", "people": 5, "duration_minutes": 120,
            "from": "2026-12-10T10:00:00+01:00", "until": "2026-12-10T12:00:00+01:00",
        });
        bert.post("/waitlist", waiting).await.expect(201);
        app.clock.advance(8 * 86_400);
        sweep(&app.state().services).await.expect("the list is looked after");
        let [one] = &written(&app).await[..] else { panic!("one wish") };
        assert_eq!((&one["unmet"], &one["people"]), (&json!("waiting"), &json!(5)));
        assert_eq!(one["room_id"], json!(world.meeting));
    }

    async fn nobody_can_tell_afterwards_who_asked(app: TestApp) {
        app.world().await;
        let anna = app.person("anna@example.org").await;
        finds_nothing(&anna, &search("2026-12-10", "")).await;
        written(&app).await;
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM demand_marks", []).await, 1);
        app.clock.advance(3 * 86_400);
        finds_nothing(&app.person("bert@example.org").await, &search("2026-12-10", "")).await;
        written(&app).await;
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM demand_marks", []).await, 1, "the marks of the first day are gone, with their salt");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM demand_days", []).await, 1);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM demand", []).await, 2);
    }
}
