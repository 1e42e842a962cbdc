//! Centres, their opening hours and the neighbourhoods they serve.

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::{
    clock_time::ClockTime,
    geo::Point,
    ids::{CentreId, OrganisationId},
    spans::SpanSet,
    text_enum,
};

/// An official part of the city.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Neighbourhood {
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Latitude of the centroid, degrees WGS 84.
    pub latitude: f64,
    /// Longitude of the centroid, degrees WGS 84.
    pub longitude: f64,
    /// Area in square kilometres, where known.
    pub area_km2: Option<f64>,
    /// Inhabitants, where known; never guessed.
    pub population: Option<i64>,
    /// Statistical sectors that it is made of.
    pub statistical_sectors: Vec<StatisticalSector>,
}

/// A statistical sector (Statbel).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct StatisticalSector {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
}

text_enum! {
    /// A kind of centre.
    CentreKind { CommunityCentre = "community_centre", ServiceCentre = "service_centre", PartnerSite = "partner_site" }
}

text_enum! {
    /// The state of a centre. Only an open one can be booked.
    CentreState { Planned = "planned", UnderStudy = "under_study", Open = "open", Closed = "closed" }
}

text_enum! {
    /// How well a position is known.
    Position { Exact = "exact", Approximate = "approximate" }
}

text_enum! {
    /// Who opens the door in a stretch of opening hours.
    Access { Staffed = "staffed", KeyHolder = "key_holder" }
}

/// A postal address; each part may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Address {
    /// Street and number.
    #[serde(default)]
    pub street: Option<String>,
    /// Postal code.
    #[serde(default)]
    pub postal_code: Option<String>,
    /// City.
    #[serde(default)]
    pub city: Option<String>,
}

/// A weekly stretch of opening hours in the centre's local time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OpeningHours {
    /// Day of the week: mo, tu, we, th, fr, sa, su.
    #[serde(with = "super::clock_time::weekday")]
    #[schema(value_type = String, example = "mo")]
    pub weekday: Weekday,
    /// First minute.
    pub opens: ClockTime,
    /// First minute after it; 24:00 is midnight and joins 00:00 of the next day.
    pub closes: ClockTime,
    /// Who opens the door.
    pub access: Access,
    /// First date it holds, where bounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last date it holds, where bounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

/// A date on which the weekly hours do not hold: closed, or open at other hours. Several entries of one date add up;
/// a closed one wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HoursException {
    /// The local date.
    pub date: NaiveDate,
    /// Closed all day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// First minute, where open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<ClockTime>,
    /// First minute after it, where open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<ClockTime>,
    /// Who opens the door, where open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
}

/// A building or site with rooms.
#[derive(Clone, Debug, PartialEq)]
pub struct Centre {
    /// Identifier.
    pub id: CentreId,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: CentreKind,
    /// State.
    pub state: CentreState,
    /// Code of its neighbourhood, where known.
    pub neighbourhood_code: Option<String>,
    /// A smaller place with a name of its own.
    pub locality: Option<String>,
    /// Address.
    pub address: Address,
    /// Latitude, degrees WGS 84.
    pub latitude: f64,
    /// Longitude, degrees WGS 84.
    pub longitude: f64,
    /// How well the position is known.
    pub position: Position,
    /// Time zone of all its local times (IANA name).
    pub timezone: Tz,
    /// Mail address of the desk.
    pub contact_email: Option<String>,
    /// Telephone of the desk.
    pub phone: Option<String>,
    /// Telephone outside hours.
    pub out_of_hours_phone: Option<String>,
    /// The partner in whose building it lives.
    pub host_organisation_id: Option<OrganisationId>,
    /// First local date on which it can be booked, where bounded.
    pub opens_on: Option<NaiveDate>,
    /// Last local date on which it can be booked, where bounded.
    pub closes_on: Option<NaiveDate>,
    /// The centre that takes its place.
    pub replaced_by: Option<CentreId>,
    /// Weekly hours.
    pub opening_hours: Vec<OpeningHours>,
    /// Dates with other hours.
    pub exceptions: Vec<HoursException>,
    /// When a volunteer of the rota, or somebody in their place, has the key: then anyone may book.
    pub covered: SpanSet,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

impl Centre {
    /// Where it is.
    #[must_use]
    pub fn point(&self) -> Point {
        Point { latitude: self.latitude, longitude: self.longitude }
    }
}
