//! Everything at once: people book, move and cancel while the places they book are changed and closed. Nobody waits for
//! a deadlock, nothing goes wrong inside, and in the end every booking holds what its room needs now.

use std::collections::BTreeMap;

use lokaal::{
    domain::{
        claim::claims_of,
        ids::ResourceId,
        person::StaffRole,
        resource::ResourceKind,
        room::{Noise, Rules},
        time::{DAY, HOUR, Instant},
    },
    store::{bookings, claims},
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    both_engines,
    deadlock::deadlocks,
    ledger::in_order,
    rivals::people,
    rounds::two_processes,
    support::{
        actor::{Actor, Answer},
        app::TestApp,
        world::World,
    },
};

const CLIENTS: usize = 8;
const STEPS: usize = 30;

/// Somebody who does things at random.
struct Chance {
    rng: StdRng,
    world: World,
    loud: Uuid,
    /// What the other half may be cut from.
    cuts: Vec<Vec<ResourceId>>,
    start: Instant,
    bookings: Vec<String>,
    closures: Vec<String>,
    answers: BTreeMap<String, usize>,
}

impl Chance {
    fn span(&mut self) -> Value {
        let start = self.start.plus(self.rng.random_range(0..3) * DAY + self.rng.random_range(0..8) * HOUR);
        let end = start.plus(self.rng.random_range(1..=3) * HOUR);
        json!({"starts_at": start.to_string(), "ends_at": end.to_string()})
    }

    fn room(&mut self) -> Value {
        let world = &self.world;
        let rooms = [world.hall, world.half, world.other_half, world.shared, world.meeting, world.elsewhere];
        let rooms: Vec<Uuid> = rooms.iter().map(|room| room.0).chain([self.loud]).collect();
        json!(rooms.choose(&mut self.rng).expect("a room"))
    }

    fn wish(&mut self) -> Value {
        let mut wish = self.span();
        let here = self.rng.random_bool(0.3);
        wish["room_id"] = self.room();
        if wish["room_id"] == json!(self.loud) {
            wish["music"] = json!("amplified");
        } else if here && wish["room_id"] != json!(self.world.elsewhere) {
            wish["equipment"] = json!([{"resource_id": self.world.projectors, "quantity": 1}]);
        }
        wish["attendees"] = json!(self.rng.random_range(1..12));
        wish["title"] = json!("Iets");
        wish
    }

    fn count(&mut self, what: &str, answer: &Answer) {
        assert!(answer.status < 500, "{what}: {answer:#?}");
        *self.answers.entry(format!("{what} {}", answer.status)).or_default() += 1;
    }

    async fn book(&mut self, who: &Actor) {
        match self.rng.random_range(0..10) {
            0..5 => {
                let wish = self.wish();
                let made = who.post("/bookings", wish).await;
                if made.status == 201 {
                    self.bookings.push(format!("/bookings/{}", made.id()));
                }
                self.count("book", &made);
            }
            5..8 => {
                let Some(path) = self.bookings.choose(&mut self.rng).cloned() else { return };
                let mut patch = self.span();
                if self.rng.random_bool(0.5) {
                    patch["room_id"] = self.room();
                    patch["equipment"] = json!([]);
                }
                let moved = who.patch(&path, "*", patch).await;
                assert_ne!(moved.status, 412, "whatever it is: {moved:#?}");
                self.count("move", &moved);
            }
            _ => {
                let Some(path) = self.bookings.pop() else { return };
                let gone = who.post(&format!("{path}/cancel"), json!({})).await;
                self.count("cancel", &gone);
            }
        }
    }

    async fn govern(&mut self, who: &Actor) {
        match self.rng.random_range(0..10) {
            8 | 9 => {
                let recut = json!({"resource_ids": self.cuts.choose(&mut self.rng)});
                let changed = who.patch(&format!("/rooms/{}", self.world.other_half), "*", recut).await;
                self.count("re-cut", &changed);
            }
            0 | 1 => {
                let mut closure = self.span();
                closure["reason"] = json!("maintenance");
                if self.rng.random_bool(0.3) {
                    closure["centre_id"] = json!(self.world.centre);
                } else {
                    closure["room_ids"] = json!([self.world.meeting, self.world.half]);
                }
                let made = who.post("/closures", closure).await;
                if made.status == 201 {
                    self.closures.push(format!("/closures/{}", made.id()));
                }
                self.count("close", &made);
            }
            2 => {
                let Some(path) = self.closures.pop() else { return };
                let lifted = who.delete(&path).await;
                self.count("reopen", &lifted);
            }
            3 | 4 => {
                // Little is booked where it is loud, so that there is room for buffers.
                let room = if self.rng.random_bool(0.4) { json!(self.loud) } else { self.room() };
                let minutes = self.rng.random_range(0..3) * 30;
                let rules = json!({"rules": {"cleanup_minutes": minutes}});
                let changed = who.patch(&format!("/rooms/{}", room.as_str().expect("text")), "*", rules).await;
                self.count("buffer", &changed);
            }
            5 => {
                let capacity = json!({"capacity": self.rng.random_range(2..5)});
                let changed = who.patch(&format!("/resources/{}", self.world.projectors), "*", capacity).await;
                self.count("pool", &changed);
            }
            6 => {
                let places = json!({"shared_places": self.rng.random_range(30..60)});
                let changed = who.patch(&format!("/rooms/{}", self.world.shared), "*", places).await;
                self.count("places", &changed);
            }
            _ => {
                let phone = json!({"phone": format!("016 {}", self.rng.random_range(10..99))});
                let changed = who.patch(&format!("/centres/{}", self.world.centre), "*", phone).await;
                self.count("centre", &changed);
            }
        }
    }
}

/// Every booking holds what its room needs as it is now, no more and no less.
async fn holds_what_its_room_needs(app: &TestApp) {
    let catalogue = app.store().refresh_catalogue().await.expect("a catalogue");
    let live = "SELECT id FROM bookings WHERE status IN ('requested', 'held', 'confirmed')";
    for row in app.rows.all(live, []).await {
        let id = lokaal::domain::ids::BookingId(row.try_get("", "id").expect("an id"));
        let booking = bookings::get(app.store(), id).await.expect("a booking");
        let (room, centre) = catalogue.room(booking.room_id).expect("a room");
        let rules = &room.rules;
        assert_eq!((booking.setup_seconds, booking.cleanup_seconds), (rules.setup_seconds(), rules.cleanup_seconds()));
        let people = catalogue.people(centre.id).map(|people| (people, booking.attendees));
        let shared = booking.shared.then_some(booking.attendees);
        let floors = catalogue.floors(&room);
        let needed = claims_of(booking.claimed_span(), &floors, shared, &booking.equipment, people);
        assert_eq!(claims::of_booking(app.store(), id).await.expect("claims"), needed, "{booking:#?}");
    }
}

/// Lets them all go at once, and looks at what is left.
async fn turmoil(app: &TestApp, world: &World, clients: Vec<Actor>, managers: Vec<Actor>) {
    let noise = Some(Noise { amplified_until: BTreeMap::new(), amplified_per_year: Some(4) });
    let loud = app.add_meeting_room(world.centre, "Loud", 12, &Rules { noise, ..Rules::default() }).await;
    let (hall, _, _) = app.store().room(world.hall).await.expect("the hall");
    let (half, _, _) = app.store().room(world.other_half).await.expect("the half");
    // On a floor that no other room needs, whatever is booked finds its place.
    let spare = app.add_resource(world.centre, ResourceKind::Floor, "spare", 1).await;
    app.renew_catalogue().await;
    let cuts = vec![half.resource_ids.clone(), hall.resource_ids.clone(), vec![spare]];
    let start = Instant::from_epoch_seconds((app.now().epoch_seconds() / DAY + 3) * DAY + 8 * HOUR);
    let mut tasks = Vec::new();
    let bookers = clients.len();
    for (n, who) in clients.into_iter().chain(managers).enumerate() {
        let mut chance = Chance {
            rng: StdRng::seed_from_u64(n as u64),
            world: world.clone(),
            loud: loud.0,
            cuts: cuts.clone(),
            start,
            bookings: Vec::new(),
            closures: Vec::new(),
            answers: BTreeMap::new(),
        };
        tasks.push(tokio::spawn(async move {
            for _ in 0..STEPS {
                if n < bookers { chance.book(&who).await } else { chance.govern(&who).await }
            }
            chance.answers
        }));
    }
    let mut answers: BTreeMap<String, usize> = BTreeMap::new();
    for task in tasks {
        for (word, count) in task.await.expect("no panic") {
            *answers.entry(word).or_default() += count;
        }
    }
    for done in ["book 201", "book 409", "move 200", "cancel 200", "buffer 200", "places 200", "re-cut 200"] {
        assert!(answers.contains_key(done), "not everything happened: {answers:#?}");
    }
    in_order(&app.rows).await;
    holds_what_its_room_needs(app).await;
}

both_engines! {
    async fn places_change_while_people_book(mut app: TestApp) {
        let world = app.world().await;
        let manager = app.staff(StaffRole::Manager, world.centre).await;
        let clients = people(&app, CLIENTS).await;
        turmoil(&app, &world, clients, vec![manager.clone(), manager]).await;
        assert_eq!(deadlocks(&mut app).await, 0);
    }
}

/// What one process holds in memory is behind what the other has changed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_change_in_one_process_while_people_book_in_another() {
    let (mut app, world, services, clients) = two_processes().await;
    let manager = app.staff(StaffRole::Manager, world.centre).await;
    let managers = services.iter().map(|service| manager.at(service.address())).collect();
    turmoil(&app, &world, clients, managers).await;
    drop(services);
    assert_eq!(deadlocks(&mut app).await, 0);
}
