//! Centres over HTTP, and the neighbourhoods they stand in.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use crate::{
    bookings::wish,
    both_engines,
    support::{TestApp, actor::Actor},
};

fn hours() -> Value {
    json!([
        {"weekday": "mo", "opens": "08:00", "closes": "12:00", "access": "staffed"},
        {"weekday": "mo", "opens": "13:00", "closes": "24:00", "access": "key_holder", "valid_from": "2027-01-01"},
    ])
}

fn pointers(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().expect("errors");
    errors.iter().map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap())).collect()
}

async fn audited(app: &TestApp, action: &str) -> i64 {
    app.rows.count("SELECT count(*) AS n FROM audit_events WHERE action = $1", [action.into()]).await
}

async fn etag_of(actor: &Actor, path: &str) -> String {
    actor.get(path).await.expect(200).etag()
}

both_engines! {
    async fn an_administrator_makes_a_centre_and_everyone_sees_it(app: TestApp) {
        let admin = app.administrator().await;
        let body = json!({
            "name": "  Sint-Maartensdal ", "kind": "community_centre", "latitude": 50.884, "longitude": 4.698,
            "locality": "Leuven", "address": {"street": "Sint-Maartensdal 1", "postal_code": "3000", "city": "Leuven"},
            "contact_email": "balie@example.org", "opening_hours": hours(),
            "exceptions": [{"date": "2027-12-25", "closed": true}],
        });
        let made = admin.post("/centres", body).key("k1").await.expect(201);
        assert_eq!(made.header("location"), format!("/api/v1/centres/{}", made.id()));
        assert_eq!(made.etag(), "\"1\"");
        let seen = app.anonymous().get(&format!("/centres/{}", made.id())).await.expect(200);
        assert_eq!(seen.json, made.json);
        assert_eq!(seen.json["name"], "Sint-Maartensdal");
        assert_eq!(seen.json["state"], "open");
        assert_eq!(seen.json["position"], "exact");
        assert_eq!(seen.json["timezone"], "Europe/Brussels");
        assert_eq!(seen.json["opening_hours"], hours());
        assert_eq!(seen.json["closes_on"], Value::Null);
        assert_eq!(audited(&app, "centre.created").await, 1);
        let event = app.rows.first("SELECT after FROM audit_events WHERE action = 'centre.created'", []).await.unwrap();
        let after: String = event.try_get("", "after").unwrap();
        assert!(!after.contains("balie@"), "nothing by which a person could be reached: {after}");
    }

    async fn only_administrators_make_centres(app: TestApp) {
        let world = app.world().await;
        let body = json!({"name": "X", "kind": "service_centre", "latitude": 50.0, "longitude": 4.0});
        app.anonymous().post("/centres", body.clone()).await.problem(401, "unauthorized");
        let refused = [
            app.person("anna@example.org").await,
            app.staff(StaffRole::Desk, world.centre).await,
            app.staff(StaffRole::Manager, world.centre).await,
            app.staff(StaffRole::Steward, None).await,
        ];
        let before = app.rows.dump().await;
        for actor in refused {
            actor.post("/centres", body.clone()).await.problem(403, "forbidden");
        }
        assert_eq!(app.rows.dump().await, before);
    }

    async fn all_faults_of_a_centre_are_told_at_once(app: TestApp) {
        let admin = app.administrator().await;
        let nobody = "00000000-0000-7000-8000-000000000000";
        let body = json!({
            "name": " ", "kind": "partner_site", "latitude": 91, "longitude": -181, "timezone": "Mars/Olympus",
            "contact_email": "nobody", "phone": "1\n2", "neighbourhood_code": "nowhere", "replaced_by": nobody,
            "host_organisation_id": nobody, "opens_on": "2027-02-01", "closes_on": "2027-01-01",
            "opening_hours": [{"weekday": "mo", "opens": "12:00", "closes": "08:00", "access": "staffed"}],
            "exceptions": [{"date": "2027-12-25"}],
        });
        let before = app.rows.dump().await;
        let refused = admin.post("/centres", body).await.problem(422, "validation");
        let expected = [
            ("/timezone", "unknown"),
            ("/name", "required"),
            ("/phone", "control_character"),
            ("/contact_email", "email"),
            ("/latitude", "out_of_range"),
            ("/longitude", "out_of_range"),
            ("/opening_hours/0/closes", "backwards"),
            ("/exceptions/0/opens", "required"),
            ("/exceptions/0/closes", "required"),
            ("/exceptions/0/access", "required"),
            ("/closes_on", "backwards"),
            ("/neighbourhood_code", "unknown"),
            ("/host_organisation_id", "unknown"),
            ("/replaced_by", "unknown"),
        ];
        assert_eq!(pointers(&refused), expected);
        let refused = admin.post("/centres", json!({"kind": "partner_site", "colour": 1})).await.problem(422, "validation");
        assert_eq!(pointers(&refused), [("/colour", "unknown"), ("/name", "required")]);
        let refused = admin.post("/centres", json!({"name": "X", "kind": "partner_site"})).await.problem(422, "validation");
        assert_eq!(pointers(&refused), [("/latitude", "required"), ("/longitude", "required")]);
        admin.post("/centres", json!({"name": "X", "kind": "castle"})).await.problem(422, "validation");
        assert_eq!(app.rows.dump().await, before);
    }

    async fn a_centre_without_coordinates_stands_in_the_middle_of_its_neighbourhood(app: TestApp) {
        let columns = [
            ("code", "240623".into()), ("name", "Blauwput".into()), ("latitude", 50.884.into()),
            ("longitude", 4.718.into()),
        ];
        app.rows.insert("neighbourhoods", &columns).await;
        app.renew_catalogue().await;
        let admin = app.administrator().await;
        let body = json!({"name": "Blauwput", "kind": "partner_site", "neighbourhood_code": "240623"});
        let made = admin.post("/centres", body).await.expect(201);
        assert_eq!(made.json["latitude"], 50.884);
        assert_eq!(made.json["position"], "approximate");
        let list = app.anonymous().get("/neighbourhoods").await.expect(200);
        assert_eq!(list.json["items"][0]["name"], "Blauwput");
        assert_eq!(list.json["items"][0]["population"], Value::Null);
        assert_eq!(list.json["next_cursor"], Value::Null);
    }

    async fn the_desk_changes_opening_hours_and_nothing_else(app: TestApp) {
        let world = app.world().await;
        let path = format!("/centres/{}", world.centre);
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let etag = etag_of(&desk, &path).await;
        let changed = desk.patch(&path, &etag, json!({"opening_hours": hours()})).await.expect(200);
        assert_eq!(changed.etag(), "\"2\"");
        assert_eq!(changed.json["opening_hours"], hours());
        assert_eq!(changed.json["name"], "Casablanca");
        let etag = changed.etag();
        for change in [json!({"name": "X"}), json!({"phone": "1"}), json!({"state": "closed"}), json!({"latitude": 1})] {
            desk.patch(&path, &etag, change).await.problem(403, "forbidden");
        }
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let changed = manager.patch(&path, &etag, json!({"phone": "016 11 22 33"})).await.expect(200);
        assert_eq!(changed.json["phone"], "016 11 22 33");
        manager.patch(&path, &changed.etag(), json!({"name": "X"})).await.problem(403, "forbidden");
        let admin = app.administrator().await;
        let changed = admin.patch(&path, &changed.etag(), json!({"name": "Casa", "phone": null})).await.expect(200);
        assert_eq!((&changed.json["name"], &changed.json["phone"]), (&json!("Casa"), &Value::Null));
        for other in [
            app.person("anna@example.org").await,
            app.staff(StaffRole::Desk, world.other_centre).await,
            app.staff(StaffRole::Manager, world.other_centre).await,
            app.staff(StaffRole::Steward, None).await,
        ] {
            other.patch(&path, "*", json!({"opening_hours": []})).await.problem(403, "forbidden");
        }
        app.anonymous().patch(&path, "*", json!({})).await.problem(401, "unauthorized");
        assert_eq!(audited(&app, "centre.changed").await, 3);
    }

    async fn a_change_says_which_version_it_read(app: TestApp) {
        let world = app.world().await;
        let admin = app.administrator().await;
        let path = format!("/centres/{}", world.centre);
        let patch = json!({"name": "Casa"});
        admin.api(reqwest::Method::PATCH, &path).json(&patch).await.problem(428, "precondition-required");
        admin.patch(&path, "\"7\"", patch.clone()).await.problem(412, "precondition-failed");
        let changed = admin.patch(&path, "\"1\"", patch.clone()).await.expect(200);
        admin.patch(&path, "\"1\"", json!({"name": "Other"})).await.problem(412, "precondition-failed");
        let same = admin.patch(&path, &changed.etag(), patch.clone()).await.expect(200);
        assert_eq!(same.etag(), changed.etag(), "nothing changed");
        admin.patch("/centres/00000000-0000-7000-8000-000000000000", "*", patch).await.problem(404, "not-found");
        app.anonymous().get("/centres/no-id").await.problem(404, "not-found");
        let refused = admin.patch(&path, "*", json!({"nmae": null})).await.problem(422, "validation");
        assert_eq!(pointers(&refused), [("/nmae", "unknown")]);
    }

    async fn centres_are_listed_by_name_and_page(app: TestApp) {
        app.world().await;
        let admin = app.administrator().await;
        for (name, state) in [("Hal 5", "planned"), ("Abdij", "under_study"), ("Zaal", "closed")] {
            let body = json!({"name": name, "kind": "community_centre", "state": state, "latitude": 50, "longitude": 4});
            admin.post("/centres", body).await.expect(201);
        }
        let visitor = app.anonymous();
        let names = |page: &Value| -> Vec<String> {
            page["items"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect()
        };
        let first = visitor.get("/centres?limit=3").await.expect(200).json;
        assert_eq!(names(&first), ["Abdij", "Casablanca", "Hal 5"]);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = visitor.get(&format!("/centres?limit=3&cursor={cursor}")).await.expect(200).json;
        assert_eq!(names(&second), ["Ridderbuurt", "Zaal"]);
        assert_eq!(second["next_cursor"], Value::Null);
        for wrong in ["limit=0", "limit=201", "cursor=x", "sort=name"] {
            visitor.get(&format!("/centres?{wrong}")).await.problem(422, "validation");
        }
    }

    async fn a_centre_does_not_close_over_what_is_booked(app: TestApp) {
        let world = app.world().await;
        let (admin, anna) = (app.administrator().await, app.person("anna@example.org").await);
        let booked = anna.post("/bookings", wish(&world)).await.expect(201);
        let path = format!("/centres/{}", world.centre);
        let before = app.rows.dump().await;
        for change in [
            json!({"state": "closed"}),
            json!({"state": "planned"}),
            json!({"closes_on": "2026-12-09"}),
            json!({"opens_on": "2026-12-11"}),
        ] {
            let refused = admin.patch(&path, "*", change).await.problem(409, "in-use");
            let list = refused["in_use"].as_array().unwrap();
            assert_eq!(list.len(), 1);
            assert_eq!((&list[0]["kind"], &list[0]["id"]), (&json!("booking"), &booked.json["id"]));
            assert_eq!(list[0]["reference"], booked.json["reference"]);
        }
        assert_eq!(app.rows.dump().await, before);
        admin.patch(&path, "*", json!({"closes_on": "2026-12-10", "opens_on": "2026-12-10"})).await.expect(200);
        anna.post(&format!("/bookings/{}/cancel", booked.id()), json!({})).await.expect(200);
        admin.patch(&path, "*", json!({"state": "closed", "replaced_by": world.other_centre})).await.expect(200);
        let refused = anna.post("/bookings", wish(&world)).await.problem(422, "rule-violated");
        assert_eq!(refused["violations"][0]["rule"], "opening_hours");
        admin.patch(&path, "*", json!({"replaced_by": world.centre})).await.problem(422, "validation");
    }
}
