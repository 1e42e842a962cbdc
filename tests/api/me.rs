//! What people see and keep of themselves.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use crate::both_engines;

fn faults(problem: &Value) -> Vec<(&str, &str)> {
    let faults = problem["errors"].as_array().unwrap().iter();
    faults.map(|fault| (fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap())).collect()
}

both_engines! {
    async fn people_see_themselves(app: TestApp) {
        let world = app.world().await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let answer = desk.get("/me").await.expect(200);
        let me = &answer.json;
        assert_eq!((me["id"].as_str(), me["email"].as_str()), (Some(desk.id().to_string().as_str()), Some(desk.email())));
        assert_eq!((&me["locale"], &me["phone"], &me["preferences"]), (&json!("nl"), &Value::Null, &json!({})));
        let role = json!([{"role": "desk", "centre_id": world.centre, "centre_name": "Casablanca"}]);
        assert_eq!((&me["staff_roles"], &me["memberships"]), (&role, &json!([])));
        assert_eq!(answer.etag(), "\"1\"");
        let administrator = app.administrator().await;
        assert_eq!(administrator.get("/me").await.json["staff_roles"], json!([{"role": "administrator"}]));
        app.anonymous().get("/me").await.problem(401, "unauthorized");
    }

    async fn people_change_what_is_theirs(app: TestApp) {
        let an = app.person("an@example.org").await;
        let etag = an.get("/me").await.etag();
        let patch = json!({"name": " An Peeters ", "locale": "fr", "phone": "016 12 34 56",
            "preferences": {"theme": "dark", "rows": 25, "hints": false}});
        let answer = an.patch("/me", &etag, patch).await.expect(200);
        assert_eq!((&answer.json["name"], &answer.json["locale"]), (&json!("An Peeters"), &json!("fr")));
        assert_eq!(answer.json["preferences"], json!({"theme": "dark", "rows": 25, "hints": false}));
        assert_eq!(answer.json, an.get("/me").await.json);

        let patch = json!({"phone": null, "preferences": {"theme": null, "rows": 50}});
        let answer = an.patch("/me", &answer.etag(), patch).await.expect(200);
        assert_eq!((&answer.json["phone"], &answer.json["name"]), (&Value::Null, &json!("An Peeters")));
        assert_eq!(answer.json["preferences"], json!({"rows": 50, "hints": false}));
        let same = an.patch("/me", &answer.etag(), json!({})).await.expect(200);
        assert_eq!(same.etag(), answer.etag(), "nothing changed");

        let dump = app.rows.dump().await;
        let events: Vec<&str> = dump.lines().filter(|line| line.starts_with("audit_events")).collect();
        assert_eq!(events.len(), 2);
        assert!(!events.concat().contains("Peeters") && !events.concat().contains("016"), "{events:?}");
    }

    async fn a_change_of_what_was_not_read_is_refused(app: TestApp) {
        let an = app.person("an@example.org").await;
        let etag = an.get("/me").await.etag();
        an.patch("/me", &etag, json!({"name": "An"})).await.expect(200);
        an.patch("/me", &etag, json!({"name": "Ann"})).await.problem(412, "precondition-failed");
        let bare = an.api(reqwest::Method::PATCH, "/me").json(&json!({"name": "Ann"})).await;
        bare.problem(428, "precondition-required");
        an.patch("/me", "*", json!({"name": "Anna"})).await.expect(200);
        app.anonymous().patch("/me", "*", json!({"name": "X"})).await.problem(401, "unauthorized");
    }

    async fn wrong_changes_change_nothing(app: TestApp) {
        let an = app.person("an@example.org").await;
        let before = app.rows.dump().await;
        let many: serde_json::Map<String, Value> = (0..51).map(|n| (format!("p{n}"), json!(n))).collect();
        let long = "x".repeat(10_000);
        let wrong = [
            (json!({"name": ""}), vec![("/name", "required")]),
            (json!({"name": null}), vec![("/name", "required")]),
            (json!({"name": long, "phone": "1".repeat(41)}), vec![("/name", "too_long"), ("/phone", "too_long")]),
            (json!({"name": "a\u{0}b"}), vec![("/name", "control_character")]),
            (json!({"locale": "de"}), vec![("/locale", "type")]),
            (json!({"email": "other@example.org"}), vec![("/email", "unknown")]),
            (json!({"staff_roles": [{"role": "administrator"}]}), vec![("/staff_roles", "unknown")]),
            (json!({"preferences": many}), vec![("/preferences", "too_many")]),
            (json!({"preferences": {"a": [1]}}), vec![("/preferences/a", "type")]),
            (json!({"preferences": {"a/b c": 1}}), vec![("/preferences/a~1b c", "name")]),
            (json!({"preferences": {"a": long}}), vec![("/preferences/a", "too_long")]),
        ];
        for (patch, expected) in wrong {
            let problem = an.patch("/me", "*", patch.clone()).await.problem(422, "validation");
            assert_eq!(faults(&problem), expected, "{patch}");
        }
        an.patch("/me", "*", json!([])).await.problem(422, "validation");
        assert_eq!(app.rows.dump().await, before);
    }
}
