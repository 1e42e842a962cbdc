//! Key-holders are trained, with dates.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use super::stage;
use crate::{bookings::with, both_engines};

both_engines! {
    async fn who_is_no_longer_trained_does_not_open(app: TestApp) {
        let stage = stage(&app).await;
        let (admin, desk) = (&stage.admin, &stage.desk);
        let path = format!("/organisations/{}/key-holders", stage.committee);
        let named = json!({"name": "Karel", "phone": "0470", "valid_until": "2026-12-10"});
        let karel = admin.post(&path, named).await.expect(201);
        assert_eq!((&karel.json["trained_on"], &karel.json["valid_until"]), (&json!("2026-12-03"), &json!("2026-12-10")));
        let book = async |date: &str| {
            let body = with(stage.late(date, "22:00", "23:00"), json!({"key_holder_id": karel.id()}));
            let made = admin.post("/bookings", body).await.expect(201).json;
            (made["status"].clone(), made["review_reasons"].clone())
        };
        assert_eq!(book("2026-12-10").await, (json!("confirmed"), json!([])));
        assert_eq!(book("2026-12-11").await, (json!("requested"), json!(["no_key_holder"])));
        let training = format!("{path}/{}/training", karel.id());
        let after = desk.post(&training, json!({"trained_on": "2026-12-02", "valid_until": "2027-12-02"})).await.expect(200);
        assert_eq!(after.json["valid_until"], "2027-12-02");
        assert_eq!(book("2026-12-12").await, (json!("confirmed"), json!([])));
        let without_end = admin.post(&training, json!({})).await.expect(200);
        assert_eq!((&without_end.json["trained_on"], &without_end.json["valid_until"]), (&json!("2026-12-03"), &Value::Null));
    }

    async fn a_training_is_noted_by_admins_and_desks_with_dates_that_make_sense(app: TestApp) {
        let stage = stage(&app).await;
        let path = format!("/organisations/{}/key-holders", stage.committee);
        let karel = stage.admin.post(&path, json!({"name": "Karel", "phone": "0470"})).await.expect(201).id();
        let training = format!("{path}/{karel}/training");
        let dates = json!({"trained_on": "2026-12-01"});
        for wrong in [
            json!({"trained_on": "2027-01-01"}),
            json!({"trained_on": "2026-12-01", "valid_until": "2026-11-30"}),
            json!({"trained_on": "0001-01-01"}),
        ] {
            stage.admin.post(&training, wrong).await.problem(422, "validation");
        }
        stage.an.post(&training, dates.clone()).await.problem(403, "forbidden");
        app.staff(StaffRole::Steward, None).await.post(&training, dates.clone()).await.problem(403, "forbidden");
        app.anonymous().post(&training, dates.clone()).await.problem(401, "unauthorized");
        stage.admin.post(&training, dates.clone()).await.expect(200);
        stage.admin.delete(&format!("{path}/{karel}")).await.expect(204);
        stage.admin.post(&training, dates).await.problem(404, "not-found");
    }
}
