//! Rooms that are free: at a time, and the first time; what is offered in place of what is taken.

mod next;
mod offers;

use std::collections::BTreeSet;

use lokaal::domain::{
    ids::{OrganisationId, RoomId},
    resource::ResourceKind,
    room::Rules,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use crate::{
    bookings::with,
    both_engines,
    support::{TestApp, actor::Actor, world::World},
};

const EVENING: &str = "starts_at=2026-12-10T19:00:00%2B01:00&ends_at=2026-12-10T21:00:00%2B01:00";

async fn search(actor: &Actor, query: &str) -> Vec<Value> {
    let page = actor.get(&format!("/search{query}")).await.expect(200).json;
    assert_eq!(page["next_cursor"], Value::Null);
    page["items"].as_array().expect("items").clone()
}

fn names(found: &[Value]) -> Vec<String> {
    let name =
        |place: &Value| format!("{}: {}", place["centre_name"].as_str().unwrap(), place["room_name"].as_str().unwrap());
    found.iter().map(name).collect()
}

fn rooms(found: &[Value]) -> BTreeSet<RoomId> {
    found.iter().map(|place| place["room_id"].as_str().unwrap().parse().unwrap()).collect()
}

async fn book(actor: &Actor, room: RoomId, from: &str, until: &str, more: Value) -> Value {
    let wish = json!({"room_id": room, "starts_at": from, "ends_at": until, "title": "Overleg", "attendees": 5});
    actor.post("/bookings", with(wish, more)).await.expect(201).json
}

fn all_rooms(world: &World) -> [RoomId; 8] {
    [
        world.hall,
        world.half,
        world.other_half,
        world.shared,
        world.meeting,
        world.reviewed,
        world.dayparts,
        world.elsewhere,
    ]
}

async fn neighbourhood(app: &TestApp, world: &World, code: &str, name: &str) {
    let columns = [
        ("code", code.into()),
        ("name", name.into()),
        ("latitude", 50.8862_f64.into()),
        ("longitude", 4.6955_f64.into()),
    ];
    app.rows.insert("neighbourhoods", &columns).await;
    let update = "UPDATE centres SET neighbourhood_code = $1 WHERE id = $2";
    app.rows.execute(update, [code.into(), world.other_centre.0.into()]).await;
    app.renew_catalogue().await;
}

both_engines! {
    async fn what_is_free_is_found_by_name_or_distance(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        book(&anna, world.half, "2026-12-10T20:00:00+01:00", "2026-12-10T20:30:00+01:00", json!({})).await;
        let evening = search(&anna, &format!("?{EVENING}")).await;
        // The hall shares a floor with its half; the attic is let by whole parts of the day.
        assert_eq!(
            names(&evening),
            [
                "Casablanca: Cellar", "Casablanca: Hall B", "Casablanca: Living room", "Casablanca: Meeting room",
                "Ridderbuurt: Meeting room",
            ]
        );
        assert_eq!(
            evening[3],
            json!({
                "room_id": world.meeting, "room_name": "Meeting room", "centre_id": world.centre,
                "centre_name": "Casablanca", "starts_at": "2026-12-10T19:00:00+01:00",
                "ends_at": "2026-12-10T21:00:00+01:00", "distance_m": null, "accessible": true, "capacity": 12,
                "equipment": [], "price": null, "needs_review": false, "review_reasons": [], "warnings": [],
                "quotas": [],
            })
        );
        assert_eq!((&evening[0]["needs_review"], &evening[0]["review_reasons"]), (&json!(true), &json!(["always"])));
        assert_eq!(evening[2]["places_free"], 60);
        let near = search(&app.anonymous(), &format!("?{EVENING}&near=50.8862,4.6955")).await;
        assert_eq!(near[0]["centre_name"], "Ridderbuurt");
        assert_eq!(near[0]["distance_m"], 0);
        let far = near[1]["distance_m"].as_i64().unwrap();
        assert!((1_800..1_900).contains(&far), "{far}");
        let close = search(&anna, &format!("?{EVENING}&near=50.8862,4.6955&radius_m=1000")).await;
        assert_eq!(rooms(&close), BTreeSet::from([world.elsewhere]));
    }

    async fn people_places_and_equipment_narrow(app: TestApp) {
        let world = app.world().await;
        let anna = app.person("anna@example.org").await;
        app.rows.execute("UPDATE rooms SET equipment = '[\"Kitchen\"]', accessible = false WHERE id = $1", [world.half.0.into()]).await;
        app.renew_catalogue().await;
        let of = async |query: &str| rooms(&search(&anna, &format!("?{EVENING}&{query}")).await);
        assert_eq!(of("people=41").await, BTreeSet::from([world.hall, world.shared]));
        assert_eq!(of("people=61").await, BTreeSet::from([world.hall]));
        assert_eq!(of("people=100000").await, BTreeSet::new());
        assert_eq!(of("equipment=kitchen").await, BTreeSet::from([world.half]));
        assert_eq!(of("equipment=KITCHEN,Projectors").await, BTreeSet::from([world.half]));
        assert_eq!(of("equipment=kitchen,piano").await, BTreeSet::new());
        assert!(!of("accessible=true").await.contains(&world.half));
        assert!(of("accessible=false").await.contains(&world.half));
        assert!(!of("equipment=projectors").await.contains(&world.elsewhere), "that centre has none");

        let projectors = search(&anna, &format!("?{EVENING}&equipment=projectors&people=12")).await;
        assert_eq!(projectors[0]["equipment"], json!([{"resource_id": world.projectors, "quantity": 1}]));
        let three = json!({"equipment": [{"resource_id": world.projectors, "quantity": 3}]});
        book(&anna, world.reviewed, "2026-12-10T20:00:00+01:00", "2026-12-10T22:00:00+01:00", three).await;
        assert_eq!(of("equipment=projectors").await, BTreeSet::new(), "all three are asked for");
    }

    async fn neighbourhoods_have_rooms_and_a_middle(app: TestApp) {
        let world = app.world().await;
        neighbourhood(&app, &world, "LV-07", "Ridderbuurt").await;
        let anyone = app.anonymous();
        for name in ["LV-07", "lv-07", "ridderbuurt"] {
            let found = search(&anyone, &format!("?{EVENING}&neighbourhood={name}")).await;
            assert_eq!(rooms(&found), BTreeSet::from([world.elsewhere]));
            assert_eq!(found[0]["distance_m"], 0);
        }
        let around = search(&anyone, &format!("?{EVENING}&neighbourhood=LV-07&radius_m=5000")).await;
        assert_eq!((around.len(), around[0]["room_id"].as_str()), (7, Some(world.elsewhere.to_string().as_str())));
        let refused = anyone.get(&format!("/search?{EVENING}&neighbourhood=Atlantis")).await.problem(422, "validation");
        assert_eq!(refused["errors"][0]["pointer"], "neighbourhood");
    }

    async fn a_centre_that_is_not_open_offers_nothing(app: TestApp) {
        let world = app.world().await;
        for state in ["planned", "under_study", "closed"] {
            let update = "UPDATE centres SET state = $1 WHERE id = $2";
            app.rows.execute(update, [state.into(), world.centre.0.into()]).await;
            app.renew_catalogue().await;
            let found = search(&app.anonymous(), &format!("?{EVENING}")).await;
            assert_eq!(rooms(&found), BTreeSet::from([world.elsewhere]), "{state}");
        }
        app.rows.execute("UPDATE rooms SET state = 'retired' WHERE id = $1", [world.elsewhere.0.into()]).await;
        app.renew_catalogue().await;
        assert!(search(&app.anonymous(), &format!("?{EVENING}")).await.is_empty());
    }

    async fn an_organisation_is_searched_for_by_its_members(app: TestApp) {
        let world = app.world().await;
        let rules: Rules = serde_json::from_value(json!({"eligible_kinds": ["neighbourhood_committee"]})).unwrap();
        let room = app.add_meeting_room(world.centre, "Committee room", 12, &rules).await;
        app.renew_catalogue().await;
        let (anna, bert) = (app.person("anna@example.org").await, app.person("bert@example.org").await);
        let id = OrganisationId::new(app.now());
        let columns = [
            ("id", id.0.into()),
            ("name", "Comité".into()),
            ("kind", "neighbourhood_committee".into()),
            ("contact_email", "info@example.org".into()),
            ("verified", true.into()),
            ("created_at", 1_i64.into()),
        ];
        app.rows.insert("organisations", &columns).await;
        let membership = [
            ("organisation_id", id.0.into()),
            ("user_id", anna.id().0.into()),
            ("role", "booker".into()),
            ("created_at", 1_i64.into()),
        ];
        app.rows.insert("memberships", &membership).await;
        assert!(!rooms(&search(&anna, &format!("?{EVENING}")).await).contains(&room), "privately she may not");
        assert!(rooms(&search(&anna, &format!("?{EVENING}&organisation_id={id}")).await).contains(&room));
        for path in [format!("/search?{EVENING}"), "/search/next?duration_minutes=60".to_owned()] {
            bert.get(&format!("{path}&organisation_id={id}")).await.problem(403, "forbidden");
            app.anonymous().get(&format!("{path}&organisation_id={id}")).await.problem(401, "unauthorized");
            let nobody = "0198c5a4-0000-7000-8000-000000000000";
            bert.get(&format!("{path}&organisation_id={nobody}")).await.problem(403, "forbidden");
        }
    }

    async fn bad_parameters_are_refused_by_name(app: TestApp) {
        app.world().await;
        let anyone = app.anonymous();
        let evening = EVENING;
        for (query, pointers) in [
            (String::new(), vec!["starts_at", "ends_at"]),
            ("?starts_at=x&ends_at=2026-12-10T19:00:30Z&people=0&near=x".into(), vec!["starts_at", "ends_at", "people", "near"]),
            ("?starts_at=2026-12-10T19:00:00Z&ends_at=2026-12-10T19:00:00Z".into(), vec!["ends_at"]),
            ("?starts_at=2026-12-10T19:00:00Z&ends_at=2026-12-10T18:00:00Z".into(), vec!["ends_at"]),
            (format!("?{evening}&radius_m=10"), vec!["radius_m"]),
            (format!("?{evening}&near=50,4&radius_m=-1"), vec!["radius_m"]),
            (format!("?{evening}&near=50,4&radius_m=NaN"), vec!["radius_m"]),
            (format!("?{evening}&near=91,4"), vec!["near"]),
            (format!("?{evening}&equipment="), vec!["equipment"]),
            (format!("?{evening}&people=many"), vec!["people"]),
            (format!("?{evening}&accessible=perhaps"), vec!["accessible"]),
            (format!("?{evening}&organisation_id=1"), vec!["organisation_id"]),
            (format!("?{evening}&limit=0"), vec!["limit"]),
            (format!("?{evening}&cursor=WzFd"), vec!["cursor"]),
            (format!("?{evening}&colour=red"), vec!["colour"]),
            ("/next".into(), vec!["duration_minutes"]),
            ("/next?duration_minutes=0&weekdays=mo,xx&time_from=25:00&time_until=7".into(),
                vec!["duration_minutes", "weekdays", "time_from", "time_until"]),
            ("/next?duration_minutes=44641".into(), vec!["duration_minutes"]),
            ("/next?duration_minutes=60&from=2027-01-01T00:00:00Z&until=2026-12-31T00:00:00Z".into(), vec!["until"]),
            ("/next?duration_minutes=60&until=2028-12-31T00:00:00Z".into(), vec!["until"]),
            ("/next?duration_minutes=60&until=2026-12-01T00:00:00Z".into(), vec!["until"]),
            ("/next?duration_minutes=60&starts_at=2026-12-01T00:00:00Z".into(), vec!["starts_at"]),
        ] {
            let refused = anyone.get(&format!("/search{query}")).await.problem(422, "validation");
            let named: Vec<&str> =
                refused["errors"].as_array().unwrap().iter().filter_map(|fault| fault["pointer"].as_str()).collect();
            assert_eq!(named, pointers, "{query}");
        }
        let far = "?starts_at=9999-12-31T10:00:00Z&ends_at=9999-12-31T12:00:00Z";
        assert!(search(&anyone, far).await.is_empty());
        let far = "/next?duration_minutes=60&from=9999-12-31T10:00:00Z&until=9999-12-31T12:00:00Z";
        assert!(search(&anyone, far).await.is_empty());
    }

    async fn pages_of_rooms_join_to_the_whole(app: TestApp) {
        let world = app.world().await;
        for query in [format!("?{EVENING}"), "/next?duration_minutes=60&near=50.88,4.7".to_owned()] {
            let whole = search(&app.anonymous(), &query).await;
            assert!(whole.len() >= 7);
            for limit in [1, 2, 3] {
                let (mut walked, mut cursor) = (Vec::new(), String::new());
                loop {
                    let path = format!("/search{query}&limit={limit}{cursor}");
                    let page = app.anonymous().get(&path).await.expect(200).json;
                    walked.extend(page["items"].as_array().unwrap().clone());
                    let Some(next) = page["next_cursor"].as_str() else { break };
                    cursor = format!("&cursor={next}");
                }
                assert_eq!(walked, whole, "{limit}");
            }
        }
        assert_eq!(all_rooms(&world).len(), 8);
    }

    async fn the_search_agrees_with_the_quote(app: TestApp) {
        let world = app.world().await;
        app.add_resource(world.centre, ResourceKind::People, "people", 110).await;
        app.renew_catalogue().await;
        let anna = app.person("anna@example.org").await;
        let mut chance = StdRng::seed_from_u64(20_261_203);
        let times = |chance: &mut StdRng| {
            let start = 1_796_860_800 + chance.random_range(0..80_i64) * 1_800;
            let end = start + chance.random_range(1..=8_i64) * 1_800;
            let text = |seconds: i64| format!("{}", lokaal::domain::time::Instant::from_epoch_seconds(seconds));
            (text(start), text(end))
        };
        for _ in 0..18 {
            let (from, until) = times(&mut chance);
            let room = all_rooms(&world)[chance.random_range(0..8)];
            let wish = json!({
                "room_id": room, "starts_at": from, "ends_at": until, "title": "x",
                "attendees": chance.random_range(1..=12),
            });
            anna.post("/bookings", wish).await;
        }
        let (mut free, mut taken) = (0, 0);
        for _ in 0..20 {
            let (from, until) = times(&mut chance);
            let people: i32 = [1, 5, 12, 40][chance.random_range(0..4)];
            let found = search(&anna, &format!("?starts_at={from}&ends_at={until}&people={people}")).await;
            for room in all_rooms(&world) {
                let wish = json!({
                    "room_id": room, "starts_at": from, "ends_at": until, "title": "x", "attendees": people,
                });
                let quote = anna.post("/bookings/quote", wish).await.expect(200).json;
                let offer = found.iter().find(|place| place["room_id"] == json!(room));
                assert_eq!(quote["possible"], json!(offer.is_some()), "{room} {from} {until} {people}: {quote:#}");
                if let Some(offer) = offer {
                    free += 1;
                    assert_eq!(offer["review_reasons"], quote["review_reasons"]);
                } else {
                    taken += 1;
                }
            }
        }
        assert!(free > 10 && taken > 10, "both happened: {free} free, {taken} taken");
    }
}
