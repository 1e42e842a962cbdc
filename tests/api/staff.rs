//! Who staffs a centre.

use lokaal::domain::person::StaffRole;
use serde_json::{Value, json};

use crate::{
    both_engines,
    support::actor::{Actor, Answer},
};

fn people(answer: &Answer) -> Vec<(&str, &str)> {
    let items = answer.json["items"].as_array().unwrap().iter();
    items.map(|item| (item["email"].as_str().unwrap(), item["role"].as_str().unwrap())).collect()
}

fn dismiss(who: &Actor, path: &str, user: &Actor, role: &str) -> crate::support::actor::Ask {
    who.delete(&format!("{path}?user_id={}&role={role}", user.id()))
}

both_engines! {
    async fn a_manager_appoints_the_desk_and_an_administrator_managers(app: TestApp) {
        let world = app.world().await;
        let path = format!("/centres/{}/staff", world.centre);
        let (an, ben) = (app.person("an@example.org").await, app.person("ben@example.org").await);
        let administrator = app.administrator().await;
        let made = administrator.post(&path, json!({"user_id": ben.id(), "role": "manager"})).await.expect(201);
        assert_eq!(made.json, json!({"user_id": ben.id(), "name": "ben", "email": "ben@example.org", "role": "manager"}));
        let an_desk = json!({"user_id": an.id(), "role": "desk"});
        ben.post(&path, an_desk.clone()).await.expect(201);
        ben.post(&path, an_desk).await.expect(201);
        let staff = ben.get(&path).await.expect(200);
        assert_eq!(people(&staff), [("an@example.org", "desk"), ("ben@example.org", "manager")]);
        // It holds at once: a right is read from the database and not from the token.
        assert_eq!(people(&an.get(&path).await.expect(200)).len(), 2);
        dismiss(&ben, &path, &an, "desk").await.expect(204);
        an.get(&path).await.problem(403, "forbidden");
        dismiss(&ben, &path, &an, "desk").await.problem(404, "not-found");
        dismiss(&ben, &path, &ben, "manager").await.expect(204);
        ben.get(&path).await.problem(403, "forbidden");
        let audit = "SELECT count(*) AS n FROM audit_events WHERE action IN ('staff.appointed', 'staff.dismissed')";
        assert_eq!(app.rows.count(audit, []).await, 4, "given twice is given once");
    }

    async fn others_appoint_nobody(app: TestApp) {
        let world = app.world().await;
        let path = format!("/centres/{}/staff", world.centre);
        let target = app.person("target@example.org").await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let others = [
            app.staff(StaffRole::Steward, None).await,
            app.staff(StaffRole::Manager, world.other_centre).await,
            app.staff(StaffRole::Desk, world.other_centre).await,
            target.clone(),
            desk.clone(),
        ];
        let body = |role: &str| json!({"user_id": target.id(), "role": role});
        let before = app.rows.dump().await;
        for who in &others {
            for role in ["desk", "manager"] {
                who.post(&path, body(role)).await.problem(403, "forbidden");
                dismiss(who, &path, &manager, role).await.problem(403, "forbidden");
            }
        }
        manager.post(&path, body("manager")).await.problem(403, "forbidden");
        dismiss(&manager, &path, &target, "manager").await.problem(403, "forbidden");
        app.anonymous().post(&path, body("desk")).await.problem(401, "unauthorized");
        app.anonymous().get(&path).await.problem(401, "unauthorized");
        for (who, sees) in others.iter().zip([true, false, false, false, true]) {
            assert_eq!(who.get(&path).await.status == 200, sees, "{}", who.email());
        }
        assert_eq!(app.rows.dump().await, before);
        dismiss(&desk, &path, &desk, "desk").await.expect(204);
    }

    async fn roles_for_the_city_are_not_given_over_http(app: TestApp) {
        let world = app.world().await;
        let path = format!("/centres/{}/staff", world.centre);
        let administrator = app.administrator().await;
        let before = app.rows.dump().await;
        let known = administrator.email();
        let wrong: [(Value, &str, &str); 6] = [
            (json!({"user_id": administrator.id(), "role": "administrator"}), "/role", "out_of_place"),
            (json!({"user_id": administrator.id(), "role": "steward"}), "/role", "out_of_place"),
            (json!({"user_id": world.centre, "role": "desk"}), "/user_id", "unknown"),
            // Whether an address is known is not to be had here.
            (json!({"email": known, "role": "desk"}), "/email", "unknown"),
            (json!({"email": "nobody@example.org", "role": "desk"}), "/email", "unknown"),
            (json!({"role": "desk"}), "/user_id", "required"),
        ];
        for (body, pointer, code) in wrong {
            let problem = administrator.post(&path, body.clone()).await.problem(422, "validation");
            let fault = &problem["errors"][0];
            assert_eq!((fault["pointer"].as_str(), fault["code"].as_str()), (Some(pointer), Some(code)), "{body}");
        }
        administrator.delete(&path).await.problem(422, "validation");
        dismiss(&administrator, &path, &administrator, "administrator").await.problem(404, "not-found");
        let nowhere = "/centres/0198c0de-7000-7000-8000-000000000000/staff";
        administrator.get(nowhere).await.problem(404, "not-found");
        administrator.post(nowhere, json!({"user_id": administrator.id(), "role": "desk"})).await.problem(404, "not-found");
        assert_eq!(app.rows.dump().await, before);
    }
}
