//! Series shown, to those whose business they are.

use lokaal::domain::person::{MemberRole, StaffRole};
use serde_json::json;

use super::{starts, weekly};
use crate::{
    bookings::{organisation, with},
    both_engines,
};

both_engines! {
    async fn a_series_is_shown_with_its_bookings_to_those_whose_business_it_is(app: TestApp) {
        let world = app.world().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let chair = app.person("chair@example.org").await;
        let committee =
            organisation(&app, &[(&anna, MemberRole::Booker), (&chair, MemberRole::Admin), (&bert, MemberRole::Booker)])
                .await;
        let asked = with(weekly(&world), json!({
            "organisation_id": committee, "on_conflict": "skip", "rrule": "FREQ=MONTHLY;COUNT=8"
        }));
        let made = anna.post("/series", asked).await.expect(201);
        let path = made.header("location").trim_start_matches("/api/v1").to_owned();
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let steward = app.staff(StaffRole::Steward, None).await;
        for reader in [&anna, &chair, &desk, &steward] {
            let seen = reader.get(&path).await.expect(200);
            assert_eq!(seen.etag(), made.etag());
            assert_eq!(starts(&seen.json["bookings"]), starts(&made.json["bookings"]));
            assert_eq!(starts(&seen.json["skipped"]), starts(&made.json["skipped"]));
            assert_eq!(seen.json["series"]["organisation_name"], "Buurtcomité Casablanca");
            let listed = reader.get("/series").await.expect(200).json;
            assert_eq!(listed["items"], json!([made.json["series"]]));
        }
        let elsewhere = app.staff(StaffRole::Desk, world.other_centre).await;
        for stranger in [&bert, &elsewhere] {
            stranger.get(&path).await.problem(404, "not-found");
            assert_eq!(stranger.get("/series").await.expect(200).json["items"], json!([]));
        }
        app.anonymous().get(&path).await.problem(401, "unauthorized");
    }

    async fn series_are_listed_in_pages_and_narrowed(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        for (room, n) in [(world.meeting, 0), (world.half, 1), (world.elsewhere, 2)] {
            app.clock.advance(60);
            let asked = with(weekly(&world), json!({"room_id": room, "title": format!("Reeks {n}")}));
            anna.post("/series", asked).await.expect(201);
        }
        let titles = |list: &serde_json::Value| -> Vec<String> {
            list["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
        };
        let first = anna.get("/series?limit=2").await.expect(200).json;
        assert_eq!(titles(&first), ["Reeks 0", "Reeks 1"]);
        let next = first["next_cursor"].as_str().unwrap();
        let second = anna.get(&format!("/series?limit=2&cursor={next}")).await.expect(200).json;
        assert_eq!((titles(&second), &second["next_cursor"]), (vec!["Reeks 2".to_owned()], &json!(null)));
        let of = |query: String| {
            let anna = anna.clone();
            async move { anna.get(&format!("/series?{query}")).await.expect(200).json }
        };
        assert_eq!(titles(&of(format!("room_id={}", world.half)).await), ["Reeks 1"]);
        assert_eq!(titles(&of(format!("centre_id={}", world.other_centre)).await), ["Reeks 2"]);
        anna.get("/series?cursor=x").await.problem(422, "validation");
    }
}
