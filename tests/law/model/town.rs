//! The service itself, doing what the model does: through its actions, on a centre of its own.

use std::collections::BTreeMap;

use lokaal::{
    actions::{
        Condition, Services,
        bookings::{
            Behalf, Draft,
            answer::{Approve, Decline},
            cancel::Cancel,
            change::Change as ChangeBooking,
            confirm::Confirm,
            create::Create,
        },
        closures::{CreateClosure, LiftClosure, UpdateClosure},
        places::{
            Edit,
            resources::{CreateResource, UpdateResource},
            rooms::UpdateRoom,
        },
    },
    auth::Caller,
    domain::{
        booking::{Alcohol, BookingStatus, EquipmentWish, Music, Visibility},
        claim::Claim,
        closure::{Closure, ClosureReason},
        failure::Failure,
        ids::{BookingId, CentreId, ClosureId, ResourceId, RoomId},
        person::StaffRole,
        resource::{Resource, ResourceKind, UseState},
        room::{Review, ReviewMode, Room, Rules},
        time::{Instant, MINUTE, Span},
        validation::Faults,
    },
    jobs::expiry,
    store::{UseCase, bookings, people},
};
use sea_orm::QueryResult;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    op::{Change, Op, Slot, Wish},
    state::{Outcome, PEOPLE, PROJECTORS, SOONEST, State},
};
use crate::{naive::Held, support::app::TestApp};

const SLOT: i64 = 30 * MINUTE;
/// The longest booking that the rooms allow, minutes: 30 days.
const LONGEST: u32 = 30 * 24 * 60;

/// A centre of the service.
pub(crate) struct Town<'a> {
    app: &'a TestApp,
    services: Services,
    /// Books, and may change what they booked.
    member: Caller,
    /// Desk and manager.
    desk: Caller,
    centre: CentreId,
    base: Instant,
    /// Rooms, in the order of the model's.
    rooms: Vec<RoomId>,
    /// Resources, in the order of the model's.
    pub(crate) resources: Vec<ResourceId>,
    /// Bookings, in the order of the model's.
    pub(crate) bookings: Vec<BookingId>,
    closures: Vec<ClosureId>,
}

/// What the database holds of the centre.
pub(crate) struct Tables {
    /// Capacities.
    pub(crate) capacities: BTreeMap<ResourceId, i32>,
    /// Stages of bookings.
    pub(crate) stages: BTreeMap<BookingId, BookingStatus>,
    /// Claims with their bookings (none is a closure), sorted.
    pub(crate) claims: Vec<(Option<BookingId>, Claim)>,
}

impl<'a> Town<'a> {
    /// Makes what the model begins with.
    pub(crate) async fn new(app: &'a TestApp, state: &State) -> Self {
        let centre = app.add_centre("Casablanca", 50.8826, 4.7212).await;
        let always = ["mo", "tu", "we", "th", "fr", "sa", "su"]
            .map(|day| json!({"weekday": day, "opens": "00:00", "closes": "24:00", "access": "staffed"}));
        let always = Value::from(always.to_vec()).to_string();
        app.rows.execute("UPDATE centres SET opening_hours = $1 WHERE id = $2", [always.into(), centre.0.into()]).await;
        let mut resources = Vec::new();
        for (n, capacity) in state.capacities.iter().enumerate() {
            let kind = if n == PROJECTORS { ResourceKind::Equipment } else { ResourceKind::Floor };
            resources.push(app.add_resource(centre, kind, "part of the centre", *capacity).await);
        }
        let mut rooms = Vec::new();
        for room in &state.rooms {
            let mode = if room.reviewed { ReviewMode::Always } else { ReviewMode::Instant };
            let review = Review { mode, ..Review::default() };
            let rules = Rules { max_minutes: LONGEST, review, ..Rules::default() };
            let floors: Vec<ResourceId> = room.floors.iter().map(|floor| resources[*floor]).collect();
            let layouts: Vec<(&str, i32)> = room.seats.iter().map(|seats| ("table", *seats)).collect();
            rooms.push(app.add_room(centre, "Room", &floors, &layouts, room.places, &rules).await);
        }
        app.renew_catalogue().await;
        let services = app.state().services.clone();
        let caller = async |id| people::caller(&services.store, id).await.expect("a person");
        let member = app.person("anna@example.org").await.id();
        let desk = app.staff(StaffRole::Manager, centre).await.id();
        let (member, desk) = (caller(member).await, caller(desk).await);
        let base = app.now();
        let (bookings, closures) = (Vec::new(), Vec::new());
        Self { app, services, member, desk, centre, base, rooms, resources, bookings, closures }
    }

    /// The instant of a slot.
    pub(crate) fn at(&self, slot: Slot) -> Instant {
        self.base.plus(slot * SLOT)
    }

    fn span(&self, from: Slot, slots: Slot) -> Span {
        Span::new(self.at(from), self.at(from + slots)).expect("at least a slot")
    }

    /// What the database holds.
    pub(crate) async fn tables(&self) -> Tables {
        let rows = &self.app.rows;
        let uuid = |row: &QueryResult, column| row.try_get::<Option<Uuid>>("", column).expect("an id");
        let id = |row: &QueryResult, column| uuid(row, column).expect("an id");
        let centre = || [self.centre.0.into()];
        let capacities = rows.all("SELECT id, capacity FROM resources WHERE centre_id = $1", centre()).await;
        let capacities =
            capacities.iter().map(|row| (ResourceId(id(row, "id")), row.try_get("", "capacity").expect("a number")));
        let stages = rows.all("SELECT id, status FROM bookings WHERE centre_id = $1", centre()).await;
        let stages = stages.iter().map(|row| {
            let status: String = row.try_get("", "status").expect("a word");
            (BookingId(id(row, "id")), BookingStatus::parse(&status).expect("a stage"))
        });
        let claims = "SELECT c.* FROM claims c JOIN resources r ON r.id = c.resource_id WHERE r.centre_id = $1";
        let claims = rows.all(claims, centre()).await;
        let claims = claims.iter().map(|row| {
            let held = Held::read(row);
            let (start, end) = (Instant::from_epoch_seconds(held.from), Instant::from_epoch_seconds(held.until));
            let span = Span::new(start, end).expect("a stretch");
            let claim = Claim { resource_id: ResourceId(id(row, "resource_id")), span, quantity: held.quantity };
            (uuid(row, "booking_id").map(BookingId), claim)
        });
        let mut claims: Vec<_> = claims.collect();
        claims.sort_unstable();
        Tables { capacities: capacities.collect(), stages: stages.collect(), claims }
    }

    /// Does it, and tells how it ended. `state` is the model before it.
    pub(crate) async fn perform(&mut self, op: &Op, state: &State) -> Outcome {
        match op {
            Op::Book { by_desk, wish, held } => self.book(*by_desk, wish, *held, state).await,
            Op::Change { booking, by_desk, change } => {
                let by_desk = *by_desk || state.bookings[*booking].by_desk;
                self.change(*booking, by_desk, &state.asked(*booking, change), state).await
            }
            Op::Cancel { booking } => {
                let (services, caller, id) = self.desk_at(*booking);
                self.run(&Cancel { services, caller, id, condition: Condition::Any, reason: None }).await
            }
            Op::Approve { booking } => {
                let (services, caller, id) = self.desk_at(*booking);
                self.run(&Approve { services, caller, id, condition: Condition::Any }).await
            }
            Op::Decline { booking } => {
                let (services, caller, id) = self.desk_at(*booking);
                let reason = "no".to_owned();
                let condition = Condition::Any;
                self.run(&Decline { services, caller, id, condition, reason, alternatives: Vec::new() }).await
            }
            Op::Confirm { booking } => {
                let (services, caller, id) = self.desk_at(*booking);
                self.run(&Confirm { services, caller, id, condition: Condition::Any }).await
            }
            Op::Close { rooms, at, slots } => {
                let until = (state.now + at + slots).max(state.now + 1);
                self.close(rooms.as_deref(), state.now + at, until).await
            }
            Op::Reopen { closure } => {
                let (caller, centre_id, id) = (self.desk.clone(), self.centre, self.closures[*closure]);
                let (services, condition) = (self.services.clone(), Condition::Any);
                self.run(&LiftClosure { services, caller, centre_id, id, condition }).await
            }
            Op::Reclose { closure, at, slots } => {
                let (caller, centre_id, id) = (self.desk.clone(), self.centre, self.closures[*closure]);
                let span = self.span(state.now + at, *slots);
                let edit: Edit<Closure> =
                    Box::new(move |before| Ok((Closure { span, ..before.clone() }, Faults::new())));
                let (services, condition, decisions) = (self.services.clone(), Condition::Any, Vec::new());
                self.run(&UpdateClosure { services, caller, centre_id, id, condition, edit, decisions }).await
            }
            Op::Buffers { room, setup, cleanup } => {
                let (setup_minutes, cleanup_minutes) = (setup * 30, cleanup * 30);
                self.edit_room(*room, move |room| {
                    room.rules.setup_minutes = setup_minutes;
                    room.rules.cleanup_minutes = cleanup_minutes;
                })
                .await
            }
            Op::Recut { room, floors } => {
                let chosen: Vec<ResourceId> =
                    (0..2).filter(|floor| floors & (1 << floor) != 0).map(|floor| self.resources[floor]).collect();
                self.edit_room(*room, move |room| room.resource_ids.clone_from(&chosen)).await
            }
            Op::Share { room, places } => {
                let places = *places;
                self.edit_room(*room, move |room| room.shared_places = places).await
            }
            Op::Resize { resource, capacity } => self.resize(*resource, *capacity).await,
            Op::People { capacity } if self.resources.len() > PEOPLE => self.resize(PEOPLE, *capacity).await,
            Op::People { capacity } => self.count_people(*capacity).await,
            Op::Wait { slots } => {
                self.app.clock.advance(slots * SLOT);
                expiry::run_once(&self.services).await.expect("the job runs");
                Outcome::Done
            }
        }
    }

    fn desk_at(&self, booking: usize) -> (Services, Caller, BookingId) {
        (self.services.clone(), self.desk.clone(), self.bookings[booking])
    }

    async fn run<U: UseCase>(&self, use_case: &U) -> Outcome {
        outcome(self.services.store.run(use_case).await.map(|_| ())).0
    }

    fn equipment(&self, projectors: i32) -> Vec<EquipmentWish> {
        let wish = EquipmentWish { resource_id: self.resources[PROJECTORS], quantity: projectors };
        Some(wish).filter(|wish| wish.quantity > 0).into_iter().collect()
    }

    async fn book(&mut self, by_desk: bool, wish: &Wish, held: bool, state: &State) -> Outcome {
        let draft = Draft {
            room_id: self.rooms[wish.room],
            organisation_id: None,
            span: self.span(state.now + SOONEST + wish.at, wish.slots),
            title: "Overleg".to_owned(),
            attendees: wish.attendees,
            layout: None,
            shared: wish.shared,
            equipment: self.equipment(wish.projectors),
            visibility: Visibility::Private,
            activity: None,
            audience: None,
            open_to_all: false,
            music: Music::None,
            alcohol: Alcohol::None,
            terms_version: None,
            key_holder_id: None,
            on_site_contact: None,
            note: None,
            behalf: held.then_some(Behalf::Person(self.member.id)),
            hold_until: held.then(|| self.at(state.now + SOONEST)),
            overrides: Vec::new(),
        };
        let caller = if by_desk { &self.desk } else { &self.member };
        let create = Create::new(self.services.clone(), caller.clone(), draft);
        let (outcome, made) = outcome(self.services.store.run(&create).await);
        self.bookings.extend(made.map(|made| made.booking.id));
        outcome
    }

    async fn change(&self, booking: usize, by_desk: bool, change: &Change, state: &State) -> Outcome {
        let before = bookings::get(&self.services.store, self.bookings[booking]).await.expect("a booking");
        let was = Draft::of(&before);
        let moves = change.room.is_some_and(|room| room != state.bookings[booking].room);
        let draft = Draft {
            room_id: change.room.map_or(was.room_id, |room| self.rooms[room]),
            span: change.time.map_or(was.span, |(from, slots)| self.span(from, slots)),
            attendees: change.attendees.unwrap_or(was.attendees),
            shared: change.shared.or(if moves { None } else { was.shared }),
            equipment: change.projectors.map_or_else(|| was.equipment.clone(), |n| self.equipment(n)),
            ..was
        };
        let caller = if by_desk { self.desk.clone() } else { self.member.clone() };
        let services = self.services.clone();
        self.run(&ChangeBooking { services, caller, id: before.id, version: before.version, draft }).await
    }

    async fn close(&mut self, rooms: Option<&[usize]>, from: Slot, until: Slot) -> Outcome {
        let closure = Closure {
            id: ClosureId::new(self.app.now()),
            centre_id: self.centre,
            room_ids: rooms.map(|rooms| rooms.iter().map(|room| self.rooms[*room]).collect()),
            span: self.span(from, until - from),
            reason: ClosureReason::Maintenance,
            note: None,
            provisional: false,
            recalled: false,
            created_by: self.desk.id,
            lifted_at: None,
            version: 1,
        };
        let id = closure.id;
        let (services, caller) = (self.services.clone(), self.desk.clone());
        let (decisions, faults) = (Vec::new(), Faults::new());
        let outcome = self.run(&CreateClosure { services, caller, closure, decisions, faults }).await;
        self.closures.extend((outcome == Outcome::Done).then_some(id));
        outcome
    }

    async fn edit_room(&self, room: usize, change: impl Fn(&mut Room) + Send + Sync + 'static) -> Outcome {
        let edit: Edit<Room> = Box::new(move |before| {
            let mut after = before.clone();
            change(&mut after);
            Ok((after, Faults::new()))
        });
        let (caller, centre_id, id) = (self.desk.clone(), self.centre, self.rooms[room]);
        self.run(&UpdateRoom { caller, centre_id, id, condition: Condition::Any, edit }).await
    }

    async fn resize(&self, resource: usize, capacity: i32) -> Outcome {
        let edit: Edit<Resource> = Box::new(move |before| Ok((Resource { capacity, ..before.clone() }, Faults::new())));
        let (caller, centre_id, id) = (self.desk.clone(), self.centre, self.resources[resource]);
        self.run(&UpdateResource { caller, centre_id, id, condition: Condition::Any, edit }).await
    }

    async fn count_people(&mut self, capacity: i32) -> Outcome {
        let resource = Resource {
            id: ResourceId::new(self.app.now()),
            centre_id: self.centre,
            kind: ResourceKind::People,
            name: "people".to_owned(),
            capacity,
            state: UseState::Active,
            version: 1,
        };
        let id = resource.id;
        let outcome = self.run(&CreateResource { caller: self.desk.clone(), resource, faults: Faults::new() }).await;
        self.resources.extend((outcome == Outcome::Done).then_some(id));
        outcome
    }
}

/// How it ended, in the model's words. What the model has no word for is a failure of the service.
fn outcome<T>(result: Result<T, Failure>) -> (Outcome, Option<T>) {
    let outcome = match result {
        Ok(done) => return (Outcome::Done, Some(done)),
        Err(Failure::Overfull) => Outcome::Full,
        Err(Failure::InUse(uses)) => {
            assert!(!uses.is_empty(), "in use by nothing");
            Outcome::InUse
        }
        Err(Failure::RuleViolated(_) | Failure::Invalid(_)) => Outcome::Unfit,
        Err(Failure::InvalidTransition(_)) => Outcome::Step,
        Err(failure) => panic!("no answer to give: {failure}"),
    };
    (outcome, None)
}
