//! What opens in another way than by being freed is found by the job, and given in the same order.

use lokaal::{
    domain::{
        person::{MemberRole, StaffRole},
        room::Rules,
    },
    jobs::expiry,
};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, with},
    both_engines,
    support::{actor::Actor, app::TestApp, world::World},
};

/// Waiting for the hour before the centre opens on 10 December 2026.
fn early(world: &World, members: Value) -> Value {
    let wait = json!({
        "room_id": world.meeting, "title": "Overleg", "people": 5, "duration_minutes": 60,
        "from": "2026-12-10T07:00:00+01:00", "until": "2026-12-10T08:00:00+01:00",
    });
    with(wait, members)
}

async fn joined(actor: &Actor, wait: Value) {
    assert_eq!(actor.post("/waitlist", wait).await.expect(201).json["state"], "waiting");
}

async fn state(actor: &Actor) -> String {
    actor.get("/waitlist").await.json["items"][0]["state"].as_str().unwrap().to_owned()
}

async fn swept(app: &TestApp) -> usize {
    expiry::run_once(&app.state().services).await.expect("done")
}

/// Lets a centre open at seven.
async fn open_early(desk: &Actor, world: &World) {
    let days = ["mo", "tu", "we", "th", "fr", "sa", "su"];
    let hours = days.map(|day| json!({"weekday": day, "opens": "07:00", "closes": "22:00", "access": "staffed"}));
    let path = format!("/centres/{}", world.centre);
    desk.patch(&path, "*", json!({"opening_hours": hours})).await.expect(200);
}

both_engines! {
    async fn longer_hours_go_by_class_and_then_by_coming(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let horizon = json!({"rules": {"horizon_days": {"default": 180, "first": 400}}});
        manager.patch(&format!("/rooms/{}", world.meeting), "*", horizon).await.expect(200);
        let (bert, carl) = (app.person("bert@example.org").await, app.person("carl@example.org").await);
        let (dora, emma) = (app.person("dora@example.org").await, app.person("emma@example.org").await);
        let committee = organisation(&app, &[(&dora, MemberRole::Booker), (&emma, MemberRole::Booker)]).await;
        app.rows.execute("UPDATE organisations SET priority_class = 'first'", []).await;
        for person in [&bert, &carl] {
            joined(person, early(&world, json!({}))).await;
        }
        for person in [&dora, &emma] {
            joined(person, early(&world, json!({"organisation_id": committee}))).await;
        }
        assert_eq!(swept(&app).await, 0);
        open_early(&desk, &world).await;
        assert_eq!(swept(&app).await, 1);
        let states = [state(&dora).await, state(&emma).await, state(&bert).await, state(&carl).await];
        assert_eq!(states, ["held", "waiting", "waiting", "waiting"], "the class first, then who came first");
        let held = dora.get("/waitlist").await.json["items"][0]["booking_id"].as_str().unwrap().to_owned();
        dora.post(&format!("/bookings/{held}/cancel"), json!({})).await.expect(200);
        assert_eq!([state(&emma).await, state(&bert).await], ["held", "waiting"]);
    }

    async fn a_new_room_and_other_rules_are_found(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let (bert, carl) = (app.person("bert@example.org").await, app.person("carl@example.org").await);
        let stage = json!({
            "title": "Toneel", "people": 30, "equipment": ["stage"], "duration_minutes": 120,
            "from": "2026-12-10T10:00:00+01:00", "until": "2026-12-11T22:00:00+01:00",
        });
        joined(&bert, stage).await;
        let room = format!("/rooms/{}", world.meeting);
        manager.patch(&room, "*", json!({"rules": {"eligible_kinds": ["school"]}})).await.expect(200);
        let times = json!({"from": "2026-12-10T10:00:00+01:00", "until": "2026-12-10T12:00:00+01:00"});
        joined(&carl, early(&world, times)).await;
        assert_eq!(swept(&app).await, 0);
        let made = json!({
            "centre_id": world.centre, "name": "Theatre", "layouts": [{"name": "rows", "capacity": 60}],
            "equipment": ["stage"], "rules": Rules::default(),
        });
        manager.post("/rooms", made).await.expect(201);
        assert_eq!(swept(&app).await, 1);
        assert_eq!([state(&bert).await, state(&carl).await], ["held", "waiting"]);
        manager.patch(&room, "*", json!({"rules": {"eligible_kinds": null}})).await.expect(200);
        assert_eq!(swept(&app).await, 1);
        assert_eq!(state(&carl).await, "held");
    }

    async fn who_waits_behind_many_is_found_too(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let text = "INSERT INTO waitlist (id, person_id, title, people, equipment, accessible, from_at, until_at,
            duration_minutes, state, created_at) VALUES ($1, $2, 'x', 99999, '[]', FALSE, $3, $4, 60, 'waiting', $3)";
        let (from, until) = (app.now().plus(60), app.now().plus(86_400));
        for _ in 0..2_001 {
            let values = [lokaal::domain::ids::WaitId::new(app.now()).0.into(), anna.id().0.into(), from.epoch_seconds().into(),
                until.epoch_seconds().into()];
            app.rows.execute(text, values).await;
        }
        let bert = app.person("bert@example.org").await;
        joined(&bert, early(&world, json!({}))).await;
        open_early(&app.staff(StaffRole::Desk, world.centre).await, &world).await;
        assert_eq!(swept(&app).await, 1);
        assert_eq!(state(&bert).await, "held");
    }
}
