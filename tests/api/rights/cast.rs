//! Everybody there is, and the things they do something to.

use std::sync::atomic::{AtomicI64, Ordering};

use lokaal::domain::{
    ids::{KeyHolderId, OrganisationId},
    person::{MemberRole, StaffRole},
};
use serde_json::{Value, json};

use super::Thing;
use crate::{
    bookings::{self, with},
    support::{actor::Actor, app::TestApp, world::World},
};

/// Everybody there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Not signed in.
    Visitor,
    /// With an account, and a member of nothing.
    Stranger,
    /// Once a member of the committee and still its key-holder.
    KeyHolder,
    /// A booker of the committee.
    Booker,
    /// Another booker of it.
    OtherBooker,
    /// Its admin.
    Admin,
    /// The admin of another organisation: of the host of the other centre.
    OtherAdmin,
    /// At the desk of the centre.
    Desk,
    /// The manager of the centre.
    Manager,
    /// At the desk of the other centre.
    DeskElsewhere,
    /// The manager of the other centre.
    ManagerElsewhere,
    /// Steward of the city.
    Steward,
    /// Administrator of the city.
    Administrator,
}

impl Who {
    pub(super) const ALL: [Self; 13] = [
        Self::Visitor,
        Self::Stranger,
        Self::KeyHolder,
        Self::Booker,
        Self::OtherBooker,
        Self::Admin,
        Self::OtherAdmin,
        Self::Desk,
        Self::Manager,
        Self::DeskElsewhere,
        Self::ManagerElsewhere,
        Self::Steward,
        Self::Administrator,
    ];
}

/// Everybody, and where they meet.
pub(super) struct Cast {
    pub(super) world: World,
    pub(super) committee: OrganisationId,
    pub(super) host: OrganisationId,
    key_holder: KeyHolderId,
    actors: Vec<Actor>,
    next: AtomicI64,
}

impl Cast {
    pub(super) async fn new(app: &TestApp) -> Self {
        let world = app.world().await;
        let person = async |name: &str| app.person(&format!("{name}@example.org")).await;
        let (booker, other, admin) = (person("booker").await, person("other").await, person("admin").await);
        let members = [(&booker, MemberRole::Booker), (&other, MemberRole::Booker), (&admin, MemberRole::Admin)];
        let committee = bookings::organisation(app, &members).await;
        let other_admin = person("other-admin").await;
        let host = bookings::organisation(app, &[(&other_admin, MemberRole::Admin)]).await;
        let key_holder = person("key-holder").await;
        let named = KeyHolderId::new(app.now());
        let columns = [
            ("id", named.0.into()),
            ("organisation_id", committee.0.into()),
            ("user_id", key_holder.id().0.into()),
            ("name", "Karel Sleutel".into()),
            ("phone", "0470 12 34 56".into()),
            ("created_at", app.now().epoch_seconds().into()),
        ];
        app.rows.insert("key_holders", &columns).await;
        let actors = vec![
            app.anonymous(),
            person("stranger").await,
            key_holder,
            booker,
            other,
            admin,
            other_admin,
            app.staff(StaffRole::Desk, world.centre).await,
            app.staff(StaffRole::Manager, world.centre).await,
            app.staff(StaffRole::Desk, world.other_centre).await,
            app.staff(StaffRole::Manager, world.other_centre).await,
            app.staff(StaffRole::Steward, None).await,
            app.administrator().await,
        ];
        Self { world, committee, host, key_holder: named, actors, next: AtomicI64::new(0) }
    }

    pub(super) fn actor(&self, who: Who) -> &Actor {
        &self.actors[Who::ALL.iter().position(|known| *known == who).expect("everybody is there")]
    }

    pub(super) fn organisation(&self) -> String {
        format!("/organisations/{}", self.committee)
    }

    fn number(&self) -> i64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// A day that nobody else has.
    fn date(&self) -> chrono::NaiveDate {
        let first = chrono::NaiveDate::from_ymd_opt(2026, 12, 10).expect("a date");
        first + chrono::Days::new(self.number().unsigned_abs())
    }

    /// A wish for an evening hour, with the key-holder, of a day that nobody else has.
    pub(super) fn wish_on(&self, date: &str) -> Value {
        let times = json!({"starts_at": format!("{date}T18:00:00Z"), "ends_at": format!("{date}T19:00:00Z")});
        with(bookings::wish(&self.world), times)
    }

    async fn book(&self, who: Who, more: Value) -> String {
        let wish = with(self.wish_on(&self.date().to_string()), more);
        format!("/bookings/{}", self.actor(who).post("/bookings", wish).await.expect(201).id())
    }

    /// Makes a thing and gives its address.
    pub(super) async fn thing(&self, app: &TestApp, thing: Thing) -> String {
        let (organisation, n) = (self.organisation(), self.number());
        let newcomer = async || app.person(&format!("newcomer{n}@example.org")).await;
        match thing {
            Thing::Given => String::new(),
            Thing::Booking => {
                let more = json!({"organisation_id": self.committee, "key_holder_id": self.key_holder});
                self.book(Who::Booker, more).await
            }
            Thing::Private => self.book(Who::Stranger, json!({})).await,
            Thing::Public => self.book(Who::Stranger, json!({"visibility": "public"})).await,
            Thing::Request => self.book(Who::Stranger, json!({"room_id": self.world.reviewed})).await,
            Thing::Option => {
                let behalf = json!({"user_id": self.actor(Who::Stranger).id()});
                let until = "2026-12-08T12:00:00Z";
                self.book(Who::Desk, json!({"on_behalf_of": behalf, "hold_until": until})).await
            }
            Thing::Incident => {
                let booking = Box::pin(self.thing(app, Thing::Past)).await;
                let body = incident(app);
                let noted =
                    self.actor(Who::Administrator).post(&format!("{booking}/incidents"), body).await.expect(201);
                format!("/incidents/{}", noted.id())
            }
            Thing::Report => {
                let path = format!("/centres/{}/reports", self.world.centre);
                let body = json!({"kind": "noise", "text": format!("Lawaai {n}")});
                self.actor(Who::Visitor).post(&path, body).await.expect(202);
                let page = self.actor(Who::Administrator).get(&format!("{path}?limit=200")).await.expect(200).json;
                let reports = page["items"].as_array().expect("a list");
                format!("/reports/{}", reports.last().expect("the report")["id"].as_str().expect("an id"))
            }
            Thing::Past => {
                let path = self.book(Who::Stranger, json!({})).await;
                let id: uuid::Uuid = path.rsplit('/').next().expect("an id").parse().expect("an id");
                let text = "UPDATE bookings SET starts_at = $1, ends_at = $2 WHERE id = $3";
                let (from, until) = (app.now().plus(-7200), app.now().plus(-3600));
                let values = [from.epoch_seconds().into(), until.epoch_seconds().into(), id.into()];
                app.rows.execute(text, values).await;
                path
            }
            Thing::Hour => self.date().to_string(),
            Thing::Closure => {
                let body = self.closure_on(&self.date().to_string());
                format!("/closures/{}", self.actor(Who::Administrator).post("/closures", body).await.expect(201).id())
            }
            Thing::Deposit => {
                let booking = self.book(Who::Stranger, json!({})).await;
                let body = json!({"amount": crate::money::euro(5000)});
                self.actor(Who::Administrator).post(&format!("{booking}/deposit"), body).await.expect(200);
                booking
            }
            Thing::Tariff => {
                let body = crate::money::tariff(&self.world);
                format!("/tariffs/{}", self.actor(Who::Administrator).post("/tariffs", body).await.expect(201).id())
            }
            Thing::Door => {
                let path = format!("/rooms/{}/door", self.world.meeting);
                self.actor(Who::Administrator).api(reqwest::Method::POST, &path).await.expect(200);
                path
            }
            Thing::JoinRequest => {
                let path = format!("{organisation}/join-requests");
                format!("{path}/{}", newcomer().await.post(&path, json!({})).await.expect(201).id())
            }
            Thing::Invitation => {
                let body = json!({"email": format!("guest{n}@example.org"), "role": "booker"});
                let path = format!("{organisation}/members");
                let made = self.actor(Who::Administrator).post(&path, body).await.expect(202);
                format!("{organisation}/invitations/{}", made.id())
            }
            Thing::Member => {
                let person = newcomer().await;
                let body = json!({"user_id": person.id(), "role": "booker"});
                let path = format!("{organisation}/members");
                self.actor(Who::Administrator).post(&path, body).await.expect(201);
                format!("{path}/{}", person.id())
            }
            Thing::KeyHolder => {
                let path = format!("{organisation}/key-holders");
                let body = json!({"name": "Karel", "phone": "0470"});
                format!("{path}/{}", self.actor(Who::Administrator).post(&path, body).await.expect(201).id())
            }
            Thing::Person => newcomer().await.id().to_string(),
            Thing::Clerk => {
                let person = newcomer().await;
                let body = json!({"user_id": person.id(), "role": "desk"});
                let path = format!("/centres/{}/staff", self.world.centre);
                self.actor(Who::Administrator).post(&path, body).await.expect(201);
                format!("{path}?user_id={}&role=desk", person.id())
            }
            Thing::Unverified => {
                let body = json!({"name": "Koor", "kind": "association"});
                let made = self.actor(Who::Stranger).post("/organisations", body).await.expect(201);
                format!("/organisations/{}", made.id())
            }
        }
    }

    /// A closure of the meeting room on a night.
    pub(super) fn closure_on(&self, date: &str) -> Value {
        json!({
            "room_ids": [self.world.meeting], "reason": "maintenance",
            "starts_at": format!("{date}T02:00:00Z"), "ends_at": format!("{date}T03:00:00Z"),
        })
    }
}

/// What went wrong an hour and a half ago.
pub(super) fn incident(app: &TestApp) -> Value {
    json!({"kind": "noise", "happened_at": app.now().plus(-5400).to_string(), "description": "Luide muziek"})
}
