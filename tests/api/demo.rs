//! The demo: Leuven, and a large city under the same law.

use std::collections::BTreeSet;

use lokaal::{
    auth::passwords::{Cost, Passwords},
    demo::{self, city, leuven},
    store::Engine,
};
use serde_json::{Map, Value, json};

use crate::{
    bookings::{rules, with},
    both_engines,
    support::app::TestApp,
};

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
        let of_series = "SELECT count(*) AS n FROM bookings b JOIN series s ON s.id = b.series_id";
        assert!(app.rows.count(of_series, []).await >= 3, "the committee meets every month");
        let desk = app.person("desk@demo.lokaal").await;
        let zaal = app.rows.first("SELECT centre_id FROM rooms WHERE name = 'Zaal'", []).await.unwrap();
        let path = format!("/centres/{}/reports", zaal.try_get::<uuid::Uuid>("", "centre_id").unwrap());
        let reports = desk.get(&path).await.expect(200).json;
        assert_eq!(reports["items"].as_array().unwrap().len(), 1, "a neighbour of Casablanca");
        assert_eq!(reports["items"][0]["happened_at"], "2026-12-02T23:10:00+01:00");
        assert!(!load(&app).await, "a second time it changes nothing");
        assert_eq!(app.rows.count(centres, []).await, 13);
    }

    async fn leuven_shows_what_rooms_cost(app: TestApp) {
        load(&app).await;
        let text = "SELECT count(*) AS n FROM bookings WHERE due_cents ";
        assert!(app.rows.count(&format!("{text} > 0"), []).await >= 1, "who pays");
        assert!(app.rows.count(&format!("{text} = 0"), []).await >= 1, "for whom it is free");
        assert!(app.rows.count(&format!("{text} IS NULL"), []).await >= 1, "what has no price");
    }

    async fn leuven_has_one_of_each_kind_of_place(app: TestApp) {
        load(&app).await;
        let administrator = app.person("admin@demo.lokaal").await;
        let list = async |path: &str| {
            let page = administrator.get(&format!("{path}limit=200")).await.expect(200).json;
            page["items"].as_array().unwrap().clone()
        };
        let (centres, rooms) = (list("/centres?").await, list("/rooms?").await);
        let named = |things: &[Value], name: &str| {
            things.iter().find(|thing| thing["name"] == name).unwrap_or_else(|| panic!("no {name}")).clone()
        };
        let casablanca = named(&centres, "Casablanca");
        assert_eq!(casablanca["address"]["street"], "Lolanden 16");
        let floors = |name: &str| {
            let floors: Vec<Value> = named(&rooms, name)["resource_ids"].as_array().unwrap().clone();
            floors.into_iter().map(|id| id.to_string()).collect::<BTreeSet<_>>()
        };
        let halves = [floors("Zaal links"), floors("Zaal rechts")];
        assert!(halves[0].is_disjoint(&halves[1]));
        assert_eq!(floors("Zaal"), &halves[0] | &halves[1], "a hall and its halves share their floors");
        assert!(rooms.iter().any(|room| room["shared_places"] == 60));
        assert!(rooms.iter().any(|room| room["rules"]["dayparts"].as_array().is_some_and(|parts| parts.len() == 3)));
        assert!(rooms.iter().any(|room| room["rules"]["review"]["mode"] == "always"));
        let outside = json!({"mode": "when", "outside_staffed_hours": true});
        assert!(rooms.iter().any(|room| {
            let review = room["rules"]["review"].as_object().unwrap().iter();
            let said: Map<String, Value> = review
                .filter(|(_, value)| !value.is_null() && **value != json!(false))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            Value::Object(said) == outside
        }));
        let pools = list(&format!("/resources?centre_id={}&", casablanca["id"].as_str().unwrap())).await;
        assert!(pools.iter().any(|pool| pool["kind"] == "equipment" && pool["capacity"] == 3), "three projectors");
        let hoogland = named(&centres, "Hoogland");
        assert_eq!((&hoogland["neighbourhood_code"], &hoogland["position"]), (&Value::Null, &json!("approximate")));
    }

    async fn the_partner_lends_its_ground_floor_on_some_evenings(app: TestApp) {
        load(&app).await;
        let committee = app.person("comite@demo.lokaal").await;
        let me = committee.get("/me").await.expect(200).json;
        let organisation = me["memberships"][0]["organisation_id"].as_str().unwrap().to_owned();
        let holders = committee.get(&format!("/organisations/{organisation}/key-holders")).await.expect(200).json;
        let rooms = committee.get("/rooms?limit=200").await.expect(200).json;
        let onthaal = rooms["items"].as_array().unwrap().iter().find(|room| room["name"] == "Onthaal").unwrap().clone();
        let blauwput = committee.get(&format!("/centres/{}", onthaal["centre_id"].as_str().unwrap())).await.expect(200).json;
        assert_eq!((&blauwput["name"], &blauwput["kind"]), (&json!("Blauwput"), &json!("partner_site")));
        assert!(blauwput["host_organisation_id"].is_string());
        let evening = |date: &str| json!({
            "room_id": onthaal["id"], "organisation_id": organisation, "title": "Buurtvergadering", "attendees": 5,
            "starts_at": format!("{date}T19:00:00+01:00"), "ends_at": format!("{date}T21:00:00+01:00"),
        });
        // A Tuesday, a Thursday, a Monday.
        let with_key = with(evening("2026-12-15"), json!({"key_holder_id": holders["items"][0]["id"]}));
        assert_eq!(committee.post("/bookings", with_key).await.expect(201).json["status"], "confirmed");
        let without = committee.post("/bookings", evening("2026-12-17")).await.expect(201).json;
        assert_eq!((&without["status"], &without["review_reasons"]), (&json!("requested"), &json!(["no_key_holder"])));
        let refused = committee.post("/bookings", evening("2026-12-14")).await.problem(422, "rule-violated");
        assert_eq!(rules(&refused), ["opening_hours"]);
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
