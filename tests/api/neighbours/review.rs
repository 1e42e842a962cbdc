//! So many incidents in some months lead to review, until they are long ago or dismissed.

use lokaal::domain::{
    person::{MemberRole, StaffRole},
    time::DAY,
};
use serde_json::{Value, json};

use super::{at, past, wrong};
use crate::{
    bookings::{organisation, wish, with},
    both_engines,
    support::{actor::Actor, app::TestApp, mails::Mail, world::World},
};

/// The meeting room looks at bookings first after two incidents in three months.
async fn strict(app: &TestApp, world: &World) {
    let manager = app.staff(StaffRole::Manager, world.centre).await;
    let review = json!({"rules": {"review": {"mode": "when", "incidents": 2, "incident_months": 3}}});
    manager.patch(&format!("/rooms/{}", world.meeting), "*", review).await.expect(200);
}

/// What a booking of next week would be.
async fn next(app: &TestApp, world: &World, who: &Actor, more: Value) -> (Value, Value) {
    let start = app.now().plus(7 * DAY);
    let times = json!({"starts_at": start.to_string(), "ends_at": start.plus(3600).to_string()});
    let quote = who.post("/bookings/quote", with(with(wish(world), times), more)).await.expect(200).json;
    (quote["status"].clone(), quote["review_reasons"].clone())
}

fn certain() -> (Value, Value) {
    (json!("confirmed"), json!([]))
}

fn reviewed() -> (Value, Value) {
    (json!("requested"), json!(["incidents"]))
}

fn warnings(mails: Vec<Mail>) -> Vec<Mail> {
    mails.into_iter().filter(|mail| mail.subject.contains("te vaak")).collect()
}

both_engines! {
    async fn two_in_three_months_lead_to_review_and_are_told_once(app: TestApp) {
        let world = app.world().await;
        strict(&app, &world).await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let (anna, admin) = (app.person("anna@example.org").await, app.person("admin@example.org").await);
        let committee = organisation(&app, &[(&anna, MemberRole::Booker), (&admin, MemberRole::Admin)]).await;
        let theirs = || json!({"organisation_id": committee});
        let booking = past(&app, &world, &anna, theirs()).await;
        let first = desk.post(&at(&booking, "/incidents"), wrong(&app, "dirt")).await.expect(201).id();
        assert_eq!(next(&app, &world, &anna, theirs()).await, certain());
        app.clock.set(app.now().plus(30 * DAY));
        let booking = past(&app, &world, &anna, theirs()).await;
        let second = desk.post(&at(&booking, "/incidents"), wrong(&app, "noise")).await.expect(201).id();
        let told = warnings(app.mails().await);
        assert_eq!(told.len(), 1, "{told:#?}");
        assert_eq!(told[0].to, "admin@example.org");
        for part in ["Buurtcomité Casablanca", "2 keer in 3 maanden", "Meeting room, Casablanca"] {
            assert!(told[0].text.contains(part), "{part}: {}", told[0].text);
        }
        assert_eq!(next(&app, &world, &anna, theirs()).await, reviewed());
        assert_eq!(next(&app, &world, &anna, json!({})).await, certain(), "what she books privately is another matter");
        assert_eq!(next(&app, &world, &anna, with(theirs(), json!({"room_id": world.hall}))).await, certain());
        // Dismissed it counts no more; decided otherwise it does again, and that is not told twice.
        let decide = async |id: &str, state| desk.patch(&format!("/incidents/{id}"), "*", json!({"state": state})).await;
        decide(&second, "dismissed").await.expect(200);
        assert_eq!(next(&app, &world, &anna, theirs()).await, certain());
        decide(&second, "settled").await.expect(200);
        assert_eq!(next(&app, &world, &anna, theirs()).await, reviewed());
        assert!(warnings(app.mails().await).is_empty());
        // The first one is long ago by then.
        app.clock.set(app.now().plus(65 * DAY));
        assert_eq!(next(&app, &world, &anna, theirs()).await, certain());
        assert_eq!(desk.get(&format!("/incidents/{first}")).await.expect(200).json["state"], "open");
    }

    async fn what_is_booked_privately_counts_for_the_person(app: TestApp) {
        let world = app.world().await;
        strict(&app, &world).await;
        let (desk, bert) = (app.staff(StaffRole::Desk, world.centre).await, app.person("bert@example.org").await);
        let booking = past(&app, &world, &bert, json!({})).await;
        for kind in ["late_key", "damage"] {
            desk.post(&at(&booking, "/incidents"), wrong(&app, kind)).await.expect(201);
        }
        let told = warnings(app.mails().await);
        assert_eq!(told.len(), 1);
        assert!(told[0].to == "bert@example.org" && told[0].text.contains("uw reservaties"), "{told:#?}");
        assert_eq!(next(&app, &world, &bert, json!({})).await, reviewed());
        // The desk that books for him sees the same of him.
        let behalf = json!({"on_behalf_of": {"user_id": bert.id()}});
        assert_eq!(next(&app, &world, &desk, behalf).await.1, json!(["incidents"]));
        let of_others = app.person("carl@example.org").await;
        assert_eq!(next(&app, &world, &of_others, json!({})).await, certain());
    }

    async fn sixteen_notes_at_once_are_told_once(app: TestApp) {
        let world = app.world().await;
        strict(&app, &world).await;
        let (desk, bert) = (app.staff(StaffRole::Desk, world.centre).await, app.person("bert@example.org").await);
        let booking = past(&app, &world, &bert, json!({})).await;
        let notes: Vec<_> = (0..16)
            .map(|_| {
                let (desk, path, body) = (desk.clone(), at(&booking, "/incidents"), wrong(&app, "noise"));
                tokio::spawn(async move { desk.post(&path, body).await.status })
            })
            .collect();
        for note in notes {
            assert_eq!(note.await.expect("no panic"), 201);
        }
        assert_eq!(warnings(app.mails().await).len(), 1);
    }
}
