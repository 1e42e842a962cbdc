//! Keys: out, back and late.

use serde_json::{Value, json};

use super::{at, clock, job, stage};
use crate::both_engines;

both_engines! {
    async fn a_key_goes_out_comes_back_and_is_late(app: TestApp) {
        let stage = stage(&app).await;
        let keys = format!("/centres/{}/keys", stage.world.centre);
        let key = stage.desk.post(&keys, json!({"number": "7", "name": "Voordeur"})).await.expect(201).id();
        let twice = stage.desk.post(&keys, json!({"number": "7", "name": "Kelder"})).await.problem(422, "validation");
        assert_eq!(twice["errors"][0]["pointer"], "/number");
        let due = json!({"due_at": at("2026-12-04", "10:00")});
        let (out, back) = (format!("/keys/{key}/out"), format!("/keys/{key}/back"));
        let post = |path: &str| stage.an.api(reqwest::Method::POST, path);
        post(&back).await.problem(403, "forbidden");
        stage.an.post(&out, json!({"due_at": at("2026-12-02", "10:00")})).await.problem(422, "validation");
        stage.an.post(&out, json!({"due_at": at("2026-12-04", "10:00"), "name": "Piet"})).await.problem(403, "forbidden");
        stage.admin.post(&out, due.clone()).await.problem(404, "not-found");
        let taken = stage.an.post(&out, due.clone()).await.expect(200).json;
        assert_eq!((&taken["state"], &taken["loan"]["name"]), (&json!("out"), &json!("an")));
        stage.bo.post(&out, due).await.problem(409, "invalid-transition");
        let seen = stage.bo.get(&keys).await.expect(200).json;
        assert_eq!((&seen["items"][0]["state"], &seen["items"][0]["loan"]), (&json!("out"), &Value::Null));
        stage.admin.get(&keys).await.problem(403, "forbidden");
        stage.desk.delete(&format!("/keys/{key}")).await.problem(409, "in-use");
        assert_eq!(job(&app).await, 0);
        clock(&app, "2026-12-04", "10:01");
        assert_eq!((job(&app).await, job(&app).await), (1, 0), "told once");
        let mut to: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
        to.sort();
        assert_eq!(to, ["an@example.org", "desk@example.org"]);
        assert_eq!(stage.desk.get(&keys).await.expect(200).json["items"][0]["state"], "late");
        stage.bo.api(reqwest::Method::POST, &back).await.problem(403, "forbidden");
        assert_eq!(post(&back).await.expect(200).json["state"], "in");
        stage.desk.api(reqwest::Method::POST, &back).await.problem(409, "invalid-transition");
        let loans = stage.desk.get(&format!("/keys/{key}/loans")).await.expect(200).json;
        assert_eq!((&loans["items"][0]["late"], &loans["items"][0]["name"]), (&json!(true), &json!("an")));
        stage.an.get(&format!("/keys/{key}/loans")).await.problem(404, "not-found");
        let piet = json!({"due_at": at("2026-12-05", "10:00"), "name": "Piet", "phone": "0470"});
        assert_eq!(stage.desk.post(&out, piet).await.expect(200).json["loan"]["phone"], "0470");
        stage.desk.api(reqwest::Method::POST, &back).await.expect(200);
        stage.desk.delete(&format!("/keys/{key}")).await.expect(204);
        assert_eq!(stage.desk.get(&keys).await.expect(200).json["items"], json!([]));
    }

    async fn a_key_is_with_one_of_sixteen(app: TestApp) {
        let stage = stage(&app).await;
        let keys = format!("/centres/{}/keys", stage.world.centre);
        let key = stage.desk.post(&keys, json!({"number": "7", "name": "Voordeur"})).await.expect(201).id();
        let asks: Vec<_> = (0..16)
            .map(|n| {
                let (who, path) = (if n % 2 == 0 { stage.an.clone() } else { stage.bo.clone() }, format!("/keys/{key}/out"));
                let due = json!({"due_at": at("2026-12-04", "10:00")});
                tokio::spawn(async move { who.post(&path, due).await.status })
            })
            .collect();
        let mut out = 0;
        for ask in asks {
            match ask.await.expect("no panic") {
                200 => out += 1,
                status => assert_eq!(status, 409),
            }
        }
        assert_eq!((out, app.rows.count("SELECT count(*) AS n FROM key_loans", []).await), (1, 1));
    }
}
