//! A large, valid city made from a seed, for measuring: centres of twenty rooms, open from 8 to 22 o'clock, with about
//! 28 bookings a room and week, from ten weeks ago on. The same seed makes the same city.

use rand::{RngExt, SeedableRng, rngs::SmallRng};

use crate::{
    actions::Services,
    domain::{
        booking::{Alcohol, Attendance, Booking, BookingStatus, Music, Visibility},
        centre::{Access, Address, Centre, CentreKind, CentreState, OpeningHours, Position},
        claim::{self, Claim, Claimable},
        clock_time::{ClockTime, weekday},
        failure::Failure,
        ids::{BookingId, CentreId, OrganisationId, ResourceId, RoomId, UserId},
        local_time::{self, LocalDay},
        reference,
        resource::{Resource, ResourceKind, UseState},
        room::{Layout, Room, Rules},
        spans::SpanSet,
        time::{DAY, Instant, Span},
    },
    store::{Unit, UseCase, bookings, claims, people, places},
};

/// Rooms of a centre.
const ROOMS_OF_A_CENTRE: usize = 20;
/// Days in the past with which the bookings begin.
const DAYS_BEFORE: i64 = 70;
/// Bookings that are written in one transaction.
const BATCH: usize = 4_000;
/// The bookings of a room and day begin in these parts of it: minutes after midnight, each three and a half hours long.
const PARTS: [u16; 4] = [8 * 60, 11 * 60 + 30, 15 * 60, 18 * 60 + 30];

/// How large a city.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Rooms.
    pub rooms: usize,
    /// Bookings.
    pub bookings: usize,
    /// What the random numbers begin with.
    pub seed: u64,
}

/// For whom the bookings are.
struct Booker {
    user: UserId,
    organisation: Option<OrganisationId>,
}

/// Makes the city beside what is there. The bookings are for `email`, who is there already.
///
/// # Errors
/// [`Failure::NotFound`] without that person; those of the database.
pub async fn make(services: &Services, size: Size, email: &str) -> Result<(), Failure> {
    let store = &services.store;
    let (person, _) = people::by_email(store, email).await?.ok_or(Failure::NotFound)?;
    let caller = people::caller(store, person.id).await?;
    let organisation = caller.memberships.first().map(|membership| membership.organisation_id);
    let booker = Booker { user: person.id, organisation };
    let rooms = store.run(&Places { rooms: size.rooms }).await?;
    let mut random = SmallRng::seed_from_u64(size.seed);
    let mut rows = Vec::with_capacity(BATCH);
    for (made, wanted) in times(&rooms, services.now(), &mut random).take(size.bookings).enumerate() {
        rows.push(booking(services.now(), &booker, &wanted, made as u64));
        if rows.len() == BATCH {
            store.run(&Batch { rows: std::mem::take(&mut rows) }).await?;
        }
    }
    store.run(&Batch { rows }).await
}

/// A room that was made, with its floor.
#[derive(Clone, Copy)]
struct Made {
    room: RoomId,
    centre: CentreId,
    floor: ResourceId,
}

/// A time of a room.
struct Wanted {
    made: Made,
    span: Span,
    attendees: i32,
}

const ZONE: chrono_tz::Tz = chrono_tz::Europe::Brussels;

/// Times to book: day by day, each room four times a day, in half hours.
fn times<'a>(rooms: &'a [Made], now: Instant, random: &'a mut SmallRng) -> impl Iterator<Item = Wanted> + 'a {
    let days = local_time::days_from(now.plus(-DAYS_BEFORE * DAY), ZONE);
    let places = days.flat_map(move |day| rooms.iter().flat_map(move |made| PARTS.map(|part| (day, *made, part))));
    places.filter_map(move |(day, made, part)| {
        let starts = part + 30 * random.random_range(0..=1);
        let lasts = 30 * random.random_range(2..=5);
        let attendees = random.random_range(2..=20);
        Some(Wanted { made, span: span(day, starts, lasts)?, attendees })
    })
}

fn span(day: LocalDay, starts: u16, lasts: u16) -> Option<Span> {
    let at = |minutes| ClockTime::from_minutes(minutes).map(|time| day.at(time));
    Span::new(at(starts)?, at(starts + lasts)?)
}

fn booking(now: Instant, booker: &Booker, wanted: &Wanted, number: u64) -> (Booking, Vec<Claim>) {
    let floor = Claimable { id: wanted.made.floor, capacity: 1 };
    let claims = claim::claims_of(wanted.span, &[floor], None, &[], None);
    let booking = Booking {
        id: BookingId::new(now),
        // Counted, so that no two are alike; longer than those of people, so that none is taken from them.
        reference: reference::reference("Stad", number.to_le_bytes(), reference::SHORTEST + 2),
        status: BookingStatus::Confirmed,
        room_id: wanted.made.room,
        centre_id: wanted.made.centre,
        organisation_id: booker.organisation,
        booker_id: Some(booker.user),
        caller: None,
        created_by: booker.user,
        title: "Vergadering".to_owned(),
        attendees: wanted.attendees,
        layout: None,
        shared: false,
        equipment: Vec::new(),
        span: wanted.span,
        setup_seconds: 0,
        cleanup_seconds: 0,
        visibility: Visibility::Private,
        activity: None,
        audience: None,
        open_to_all: false,
        music: Music::None,
        alcohol: Alcohol::None,
        note: None,
        terms_version: None,
        key_holder_id: None,
        on_site_contact: None,
        price: None,
        review_reasons: Vec::new(),
        overrides: Vec::new(),
        answer_by: None,
        hold_until: None,
        offer_until: None,
        return_of: None,
        free_cancel_until: None,
        series_id: None,
        series_starts_at: None,
        detached: false,
        cancelled_at: None,
        cancelled_by: None,
        reason: None,
        attendance: Attendance::Unknown,
        head_count: None,
        sequence: 0,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    (booking, claims)
}

/// Writes a part of the bookings with their claims, under the law like everybody's.
struct Batch {
    rows: Vec<(Booking, Vec<Claim>)>,
}

impl UseCase for Batch {
    type Output = ();

    async fn run(&self, unit: &Unit) -> Result<(), Failure> {
        let mut resources: Vec<ResourceId> = Vec::with_capacity(self.rows.len());
        for (_, claims) in &self.rows {
            resources.extend(claims.iter().map(|claim| claim.resource_id));
        }
        resources.sort();
        resources.dedup();
        claims::lock(unit, &resources).await?;
        let rows: Vec<&Booking> = self.rows.iter().map(|(booking, _)| booking).collect();
        bookings::insert_many(unit, &rows).await?;
        let mut claims = Vec::with_capacity(self.rows.len());
        for (booking, own) in &self.rows {
            claims.extend(own.iter().map(|claim| (booking.id, *claim)));
        }
        claims::insert_many(unit, &claims).await
    }
}

/// Makes the centres and rooms.
struct Places {
    rooms: usize,
}

impl UseCase for Places {
    type Output = Vec<Made>;

    async fn run(&self, unit: &Unit) -> Result<Vec<Made>, Failure> {
        let mut made = Vec::with_capacity(self.rooms);
        let mut centre = None;
        for number in 0..self.rooms {
            let centre_id = match centre {
                Some(id) if number % ROOMS_OF_A_CENTRE != 0 => id,
                _ => a_centre(unit, number / ROOMS_OF_A_CENTRE).await?,
            };
            centre = Some(centre_id);
            made.push(a_room(unit, centre_id, number).await?);
        }
        Ok(made)
    }
}

async fn a_centre(unit: &Unit, number: usize) -> Result<CentreId, Failure> {
    let time = |minutes| ClockTime::from_minutes(minutes).unwrap_or(ClockTime::END_OF_DAY);
    let hours = |day: &&str| {
        let weekday = weekday::parse(day)?;
        let (opens, closes) = (time(8 * 60), time(22 * 60));
        Some(OpeningHours { weekday, opens, closes, access: Access::Staffed, valid_from: None, valid_until: None })
    };
    // Spread over a square of about ten kilometres.
    let step = |part: usize| f64::from(u32::try_from(part % 10).unwrap_or(0)) / 100.0;
    let centre = Centre {
        id: CentreId::new(unit.now()),
        name: format!("Centrum {}", number + 1),
        kind: CentreKind::CommunityCentre,
        state: CentreState::Open,
        neighbourhood_code: None,
        locality: None,
        address: Address::default(),
        latitude: 50.83 + step(number / 10),
        longitude: 4.65 + step(number),
        position: Position::Approximate,
        timezone: ZONE,
        contact_email: None,
        phone: None,
        out_of_hours_phone: None,
        host_organisation_id: None,
        opens_on: None,
        closes_on: None,
        replaced_by: None,
        opening_hours: weekday::TEXTS.iter().filter_map(hours).collect(),
        exceptions: Vec::new(),
        covered: SpanSet::empty(),
        version: 1,
    };
    places::insert_centre(unit, &centre).await?;
    Ok(centre.id)
}

async fn a_room(unit: &Unit, centre_id: CentreId, number: usize) -> Result<Made, Failure> {
    let name = format!("Kamer {}", number % ROOMS_OF_A_CENTRE + 1);
    let floor = Resource {
        id: ResourceId::new(unit.now()),
        centre_id,
        kind: ResourceKind::Floor,
        name: name.clone(),
        capacity: 1,
        state: UseState::Active,
        version: 1,
    };
    places::insert_resource(unit, &floor).await?;
    let horizon = [("default", 180), ("committee", 400)];
    let room = Room {
        id: RoomId::new(unit.now()),
        centre_id,
        name,
        description: std::collections::BTreeMap::new(),
        floor_area_m2: None,
        accessible: number.is_multiple_of(2),
        layouts: vec![Layout { name: "tafels".to_owned(), capacity: 20 }],
        resource_ids: vec![floor.id],
        shared_places: None,
        equipment: Vec::new(),
        example: true,
        state: UseState::Active,
        rules: Rules {
            horizon_days: horizon.into_iter().map(|(class, days)| (class.to_owned(), days)).collect(),
            ..Rules::default()
        },
        version: 1,
    };
    places::insert_room(unit, &room).await?;
    Ok(Made { room: room.id, centre: centre_id, floor: floor.id })
}
