//! The waiting list: what it does not let happen, and what a series leaves to it.

use lokaal::domain::{person::MemberRole, resource::ResourceKind, room::Rules};
use serde_json::json;

use crate::{
    bookings::{organisation, with},
    both_engines,
    waitlist::{cancel, joined, on, places, state, waiting},
};

both_engines! {
    async fn what_can_never_be_had_stands_in_nobodys_way(app: TestApp) {
        let world = app.world().await;
        let (anna, bert, carl) = (
            app.person("anna@example.org").await, app.person("bert@example.org").await, app.person("carl@example.org").await,
        );
        // A room that holds as many as the building does, and no more.
        app.add_resource(world.centre, ResourceKind::People, "people", 10).await;
        let floor = app.add_resource(world.centre, ResourceKind::Floor, "yard", 1).await;
        let yard = app.add_room(world.centre, "Yard", &[floor], &[], None, &Rules::default()).await;
        app.renew_catalogue().await;
        let (there, some) = (json!({"room_id": yard, "attendees": 5}), json!({"room_id": yard}));
        let booked = anna.post("/bookings", with(on(&world, 10), there.clone())).await.expect(201).id();
        joined(&bert, with(waiting(&world, 10, 10), with(some.clone(), json!({"people": 11})))).await;
        joined(&carl, with(waiting(&world, 10, 10), some)).await;
        cancel(&anna, &booked).await;
        assert_eq!([state(&bert).await, state(&carl).await], ["waiting", "held"]);
        lokaal::jobs::expiry::run_once(&app.state().services).await.expect("done");
        // Nor is it an accident where it is asked for outright.
        let many = json!({"attendees": 11});
        let refused = anna.post("/bookings", with(on(&world, 11), with(there.clone(), many.clone()))).await;
        assert_eq!(refused.problem(409, "booking-conflict")["conflicts"][0]["kind"], "people");
        let series = with(crate::series::weekly(&world), with(there, many));
        let refused = anna.post("/series", series).await.problem(409, "booking-conflict");
        assert_eq!(refused["dates"].as_array().unwrap().len(), 5);
    }

    async fn what_is_asked_for_twice_is_needed_once(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let booked = anna.post("/bookings", on(&world, 10)).await.expect(201).id();
        let four = json!({"equipment": ["projectors", "Projectors", "projectors", "PROJECTORS"]});
        let made = bert.post("/waitlist", with(waiting(&world, 10, 10), four)).await.expect(201).json;
        assert_eq!((&made["state"], &made["equipment"]), (&json!("waiting"), &json!(["projectors"])));
        // As it was written before.
        let before = r#"UPDATE waitlist SET equipment = '["projectors","projectors","projectors","projectors"]'"#;
        app.rows.execute(before, []).await;
        cancel(&anna, &booked).await;
        let held = places(&bert).await[0].1.clone().expect("a booking");
        let booking = bert.get(&format!("/bookings/{held}")).await.expect(200).json;
        assert_eq!(booking["equipment"], json!([{"resource_id": world.projectors, "quantity": 1}]), "{booking:#}");
    }

    async fn the_times_that_a_series_leaves_are_held(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        let thursdays = json!({"starts_at_local": "2026-12-17T10:00", "skip_holidays": ["public"]});
        let made = anna.post("/series", with(crate::series::weekly(&world), thursdays)).await.expect(201);
        let (bert, carl) = (app.person("bert@example.org").await, app.person("carl@example.org").await);
        joined(&bert, waiting(&world, 17, 17)).await;
        // The day after is a holiday: this date is left out.
        joined(&carl, waiting(&world, 24, 24)).await;
        let path = made.header("location").trim_start_matches("/api/v1").to_owned();
        anna.patch(&path, "*", json!({"weekday": "fr"})).await.expect(200);
        assert_eq!([state(&bert).await, state(&carl).await], ["held", "held"]);
        let held = places(&bert).await[0].1.clone().expect("a booking");
        let booking = bert.get(&format!("/bookings/{held}")).await.expect(200).json;
        assert_eq!(booking["starts_at"], "2026-12-17T10:00:00+01:00");
    }

    async fn nobody_waits_twice_for_the_same_or_for_more_than_a_score(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        anna.post("/bookings", on(&world, 10)).await.expect(201);
        let first = joined(&bert, waiting(&world, 10, 10)).await;
        let again = with(waiting(&world, 10, 10), json!({"title": "Iets anders"}));
        let problem = bert.post("/waitlist", again.clone()).await.problem(422, "validation");
        assert_eq!(problem["errors"][0]["code"], "duplicate");
        let committee = organisation(&app, &[(&bert, MemberRole::Booker)]).await;
        joined(&bert, with(again.clone(), json!({"organisation_id": committee}))).await;
        for people in 1..=12 {
            if people != 5 {
                joined(&bert, with(again.clone(), json!({"people": people}))).await;
            }
        }
        // Sixteen at once for the eight that are left.
        let mut tasks = tokio::task::JoinSet::new();
        for minutes in 1..=16 {
            let (bert, until) = (bert.clone(), format!("2026-12-10T12:{minutes:02}:00+01:00"));
            let wait = with(waiting(&world, 10, 10), json!({"until": until}));
            tasks.spawn(async move { bert.post("/waitlist", wait).await.status });
        }
        let mut statuses = tasks.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses, [vec![201; 8], vec![422; 8]].concat());
        let other = with(again, json!({"people": 3, "accessible": true}));
        let problem = bert.post("/waitlist", other.clone()).await.problem(422, "validation");
        assert_eq!(problem["errors"][0]["code"], "too_many");
        bert.delete(&format!("/waitlist/{first}")).await.expect(204);
        joined(&bert, other).await;
    }
}
