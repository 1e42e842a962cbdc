//! The first time of each room.

use lokaal::domain::ids::RoomId;
use serde_json::json;

use super::{book, search};
use crate::both_engines;

both_engines! {
    async fn the_first_free_time_of_each_room(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        // It is Thursday 3 December, 09:00. The meeting room is taken until Monday evening.
        for day in ["03", "04", "05", "06", "07"] {
            let (from, until) = (format!("2026-12-{day}T09:00:00+01:00"), format!("2026-12-{day}T20:00:00+01:00"));
            book(&anna, world.meeting, &from, &until, json!({})).await;
        }
        let first = async |query: &str, room: RoomId| {
            let found = search(&app.anonymous(), &format!("/next?{query}")).await;
            let place = found.into_iter().find(|place| place["room_id"] == json!(room));
            place.map(|place| format!("{} {}", place["starts_at"].as_str().unwrap(), place["ends_at"].as_str().unwrap()))
        };
        let evenings = "duration_minutes=120&time_from=18:00&time_until=22:00";
        for (query, room, expected) in [
            ("duration_minutes=120", world.meeting, "2026-12-03T20:00:00+01:00 2026-12-03T22:00:00+01:00"),
            ("duration_minutes=300", world.meeting, "2026-12-08T08:00:00+01:00 2026-12-08T13:00:00+01:00"),
            (evenings, world.meeting, "2026-12-03T20:00:00+01:00 2026-12-03T22:00:00+01:00"),
            ("duration_minutes=180&time_from=18:00&time_until=22:00", world.meeting,
                "2026-12-08T18:00:00+01:00 2026-12-08T21:00:00+01:00"),
            ("duration_minutes=60&weekdays=sa,MO&time_until=12:00", world.meeting,
                "2026-12-05T08:00:00+01:00 2026-12-05T09:00:00+01:00"),
            ("duration_minutes=120&weekdays=sa,MO&time_until=12:00", world.meeting,
                "2026-12-12T08:00:00+01:00 2026-12-12T10:00:00+01:00"),
            (evenings, world.dayparts, "2026-12-03T18:00:00+01:00 2026-12-03T22:00:00+01:00"),
            ("duration_minutes=60", world.dayparts, "2026-12-03T13:00:00+01:00 2026-12-03T17:00:00+01:00"),
            ("duration_minutes=60&from=2027-03-01T00:00:00Z", world.hall,
                "2027-03-01T08:00:00+01:00 2027-03-01T09:00:00+01:00"),
            ("duration_minutes=90", world.hall, "2026-12-03T09:00:00+01:00 2026-12-03T10:30:00+01:00"),
        ] {
            assert_eq!(first(query, room).await.as_deref(), Some(expected), "{query}");
        }
        for (query, room) in [
            ("duration_minutes=300&until=2026-12-07T23:00:00%2B01:00", world.meeting),
            ("duration_minutes=1500", world.meeting),
            ("duration_minutes=60&time_from=13:30&time_until=17:00", world.dayparts),
            ("duration_minutes=60&people=13", world.meeting),
            ("duration_minutes=60&from=2027-07-01T00:00:00Z", world.meeting),
        ] {
            assert_eq!(first(query, room).await, None, "{query}");
        }
    }

    async fn a_time_far_ahead_is_found_past_weeks_that_are_taken(app: TestApp) {
        let world = app.world().await;
        // Closed for eleven weeks: the claims of a closure are kept in pieces of a week.
        let floor = app.store().room(world.elsewhere).await.unwrap().0.resource_ids[0];
        for week in 0..11_i64 {
            let from = app.now().epoch_seconds() + week * 604_800;
            let columns = [
                ("resource_id", floor.0.into()),
                ("booking_id", None::<uuid::Uuid>.into()),
                ("starts_at", from.into()),
                ("ends_at", (from + 604_800).into()),
                ("quantity", 1.into()),
            ];
            app.rows.insert("claims", &columns).await;
        }
        let found = search(&app.anonymous(), "/next?duration_minutes=60&near=50.8862,4.6955&radius_m=10").await;
        assert_eq!(found[0]["starts_at"], "2027-02-18T09:00:00+01:00");
    }
}
