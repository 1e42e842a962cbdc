//! Loads Leuven into a new database: places, people, organisations, and some bookings made as people make them.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    data::{DemoCentre, DemoRoom, DemoTariff, Leuven},
    neighbours, series,
};
use crate::{
    actions::{
        Services,
        bookings::{Behalf, Draft, create::Create},
    },
    domain::{
        booking::{Activity, Alcohol, Contact, Music, Visibility},
        centre::{Centre, Position},
        clock_time::ClockTime,
        failure::Failure,
        ids::{CentreId, OrganisationId, QuotaId, ResourceId, RoomId, TariffId, UserId},
        local_time,
        organisation::Organisation,
        person::StaffPost,
        price::Money,
        quota::{Area, Measure, Period, Quota},
        resource::{Resource, ResourceKind, UseState},
        room::Room,
        spans::SpanSet,
        tariff::Tariff,
        time::{DAY, Span},
    },
    store::{Unit, UseCase, access_notes, demo, people, places, quotas, tariffs},
};

/// Loads Leuven.
pub struct Load {
    leuven: Leuven,
    /// The hash of the password that all have.
    password_hash: String,
}

/// Loads Leuven into a database without centres. False where there are some: then nothing is changed.
///
/// # Errors
/// Those of the database.
pub async fn load(services: &Services, password_hash: String) -> Result<bool, Failure> {
    let load = Load { leuven: Leuven::read()?, password_hash };
    if !services.store.run(&load).await? {
        return Ok(false);
    }
    bookings(services).await?;
    series::load(services).await?;
    neighbours::load(services).await?;
    Ok(true)
}

impl UseCase for Load {
    type Output = bool;

    async fn run(&self, unit: &Unit) -> Result<bool, Failure> {
        if !demo::is_empty(unit).await? {
            return Ok(false);
        }
        for neighbourhood in &self.leuven.neighbourhoods {
            places::insert_neighbourhood(unit, neighbourhood).await?;
        }
        let people = self.people(unit).await?;
        let organisations = self.organisations(unit, &people).await?;
        let mut centres = HashMap::new();
        for centre in &self.leuven.centres {
            centres.insert(centre.key.as_str(), self.centre(unit, centre, &organisations).await?);
        }
        if let Some(centre) = centres.get(COUNTED) {
            quotas::insert(unit, &hours_a_month(QuotaId::new(unit.now()), *centre)).await?;
        }
        for person in &self.leuven.people {
            let Some((role, centre)) = &person.post else { continue };
            let centre_id = centre.as_deref().and_then(|key| centres.get(key)).copied();
            people::add_post(unit, people[&person.email], StaffPost { role: *role, centre_id }).await?;
        }
        Ok(true)
    }
}

/// The centre in which the hours of everybody are counted.
const COUNTED: &str = "casablanca";

/// Forty hours a month for each.
fn hours_a_month(id: QuotaId, centre: CentreId) -> Quota {
    Quota {
        id,
        area: Area::Centre(centre),
        class: None,
        organisation_id: None,
        measure: Measure::Minutes,
        period: Period::Month,
        most: 40 * 60,
        version: 1,
    }
}

impl Load {
    async fn people(&self, unit: &Unit) -> Result<HashMap<String, UserId>, Failure> {
        let mut known = HashMap::new();
        for person in &self.leuven.people {
            let new = people::NewPerson {
                id: UserId::new(unit.now()),
                email: person.email.clone(),
                name: person.name.clone(),
                locale: person.locale,
                phone: None,
                password_hash: Some(self.password_hash.clone()),
            };
            people::insert(unit, &new).await?;
            known.insert(new.email, new.id);
        }
        Ok(known)
    }

    async fn organisations(
        &self,
        unit: &Unit,
        people: &HashMap<String, UserId>,
    ) -> Result<HashMap<String, OrganisationId>, Failure> {
        let mut known = HashMap::new();
        for one in &self.leuven.organisations {
            let organisation = Organisation {
                id: OrganisationId::new(unit.now()),
                name: one.name.clone(),
                kind: one.kind,
                tariff_category: one.tariff_category.clone(),
                priority_class: one.priority_class.clone(),
                neighbourhood_code: one.neighbourhood_code.clone(),
                contact_email: one.contact_email.clone(),
                verified: one.verified,
                merged_into: None,
                version: 1,
            };
            demo::insert_organisation(unit, &organisation).await?;
            for (email, role) in &one.members {
                demo::insert_member(unit, organisation.id, people[email], *role).await?;
            }
            for (email, name, phone) in &one.key_holders {
                demo::insert_key_holder(unit, organisation.id, people[email], name, phone).await?;
            }
            known.insert(one.key.clone(), organisation.id);
        }
        Ok(known)
    }

    async fn centre(
        &self,
        unit: &Unit,
        demo: &DemoCentre,
        organisations: &HashMap<String, OrganisationId>,
    ) -> Result<CentreId, Failure> {
        let centre = Centre {
            id: CentreId::new(unit.now()),
            name: demo.name.clone(),
            kind: demo.kind,
            state: demo.state,
            neighbourhood_code: demo.neighbourhood_code.clone(),
            locality: demo.locality.clone(),
            address: demo.address.clone(),
            latitude: demo.latitude,
            longitude: demo.longitude,
            position: Position::Approximate,
            timezone: self.leuven.timezone,
            contact_email: Some(demo.contact_email.clone()),
            phone: None,
            out_of_hours_phone: None,
            host_organisation_id: demo.host.as_ref().and_then(|key| organisations.get(key)).copied(),
            opens_on: None,
            closes_on: None,
            replaced_by: None,
            opening_hours: self.leuven.hours.get(&demo.hours).cloned().unwrap_or_default(),
            exceptions: Vec::new(),
            covered: SpanSet::empty(),
            version: 1,
        };
        places::insert_centre(unit, &centre).await?;
        if let Some(capacity) = demo.people {
            resource(unit, centre.id, ResourceKind::People, "gebouw", capacity).await?;
        }
        for pool in &demo.equipment {
            resource(unit, centre.id, ResourceKind::Equipment, &pool.name, pool.capacity).await?;
        }
        let mut floors = HashMap::new();
        let mut rooms = HashMap::new();
        for one in &demo.rooms {
            rooms.insert(one.name.as_str(), room(unit, centre.id, one, &mut floors).await?);
        }
        for one in &demo.tariffs {
            tariffs::insert(unit, &tariff(unit, centre.id, one, &rooms)).await?;
        }
        Ok(centre.id)
    }
}

async fn resource(
    unit: &Unit,
    centre_id: CentreId,
    kind: ResourceKind,
    name: &str,
    capacity: i32,
) -> Result<ResourceId, Failure> {
    let id = ResourceId::new(unit.now());
    let resource =
        Resource { id, centre_id, kind, name: name.to_owned(), capacity, state: UseState::Active, version: 1 };
    places::insert_resource(unit, &resource).await?;
    Ok(id)
}

/// Makes a room with its floors; those of the same name are the same floor.
async fn room<'a>(
    unit: &Unit,
    centre: CentreId,
    demo: &'a DemoRoom,
    floors: &mut HashMap<&'a str, ResourceId>,
) -> Result<RoomId, Failure> {
    let mut resource_ids = Vec::new();
    match &demo.floors {
        None => {
            let capacity = demo.shared_places.unwrap_or(1);
            resource_ids.push(resource(unit, centre, ResourceKind::Floor, &demo.name, capacity).await?);
        }
        Some(names) => {
            for name in names {
                let id = match floors.get(name.as_str()) {
                    Some(id) => *id,
                    None => resource(unit, centre, ResourceKind::Floor, name, 1).await?,
                };
                floors.insert(name, id);
                resource_ids.push(id);
            }
        }
    }
    let room = Room {
        id: RoomId::new(unit.now()),
        centre_id: centre,
        name: demo.name.clone(),
        description: demo.description.clone(),
        floor_area_m2: demo.floor_area_m2,
        accessible: demo.accessible,
        layouts: demo.layouts.clone(),
        resource_ids,
        shared_places: demo.shared_places,
        equipment: demo.equipment.clone(),
        example: true,
        state: UseState::Active,
        rules: demo.rules.clone(),
        version: 1,
    };
    places::insert_room(unit, &room).await?;
    if let Some(note) = &demo.access_note {
        access_notes::set(unit, room.id, Some(note)).await?;
    }
    Ok(room.id)
}

fn tariff(unit: &Unit, centre_id: CentreId, demo: &DemoTariff, rooms: &HashMap<&str, RoomId>) -> Tariff {
    Tariff {
        id: TariffId::new(unit.now()),
        centre_id,
        room_ids: demo.rooms.iter().filter_map(|name| rooms.get(name.as_str())).copied().collect(),
        name: demo.name.clone(),
        category: demo.category.clone(),
        unit: demo.unit,
        price: Money::euro_cents(demo.cents),
        dayparts: None,
        surcharges: demo.surcharges.clone(),
        free_kinds: demo.free_kinds.clone(),
        deposit: demo.deposit_cents.map(Money::euro_cents),
        valid_from: NaiveDate::default(),
        valid_until: None,
        version: 1,
    }
}

/// A booking of the coming weeks.
struct Planned {
    by: &'static str,
    room: &'static str,
    /// In how many days.
    days: i64,
    /// From and until which hour.
    hours: (u16, u16),
    title: &'static str,
    attendees: i32,
    /// Kept by the desk as an option for somebody who phoned: for how many days.
    option_days: Option<i64>,
}

const fn planned(
    by: &'static str,
    room: &'static str,
    days: i64,
    hours: (u16, u16),
    title: &'static str,
    attendees: i32,
) -> Planned {
    Planned { by, room, days, hours, title, attendees, option_days: None }
}

/// What the coming weeks hold. Ridderbuurt looks at every request.
const BOOKINGS: [Planned; 7] = [
    planned("comite@demo.lokaal", "Kamer 1", 8, (10, 12), "Bestuursvergadering", 8),
    planned("comite@demo.lokaal", "Buurtkeuken", 10, (12, 15), "Samen koken", 16),
    planned("lid@demo.lokaal", "Café", 9, (14, 17), "Koffie voor de buurt", 20),
    planned("lid@demo.lokaal", "Zaal links", 15, (13, 16), "Repetitie", 25),
    planned("partner@demo.lokaal", "Kamer 2", 8, (9, 12), "Taaltafel", 12),
    planned("partner@demo.lokaal", "Buurtlokaal", 16, (10, 12), "Infomoment", 20),
    Planned { option_days: Some(6), ..planned("desk@demo.lokaal", "Zaal", 22, (13, 17), "Familiefeest", 60) },
];

/// Makes the bookings as people make them. One that the hours of that day do not allow is left out.
async fn bookings(services: &Services) -> Result<(), Failure> {
    let catalogue = services.store.catalogue().await?;
    for planned in BOOKINGS {
        let Some((person, _)) = people::by_email(&services.store, planned.by).await? else { continue };
        let caller = people::caller(&services.store, person.id).await?;
        let Some(room) = catalogue.rooms.values().find(|room| room.name == planned.room) else { continue };
        let Some((_, centre)) = catalogue.room(room.id) else { continue };
        let at = |days: i64, hour: u16| {
            let date = local_time::date_of(services.now().plus(days * DAY), centre.timezone)?;
            local_time::resolve(date, ClockTime::from_minutes(hour * 60)?, centre.timezone)
        };
        let (from, until) = planned.hours;
        let ends = at(planned.days, until);
        let Some(span) = at(planned.days, from).zip(ends).and_then(|(from, until)| Span::new(from, until)) else {
            continue;
        };
        let phoned =
            Contact { name: "Jan Peeters".to_owned(), phone: Some("+32 470 00 00 02".to_owned()), email: None };
        let hold_until = planned.option_days.and_then(|days| at(days, 17));
        let draft = Draft {
            room_id: room.id,
            organisation_id: caller.memberships.first().map(|membership| membership.organisation_id),
            span,
            title: planned.title.to_owned(),
            attendees: planned.attendees,
            layout: None,
            shared: None,
            equipment: Vec::new(),
            visibility: Visibility::Public,
            activity: Some(Activity::Meeting),
            audience: None,
            open_to_all: false,
            music: Music::None,
            alcohol: Alcohol::None,
            terms_version: room.rules.terms_version.clone(),
            key_holder_id: None,
            on_site_contact: None,
            note: None,
            behalf: hold_until.is_some().then_some(Behalf::Caller(phoned)),
            hold_until,
            overrides: Vec::new(),
        };
        match services.store.run(&Create::new(services.clone(), caller, draft)).await {
            Ok(_) | Err(Failure::RuleViolated(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}
