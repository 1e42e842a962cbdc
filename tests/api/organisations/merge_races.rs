//! Bookings that are made and changed while their organisation is merged.

use lokaal::domain::person::{MemberRole, StaffRole};
use serde_json::json;

use crate::{
    bookings::{organisation, wish, with},
    both_engines,
};

both_engines! {
    async fn sixteen_bookings_while_it_is_merged_are_the_others_or_refused(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let an = app.person("an@example.org").await;
        for round in 0..3 {
            let twice = organisation(&app, &[(&an, MemberRole::Admin)]).await;
            let stays = organisation(&app, &[(&an, MemberRole::Admin)]).await;
            let at = |n: u32| {
                let (day, hour) = (1 + round * 4 + n / 4, 8 + n % 4);
                with(wish(&world), json!({"organisation_id": twice,
                    "starts_at": format!("2027-01-{day:02}T{hour:02}:00:00+01:00"),
                    "ends_at": format!("2027-01-{day:02}T{:02}:00:00+01:00", hour + 1)}))
            };
            let early = an.post("/bookings", at(0)).await.expect(201).id();
            let mut under_way = Vec::new();
            for n in 1..16 {
                let ask = an.post("/bookings", at(n)).into_future();
                under_way.push(tokio::spawn(ask));
            }
            let changed = an.patch(&format!("/bookings/{early}"), "*", json!({"title": "Anders"})).into_future();
            let merge = manager.post(&format!("/organisations/{twice}/merge"), json!({"into": stays})).into_future();
            let (changed, merged) = tokio::join!(changed, merge);
            merged.expect(200);
            assert!(matches!(changed.status, 200 | 412), "{changed:#?}");
            let mut made = vec![early];
            for answer in under_way {
                let answer = answer.await.expect("an answer");
                match answer.status {
                    201 => made.push(answer.id()),
                    403 => {}
                    _ => assert_eq!(answer.problem(422, "validation")["errors"][0]["code"], "merged"),
                }
            }
            for id in &made {
                let seen = an.get(&format!("/bookings/{id}")).await.expect(200);
                assert_eq!(seen.json["organisation_id"], stays.to_string());
            }
            let count = "SELECT count(*) AS n FROM bookings WHERE organisation_id = $1";
            assert_eq!(app.rows.count(count, [twice.0.into()]).await, 0);
            assert_eq!(app.rows.count(count, [stays.0.into()]).await, i64::try_from(made.len()).expect("few"));
        }
    }

    async fn two_that_are_merged_into_each_other_at_once_are_one(app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let an = app.person("an@example.org").await;
        for _ in 0..5 {
            let one = organisation(&app, &[(&an, MemberRole::Admin)]).await;
            let other = organisation(&app, &[(&an, MemberRole::Admin)]).await;
            let merge = |from, into| {
                manager.post(&format!("/organisations/{from}/merge"), json!({ "into": into })).into_future()
            };
            let (first, second) = tokio::join!(merge(one, other), merge(other, one));
            let mut answers = [first.status, second.status];
            answers.sort_unstable();
            assert_eq!(answers, [200, 422], "{first:#?} {second:#?}");
            let both = "SELECT count(*) AS n FROM organisations WHERE id IN ($1, $2) AND merged_into IS NULL";
            assert_eq!(app.rows.count(both, [one.0.into(), other.0.into()]).await, 1);
        }
    }
}
