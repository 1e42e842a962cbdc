//! Places to book, the same in each test.

use lokaal::domain::{
    centre::{Access, CentreKind, OpeningHours},
    clock_time::{ClockTime, weekday},
    ids::{CentreId, ResourceId, RoomId},
    resource::ResourceKind,
    room::{Daypart, Layout, Review, ReviewMode, Rules},
};
use serde::Serialize;

use super::app::TestApp;

/// Two centres with rooms. Both are staffed from 08:00 to 22:00 every day and with a key-holder from 22:00 to 24:00.
#[derive(Clone, Debug)]
pub struct World {
    /// The centre with the rooms below.
    pub centre: CentreId,
    /// A hall for 80 people (layouts: rows 80, tables 40) that needs both floors.
    pub hall: RoomId,
    /// One half of the hall (rows 40), with the first floor.
    pub half: RoomId,
    /// The other half (rows 40), with the second floor.
    pub other_half: RoomId,
    /// A room of 60 shared places.
    pub shared: RoomId,
    /// A meeting room (12 people) with nothing special.
    pub meeting: RoomId,
    /// A room (20 people) that the desk always reviews.
    pub reviewed: RoomId,
    /// A room (20 people) booked by dayparts: morning 08:00–12:00, afternoon 13:00–17:00, evening 18:00–22:00.
    pub dayparts: RoomId,
    /// Three projectors.
    pub projectors: ResourceId,
    /// A centre two kilometres away.
    pub other_centre: CentreId,
    /// A meeting room (12 people) there.
    pub elsewhere: RoomId,
}

impl TestApp {
    /// Makes the places.
    pub async fn world(&self) -> World {
        let centre = self.add_centre("Casablanca", 50.8826, 4.7212).await;
        let other_centre = self.add_centre("Ridderbuurt", 50.8862, 4.6955).await;
        let floor = |name: &'static str| self.add_resource(centre, ResourceKind::Floor, name, 1);
        let (one, two) = (floor("hall, first half").await, floor("hall, second half").await);
        let always = Rules { review: Review { mode: ReviewMode::Always, ..Review::default() }, ..Rules::default() };
        let parts = [("morning", "08:00", "12:00"), ("afternoon", "13:00", "17:00"), ("evening", "18:00", "22:00")];
        let parts = parts.map(|(name, starts, ends)| Daypart {
            name: name.to_owned(),
            starts: clock(starts),
            ends: clock(ends),
        });
        let dayparts = Rules { dayparts: Some(parts.to_vec()), ..Rules::default() };
        let places = self.add_resource(centre, ResourceKind::Floor, "living room", 60).await;
        let world = World {
            hall: self.add_room(centre, "Hall", &[one, two], &[("rows", 80), ("tables", 40)], None, &usual()).await,
            half: self.add_room(centre, "Hall A", &[one], &[("rows", 40)], None, &usual()).await,
            other_half: self.add_room(centre, "Hall B", &[two], &[("rows", 40)], None, &usual()).await,
            shared: self.add_room(centre, "Living room", &[places], &[], Some(60), &usual()).await,
            meeting: self.add_meeting_room(centre, "Meeting room", 12, &usual()).await,
            reviewed: self.add_meeting_room(centre, "Cellar", 20, &always).await,
            dayparts: self.add_meeting_room(centre, "Attic", 20, &dayparts).await,
            projectors: self.add_resource(centre, ResourceKind::Equipment, "projectors", 3).await,
            elsewhere: self.add_meeting_room(other_centre, "Meeting room", 12, &usual()).await,
            centre,
            other_centre,
        };
        self.renew_catalogue().await;
        world
    }

    /// Makes a centre in Brussels' time; call [`TestApp::renew_catalogue`] when all is made.
    pub async fn add_centre(&self, name: &str, latitude: f64, longitude: f64) -> CentreId {
        let id = CentreId::new(self.now());
        let columns = [
            ("id", id.0.into()),
            ("name", name.into()),
            ("kind", CentreKind::CommunityCentre.as_str().into()),
            ("state", "open".into()),
            ("latitude", latitude.into()),
            ("longitude", longitude.into()),
            ("position", "exact".into()),
            ("timezone", "Europe/Brussels".into()),
            ("contact_email", "desk@example.org".into()),
            ("phone", "+32 16 00 00 00".into()),
            ("opening_hours", json(&opening_hours()).into()),
            ("exceptions", "[]".into()),
            ("created_at", self.now().epoch_seconds().into()),
        ];
        self.rows.insert("centres", &columns).await;
        id
    }

    /// Makes a resource.
    pub async fn add_resource(&self, centre: CentreId, kind: ResourceKind, name: &str, capacity: i32) -> ResourceId {
        let id = ResourceId::new(self.now());
        let columns = [
            ("id", id.0.into()),
            ("centre_id", centre.0.into()),
            ("kind", kind.as_str().into()),
            ("name", name.into()),
            ("capacity", capacity.into()),
            ("state", "active".into()),
            ("created_at", self.now().epoch_seconds().into()),
        ];
        self.rows.insert("resources", &columns).await;
        id
    }

    /// Makes a room on a floor of its own.
    pub async fn add_meeting_room(&self, centre: CentreId, name: &str, people: i32, rules: &Rules) -> RoomId {
        let floor = self.add_resource(centre, ResourceKind::Floor, name, 1).await;
        self.add_room(centre, name, &[floor], &[("table", people)], None, rules).await
    }

    /// Makes a room on these floors.
    pub async fn add_room(
        &self,
        centre: CentreId,
        name: &str,
        floors: &[ResourceId],
        layouts: &[(&str, i32)],
        shared_places: Option<i32>,
        rules: &Rules,
    ) -> RoomId {
        let id = RoomId::new(self.now());
        let layouts: Vec<Layout> =
            layouts.iter().map(|(name, capacity)| Layout { name: (*name).to_owned(), capacity: *capacity }).collect();
        let columns = [
            ("id", id.0.into()),
            ("centre_id", centre.0.into()),
            ("name", name.into()),
            ("description", "{}".into()),
            ("accessible", true.into()),
            ("layouts", json(&layouts).into()),
            ("shared_places", shared_places.into()),
            ("equipment", "[]".into()),
            ("example", true.into()),
            ("state", "active".into()),
            ("rules", json(rules).into()),
            ("created_at", self.now().epoch_seconds().into()),
        ];
        self.rows.insert("rooms", &columns).await;
        for floor in floors {
            let columns = [("room_id", id.0.into()), ("resource_id", floor.0.into())];
            self.rows.insert("room_resources", &columns).await;
        }
        id
    }

    /// Makes the service see what was written past it.
    pub async fn renew_catalogue(&self) {
        self.rows.execute("UPDATE catalogue_version SET version = version + 1", []).await;
        self.store().renew_catalogue().await.expect("a catalogue");
    }
}

fn usual() -> Rules {
    Rules::default()
}

fn clock(text: &str) -> ClockTime {
    ClockTime::parse(text).expect("a time of day")
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("JSON")
}

fn opening_hours() -> Vec<OpeningHours> {
    let hours = |day: &str, opens: &str, closes: &str, access| OpeningHours {
        weekday: weekday::parse(day).expect("a day of the week"),
        opens: clock(opens),
        closes: clock(closes),
        access,
        valid_from: None,
        valid_until: None,
    };
    ["mo", "tu", "we", "th", "fr", "sa", "su"]
        .into_iter()
        .flat_map(|day| {
            [hours(day, "08:00", "22:00", Access::Staffed), hours(day, "22:00", "24:00", Access::KeyHolder)]
        })
        .collect()
}
