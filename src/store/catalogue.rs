//! What is read far more than changed (neighbourhoods, centres, resources, rooms with their rules), kept in memory with
//! its version. A stale memory can cost a retry and never a wrong claim: a booking compares the room's version under
//! its lock.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use sea_orm::{QueryResult, Value};

use super::{Access, Store, Unit, closures, quotas, rota, snapshot::Snapshot, sql, tariffs};
use crate::domain::{
    centre::{Address, Centre, CentreKind, CentreState, Neighbourhood, Position},
    claim::Claimable,
    closure::Closure,
    failure::Failure,
    ids::{CentreId, OrganisationId, ResourceId, RoomId},
    quota::Quota,
    resource::{Resource, ResourceKind, UseState},
    room::Room,
    spans::SpanSet,
    tariff::Tariff,
    time::{Instant, Span},
    warning::{Considered, Warning},
};

/// Everything that is kept in memory, as it stood at one version.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The version it was read at.
    pub version: i64,
    /// Neighbourhoods by name.
    pub neighbourhoods: Vec<Neighbourhood>,
    /// Centres.
    pub centres: HashMap<CentreId, Arc<Centre>>,
    /// Resources.
    pub resources: HashMap<ResourceId, Arc<Resource>>,
    /// Rooms.
    pub rooms: HashMap<RoomId, Arc<Room>>,
    /// The rooms of each centre, by name.
    pub rooms_of: HashMap<CentreId, Vec<RoomId>>,
    /// The people that the building of a centre may hold, where that is set.
    pub people: HashMap<CentreId, Claimable>,
    /// The closures of each centre that are announced and not certain yet.
    pub provisional: HashMap<CentreId, Vec<Closure>>,
    /// The quotas that hold.
    pub quotas: Vec<Arc<Quota>>,
    /// The tariffs of each centre, by name.
    pub tariffs: HashMap<CentreId, Vec<Tariff>>,
}

impl Catalogue {
    /// A room with its centre.
    #[must_use]
    pub fn room(&self, id: RoomId) -> Option<(Arc<Room>, Arc<Centre>)> {
        let room = self.rooms.get(&id)?;
        let centre = self.centres.get(&room.centre_id)?;
        Some((Arc::clone(room), Arc::clone(centre)))
    }

    /// The rooms of a centre, by name.
    pub fn rooms_of(&self, centre: CentreId) -> impl Iterator<Item = &Arc<Room>> {
        self.rooms_of.get(&centre).into_iter().flatten().filter_map(|id| self.rooms.get(id))
    }

    /// The floors that a room needs.
    #[must_use]
    pub fn floors(&self, room: &Room) -> Vec<Claimable> {
        room.resource_ids
            .iter()
            .filter_map(|id| self.resources.get(id))
            .map(|resource| Claimable { id: resource.id, capacity: resource.capacity })
            .collect()
    }

    /// What is to be known of a time in a room before one books it.
    #[must_use]
    pub fn warnings(
        &self,
        room: RoomId,
        span: Span,
        organisation_id: Option<OrganisationId>,
        now: Instant,
    ) -> Vec<Warning> {
        let Some((room, centre)) = self.room(room) else { return Vec::new() };
        let provisional = self.provisional.get(&centre.id).map_or(&[][..], Vec::as_slice);
        let floors = |room| self.rooms.get(&room).map_or(&[][..], |room| room.resource_ids.as_slice());
        Considered { room: &room, centre: &centre, span, organisation_id }.warnings(provisional, floors, now)
    }

    /// The people that a centre's building may hold, where that is set.
    #[must_use]
    pub fn people(&self, centre: CentreId) -> Option<Claimable> {
        self.people.get(&centre).copied()
    }
}

/// The place in memory.
#[derive(Debug, Default)]
pub struct Cache(RwLock<Option<Arc<Catalogue>>>);

impl Cache {
    fn held(&self) -> Option<Arc<Catalogue>> {
        self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Drops what is held: whoever looks next reads anew.
    pub(super) fn forget(&self) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
    }

    /// Keeps the newer of what is held and `fresh`: two renewals may end in either order.
    fn keep(&self, fresh: Arc<Catalogue>) {
        let mut held = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if held.as_ref().is_none_or(|held| held.version <= fresh.version) {
            *held = Some(fresh);
        }
    }
}

impl Store {
    /// The catalogue as it is held; read once from the database where it is not held yet.
    pub async fn catalogue(&self) -> Result<Arc<Catalogue>, Failure> {
        match self.catalogue.held() {
            Some(held) => Ok(held),
            None => self.renew_catalogue().await,
        }
    }

    /// Reads the catalogue anew where its version rose: the net under changes that other processes make.
    pub async fn refresh_catalogue(&self) -> Result<Arc<Catalogue>, Failure> {
        let version = version(self).await?;
        match self.catalogue.held() {
            Some(held) if held.version == version => Ok(held),
            _ => self.renew_catalogue().await,
        }
    }

    /// Reads the catalogue anew.
    pub async fn renew_catalogue(&self) -> Result<Arc<Catalogue>, Failure> {
        // Of one moment: a room read after a change with its floors from before would pass as the newest there is, and
        // be booked on the wrong floors.
        let snapshot = Snapshot::open(self).await?;
        let fresh = Arc::new(read(&snapshot, version(&snapshot).await?, self.now()).await?);
        snapshot.close().await;
        self.catalogue.keep(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// A room with its centre and the catalogue they stand in. One that is not held is looked for in the database, as
    /// another process may have made it.
    ///
    /// # Errors
    /// [`Failure::NotFound`].
    pub async fn room(&self, id: RoomId) -> Result<(Arc<Room>, Arc<Centre>, Arc<Catalogue>), Failure> {
        let held = self.catalogue().await?;
        if let Some((room, centre)) = held.room(id) {
            return Ok((room, centre, held));
        }
        let fresh = self.refresh_catalogue().await?;
        let (room, centre) = fresh.room(id).ok_or(Failure::NotFound)?;
        Ok((room, centre, fresh))
    }

    /// A centre and the catalogue it stands in; see [`Store::room`].
    ///
    /// # Errors
    /// [`Failure::NotFound`].
    pub async fn centre(&self, id: CentreId) -> Result<(Arc<Centre>, Arc<Catalogue>), Failure> {
        let held = self.catalogue().await?;
        if let Some(centre) = held.centres.get(&id) {
            return Ok((Arc::clone(centre), held));
        }
        let fresh = self.refresh_catalogue().await?;
        let centre = fresh.centres.get(&id).cloned().ok_or(Failure::NotFound)?;
        Ok((centre, fresh))
    }
}

impl Unit {
    /// The catalogue as it is held in memory: to decide on, then compare versions under the lock.
    pub async fn catalogue(&self) -> Result<Arc<Catalogue>, Failure> {
        self.store().catalogue().await
    }
}

/// Raises the version, in the transaction that changes a centre, a resource or a room.
pub(super) async fn touch(unit: &Unit) -> Result<(), Failure> {
    sql::execute(unit, "UPDATE catalogue_version SET version = version + 1 WHERE id = 1", []).await?;
    unit.note_catalogue_change();
    Ok(())
}

/// Locks a room for the rest of the unit so that what a booking decides on stays, and compares the version it decided
/// with.
///
/// # Errors
/// [`Failure::Stale`] where the room changed since.
pub async fn hold_room(unit: &Unit, room: &Room) -> Result<(), Failure> {
    let text = unit
        .engine()
        .pick("SELECT version FROM rooms WHERE id = $1 FOR SHARE", "SELECT version FROM rooms WHERE id = $1");
    let row = sql::first(unit, text, sql::values![room.id.0]).await?.ok_or(Failure::NotFound)?;
    if sql::get::<i64>(&row, "version")? == room.version { Ok(()) } else { Err(Failure::Stale) }
}

async fn version<A: Access>(access: &A) -> Result<i64, Failure> {
    let row = sql::one(access, "SELECT version FROM catalogue_version WHERE id = 1", []).await?;
    sql::get(&row, "version")
}

async fn read<A: Access>(access: &A, version: i64, now: Instant) -> Result<Catalogue, Failure> {
    let mut catalogue = Catalogue { version, ..Catalogue::default() };
    for row in sql::all(access, "SELECT * FROM neighbourhoods ORDER BY name", []).await? {
        catalogue.neighbourhoods.push(neighbourhood(&row)?);
    }
    read_centres(access, &mut catalogue, None, now).await?;
    for closure in closures::provisional(access).await? {
        catalogue.provisional.entry(closure.centre_id).or_default().push(closure);
    }
    catalogue.quotas = quotas::all(access).await?;
    for tariff in tariffs::read(access, None).await? {
        catalogue.tariffs.entry(tariff.centre_id).or_default().push(tariff);
    }
    Ok(catalogue)
}

/// The part of the catalogue that is about one centre, from the database and past memory; its version is 0.
pub(super) async fn of_centre<A: Access>(access: &A, id: CentreId, now: Instant) -> Result<Catalogue, Failure> {
    let mut catalogue = Catalogue::default();
    read_centres(access, &mut catalogue, Some(id), now).await?;
    Ok(catalogue)
}

/// Reads one centre, or all, with resources and rooms. Of the rota what is not over at `now`.
async fn read_centres<A: Access>(
    access: &A,
    catalogue: &mut Catalogue,
    only: Option<CentreId>,
    now: Instant,
) -> Result<(), Failure> {
    let limited = |text: &str, column: &str, order: &str| match only {
        Some(_) => format!("{text} WHERE {column} = $1 {order}"),
        None => format!("{text} {order}"),
    };
    let values = || only.map(|id| Value::from(id.0));
    let mut covered = rota::covered(access, only, now).await?;
    for row in sql::all(access, &limited("SELECT * FROM centres", "id", ""), values()).await? {
        let mut centre = centre(&row)?;
        centre.covered = covered.remove(&centre.id).unwrap_or_default().into_iter().collect();
        catalogue.centres.insert(centre.id, Arc::new(centre));
    }
    for row in sql::all(access, &limited("SELECT * FROM resources", "centre_id", ""), values()).await? {
        let resource = resource(&row)?;
        if resource.kind == ResourceKind::People && resource.state == UseState::Active {
            let people = Claimable { id: resource.id, capacity: resource.capacity };
            catalogue.people.insert(resource.centre_id, people);
        }
        catalogue.resources.insert(resource.id, Arc::new(resource));
    }
    let mut floors: HashMap<RoomId, Vec<ResourceId>> = HashMap::new();
    let text = "SELECT needed.room_id, needed.resource_id FROM room_resources needed
        JOIN rooms ON rooms.id = needed.room_id";
    let order = "ORDER BY needed.room_id, needed.resource_id";
    for row in sql::all(access, &limited(text, "rooms.centre_id", order), values()).await? {
        let room = RoomId(sql::get(&row, "room_id")?);
        floors.entry(room).or_default().push(ResourceId(sql::get(&row, "resource_id")?));
    }
    for row in sql::all(access, &limited("SELECT * FROM rooms", "centre_id", "ORDER BY name, id"), values()).await? {
        let mut room = room(&row)?;
        room.resource_ids = floors.remove(&room.id).unwrap_or_default();
        catalogue.rooms_of.entry(room.centre_id).or_default().push(room.id);
        catalogue.rooms.insert(room.id, Arc::new(room));
    }
    Ok(())
}

fn neighbourhood(row: &QueryResult) -> Result<Neighbourhood, Failure> {
    Ok(Neighbourhood {
        code: sql::get(row, "code")?,
        name: sql::get(row, "name")?,
        latitude: sql::get(row, "latitude")?,
        longitude: sql::get(row, "longitude")?,
        area_km2: sql::get(row, "area_km2")?,
        population: sql::get(row, "population")?,
        statistical_sectors: sql::json(row, "statistical_sectors")?,
    })
}

fn centre(row: &QueryResult) -> Result<Centre, Failure> {
    let timezone: String = sql::get(row, "timezone")?;
    let id = |column| sql::get::<Option<uuid::Uuid>>(row, column);
    Ok(Centre {
        id: CentreId(sql::get(row, "id")?),
        name: sql::get(row, "name")?,
        kind: sql::word(row, "kind", CentreKind::parse)?,
        state: sql::word(row, "state", CentreState::parse)?,
        neighbourhood_code: sql::get(row, "neighbourhood_code")?,
        locality: sql::get(row, "locality")?,
        address: Address {
            street: sql::get(row, "street")?,
            postal_code: sql::get(row, "postal_code")?,
            city: sql::get(row, "city")?,
        },
        latitude: sql::get(row, "latitude")?,
        longitude: sql::get(row, "longitude")?,
        position: sql::word(row, "position", Position::parse)?,
        timezone: timezone.parse().map_err(|_| Failure::Internal("unknown time zone".into()))?,
        contact_email: sql::get(row, "contact_email")?,
        phone: sql::get(row, "phone")?,
        out_of_hours_phone: sql::get(row, "out_of_hours_phone")?,
        host_organisation_id: id("host_organisation_id")?.map(OrganisationId),
        opens_on: sql::date(row, "opens_on")?,
        closes_on: sql::date(row, "closes_on")?,
        replaced_by: id("replaced_by")?.map(CentreId),
        opening_hours: sql::json(row, "opening_hours")?,
        exceptions: sql::json(row, "exceptions")?,
        covered: SpanSet::empty(),
        version: sql::get(row, "version")?,
    })
}

fn resource(row: &QueryResult) -> Result<Resource, Failure> {
    Ok(Resource {
        id: ResourceId(sql::get(row, "id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        kind: sql::word(row, "kind", ResourceKind::parse)?,
        name: sql::get(row, "name")?,
        capacity: sql::get(row, "capacity")?,
        state: sql::word(row, "state", UseState::parse)?,
        version: sql::get(row, "version")?,
    })
}

fn room(row: &QueryResult) -> Result<Room, Failure> {
    Ok(Room {
        id: RoomId(sql::get(row, "id")?),
        centre_id: CentreId(sql::get(row, "centre_id")?),
        name: sql::get(row, "name")?,
        description: sql::json(row, "description")?,
        floor_area_m2: sql::get(row, "floor_area_m2")?,
        accessible: sql::get(row, "accessible")?,
        layouts: sql::json(row, "layouts")?,
        resource_ids: Vec::new(),
        shared_places: sql::get(row, "shared_places")?,
        equipment: sql::json(row, "equipment")?,
        example: sql::get(row, "example")?,
        state: sql::word(row, "state", UseState::parse)?,
        rules: sql::json(row, "rules")?,
        version: sql::get(row, "version")?,
    })
}
