//! The demo: Leuven, and a large city under the same law.

use lokaal::{
    auth::passwords::{Cost, Passwords},
    demo::{self, city, leuven},
    store::Engine,
};
use serde_json::json;

use crate::{both_engines, support::app::TestApp};

async fn load(app: &TestApp) -> bool {
    let cost = Cost { memory_kib: 8, iterations: 1, parallelism: 1 };
    let hash = Passwords::new(cost).unwrap().hash(demo::PASSWORD).await.unwrap();
    leuven::load(&app.state().services, hash).await.unwrap()
}

both_engines! {
    async fn leuven_is_loaded_once(app: TestApp) {
        assert!(load(&app).await);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM neighbourhoods", []).await, 24);
        let centres = "SELECT count(*) AS n FROM centres";
        assert_eq!(app.rows.count(centres, []).await, 13);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM rooms WHERE NOT example", []).await, 0);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM centres WHERE position = 'exact'", []).await, 0);
        let bookings = app.rows.count("SELECT count(*) AS n FROM bookings", []).await;
        assert!(bookings >= 4, "{bookings}");
        for status in ["confirmed", "requested", "held"] {
            let of = "SELECT count(*) AS n FROM bookings WHERE status = $1";
            assert!(app.rows.count(of, [status.into()]).await >= 1, "{status}");
        }
        assert!(!load(&app).await, "a second time it changes nothing");
        assert_eq!(app.rows.count(centres, []).await, 13);
    }

    async fn centres_that_are_not_open_cannot_be_booked(app: TestApp) {
        load(&app).await;
        let catalogue = app.store().catalogue().await.unwrap();
        let closed = catalogue.centres.values().filter(|centre| catalogue.rooms_of(centre.id).count() == 0);
        let mut names: Vec<_> = closed.map(|centre| (centre.name.as_str(), centre.state.as_str())).collect();
        names.sort_unstable();
        assert_eq!(names, [("Extra centrum Wilsele-Dorp", "under_study"), ("Hal 5", "planned")]);
    }

    async fn the_committee_books_further_ahead_than_others(app: TestApp) {
        load(&app).await;
        let committee = app.person("comite@demo.lokaal").await;
        let partner = app.person("partner@demo.lokaal").await;
        let catalogue = app.store().catalogue().await.unwrap();
        let room = catalogue.rooms.values().find(|room| room.name == "Kamer 1").unwrap().id;
        let of = |name: &'static str| {
            let rows = &app.rows;
            async move {
                let text = "SELECT id FROM organisations WHERE name = $1";
                rows.first(text, [name.into()]).await.unwrap().try_get::<uuid::Uuid>("", "id").unwrap()
            }
        };
        // 350 days ahead, a Thursday.
        let wish = |organisation: uuid::Uuid| json!({
            "room_id": room, "organisation_id": organisation, "title": "Jaarvergadering", "attendees": 5,
            "starts_at": "2027-11-18T10:00:00+01:00", "ends_at": "2027-11-18T12:00:00+01:00",
        });
        let refused = partner.post("/bookings", wish(of("Integratiedienst").await)).await.problem(422, "rule-violated");
        assert_eq!(refused["violations"][0]["rule"], "horizon");
        committee.post("/bookings", wish(of("Buurtcomité Casablanca").await)).await.expect(201);
    }

    async fn a_large_city_is_the_same_for_the_same_seed(app: TestApp) {
        let other = TestApp::start(Engine::Sqlite).await;
        assert_eq!(large(&app, 7).await, large(&other, 7).await);
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM centres WHERE name LIKE 'Centrum %'", []).await, 2);
        let claims = "SELECT count(*) AS n FROM claims c JOIN bookings b ON b.id = c.booking_id
            WHERE c.starts_at = b.starts_at AND c.ends_at = b.ends_at AND b.reference LIKE 'STA-%'";
        assert_eq!(app.rows.count(claims, []).await, 600);
    }
}

/// Makes a large city and sums up what lies in it.
async fn large(app: &TestApp, seed: u64) -> (i64, i64) {
    load(app).await;
    let size = city::Size { rooms: 25, bookings: 600, seed };
    city::make(&app.state().services, size, "comite@demo.lokaal").await.unwrap();
    let of_city = |what: &str| format!("SELECT {what} AS n FROM bookings WHERE reference LIKE 'STA-%'");
    let sum = app.rows.count(&of_city("CAST(sum((ends_at % 1000003) * attendees) AS BIGINT)"), []).await;
    (app.rows.count(&of_city("count(*)"), []).await, sum)
}
