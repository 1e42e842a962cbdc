//! Who opens: key-holders and their training, the rota, duties and what becomes of them, keys.

mod cover;
mod duties;
mod keys;
mod needs;
mod offers;
mod training;

use lokaal::{
    domain::person::{MemberRole, StaffRole},
    jobs::rota::run_once,
};
use serde_json::{Value, json};

use crate::{
    bookings::{organisation, wish, with},
    support::{actor::Actor, app::TestApp, world::World},
};

/// A centre with its desk, a committee with an admin, and two on the rota.
struct Stage {
    world: World,
    desk: Actor,
    admin: Actor,
    committee: String,
    /// On the rota, with a key and as hosts, and where.
    an: Actor,
    an_at: String,
    bo: Actor,
    bo_at: String,
}

async fn stage(app: &TestApp) -> Stage {
    let world = app.world().await;
    let desk = app.staff(StaffRole::Desk, world.centre).await;
    let admin = app.person("admin@example.org").await;
    let committee = organisation(app, &[(&admin, MemberRole::Admin)]).await.to_string();
    let (an, bo) = (app.person("an@example.org").await, app.person("bo@example.org").await);
    let (an_at, bo_at) = (on_rota(&desk, &world, &an).await, on_rota(&desk, &world, &bo).await);
    Stage { world, desk, admin, committee, an, an_at, bo, bo_at }
}

/// Takes somebody on the rota of the centre and gives their place.
async fn on_rota(desk: &Actor, world: &World, who: &Actor) -> String {
    let body = json!({"user_id": who.id(), "roles": ["key", "host"], "trained_on": "2026-12-01"});
    desk.post(&format!("/centres/{}/volunteers", world.centre), body).await.expect(201).id()
}

impl Stage {
    fn shifts(&self) -> String {
        format!("/centres/{}/shifts", self.world.centre)
    }

    /// A wish of the committee for the meeting room outside staffed hours.
    fn late(&self, date: &str, from: &str, until: &str) -> Value {
        let times = json!({
            "starts_at": at(date, from), "ends_at": at(date, until), "organisation_id": self.committee,
        });
        with(wish(&self.world), times)
    }

    /// A key-holder of the committee, with an account, in the address of whom it is.
    async fn key_holder(&self, app: &TestApp, who: &Actor) -> String {
        // Only members are named by account.
        let columns = [
            ("organisation_id", self.committee.parse::<uuid::Uuid>().expect("an id").into()),
            ("user_id", who.id().0.into()),
            ("role", "booker".into()),
            ("created_at", app.now().epoch_seconds().into()),
        ];
        app.rows.insert("memberships", &columns).await;
        let body = json!({"user_id": who.id(), "phone": "0470 11 22 33"});
        self.admin.post(&format!("/organisations/{}/key-holders", self.committee), body).await.expect(201).id()
    }

    /// Takes hours with a key and gives their identifier.
    async fn takes(&self, who: &Actor, date: &str, from: &str, until: &str) -> String {
        let body = json!({"role": "key", "starts_at": at(date, from), "ends_at": at(date, until)});
        let made = who.post(&self.shifts(), body).await.expect(201);
        made.json["shifts"][0]["id"].as_str().unwrap().to_owned()
    }

    /// State and who of some hours, as the desk sees them.
    async fn state(&self, shift: &str) -> (String, Value) {
        let mut found = Vec::new();
        for state in ["taken", "offered", "desk", "staffed", "dropped"] {
            let list = self.desk.get(&format!("{}?state={state}", self.shifts())).await.expect(200).json;
            found.extend(list["items"].as_array().unwrap().iter().filter(|one| one["id"] == *shift).cloned());
        }
        assert_eq!(found.len(), 1, "{found:#?}");
        (found[0]["state"].as_str().unwrap().to_owned(), found[0]["volunteer_id"].clone())
    }

    /// The hours in a state, as the desk sees them.
    async fn in_state(&self, state: &str) -> Vec<Value> {
        let list = self.desk.get(&format!("{}?state={state}", self.shifts())).await.expect(200).json;
        list["items"].as_array().unwrap().clone()
    }
}

/// A local time in December; 24:00 is midnight.
fn at(date: &str, time: &str) -> String {
    match time {
        "24:00" => {
            let next = date.parse::<chrono::NaiveDate>().unwrap() + chrono::Days::new(1);
            format!("{next}T00:00:00+01:00")
        }
        time => format!("{date}T{time}:00+01:00"),
    }
}

/// Runs the job and tells how much it did.
async fn job(app: &TestApp) -> usize {
    run_once(&app.state().services).await.expect("done")
}

/// Sets the clock to a local time in December.
fn clock(app: &TestApp, date: &str, time: &str) {
    let moment = chrono::DateTime::parse_from_rfc3339(&at(date, time)).unwrap();
    app.clock.set(moment.into());
}

/// One's duties.
async fn mine(who: &Actor) -> Vec<Value> {
    who.get("/me/duties").await.expect(200).json["items"].as_array().unwrap().clone()
}
