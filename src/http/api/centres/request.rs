//! The body of POST /centres, and (merged) of PATCH.

use chrono::NaiveDate;
use chrono_tz::{Europe::Brussels, Tz};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        centre::{Address, Centre, CentreKind, CentreState, HoursException, OpeningHours, Position},
        ids::{CentreId, OrganisationId},
        spans::SpanSet,
        validation::Faults,
    },
    http::api::answers::PatchOf,
    store::catalogue::Catalogue,
};

/// A centre as it is to be.
#[derive(Clone, Debug, Deserialize, Serialize, utoipa::ToSchema)]
pub(crate) struct CentreRequest {
    /// Name, 1 to 200 characters.
    name: String,
    /// Kind.
    kind: CentreKind,
    /// State; open where absent.
    #[serde(default)]
    state: Option<CentreState>,
    /// Code of its neighbourhood.
    #[serde(default)]
    neighbourhood_code: Option<String>,
    /// A smaller place with a name of its own.
    #[serde(default)]
    locality: Option<String>,
    /// Address.
    #[serde(default)]
    address: Option<Address>,
    /// Latitude, degrees WGS 84; without coordinates the centre stands in the middle of its neighbourhood.
    #[serde(default)]
    latitude: Option<f64>,
    /// Longitude, degrees WGS 84.
    #[serde(default)]
    longitude: Option<f64>,
    /// How well the position is known; exact where coordinates are given.
    #[serde(default)]
    position: Option<Position>,
    /// Time zone of its local times (IANA name); Europe/Brussels where absent.
    #[serde(default)]
    #[schema(example = "Europe/Brussels")]
    timezone: Option<String>,
    /// Mail address of the desk.
    #[serde(default)]
    contact_email: Option<String>,
    /// Telephone of the desk.
    #[serde(default)]
    phone: Option<String>,
    /// Telephone outside hours.
    #[serde(default)]
    out_of_hours_phone: Option<String>,
    /// The partner in whose building it lives.
    #[serde(default)]
    host_organisation_id: Option<OrganisationId>,
    /// First local date on which it can be booked.
    #[serde(default)]
    opens_on: Option<NaiveDate>,
    /// Last local date on which it can be booked.
    #[serde(default)]
    closes_on: Option<NaiveDate>,
    /// The centre that takes its place.
    #[serde(default)]
    replaced_by: Option<CentreId>,
    /// Weekly hours in local time.
    #[serde(default)]
    opening_hours: Vec<OpeningHours>,
    /// Dates with other hours.
    #[serde(default)]
    exceptions: Vec<HoursException>,
}

/// A merge patch on a centre.
pub(crate) type CentrePatch = PatchOf<CentreRequest>;

impl CentreRequest {
    /// The request that would make this centre: what a merge patch is laid on.
    pub(super) fn of(centre: &Centre) -> Self {
        let centre = centre.clone();
        Self {
            name: centre.name,
            kind: centre.kind,
            state: Some(centre.state),
            neighbourhood_code: centre.neighbourhood_code,
            locality: centre.locality,
            address: Some(centre.address),
            latitude: Some(centre.latitude),
            longitude: Some(centre.longitude),
            position: Some(centre.position),
            timezone: Some(centre.timezone.name().to_owned()),
            contact_email: centre.contact_email,
            phone: centre.phone,
            out_of_hours_phone: centre.out_of_hours_phone,
            host_organisation_id: centre.host_organisation_id,
            opens_on: centre.opens_on,
            closes_on: centre.closes_on,
            replaced_by: centre.replaced_by,
            opening_hours: centre.opening_hours,
            exceptions: centre.exceptions,
        }
    }

    /// The centre that it asks for, and what can be said against it already.
    pub(super) fn centre(self, id: CentreId, version: i64, catalogue: &Catalogue) -> (Centre, Faults) {
        let mut faults = Faults::new();
        let timezone = self.timezone(&mut faults);
        let (latitude, longitude, position) = self.place(catalogue, &mut faults);
        let centre = Centre {
            id,
            name: self.name,
            kind: self.kind,
            state: self.state.unwrap_or(CentreState::Open),
            neighbourhood_code: self.neighbourhood_code,
            locality: self.locality,
            address: self.address.unwrap_or_default(),
            latitude,
            longitude,
            position,
            timezone,
            contact_email: self.contact_email,
            phone: self.phone,
            out_of_hours_phone: self.out_of_hours_phone,
            host_organisation_id: self.host_organisation_id,
            opens_on: self.opens_on,
            closes_on: self.closes_on,
            replaced_by: self.replaced_by,
            opening_hours: self.opening_hours,
            exceptions: self.exceptions,
            covered: SpanSet::empty(),
            version,
        };
        (centre, faults)
    }

    fn timezone(&self, faults: &mut Faults) -> Tz {
        let Some(name) = &self.timezone else { return Brussels };
        name.parse().unwrap_or_else(|_| {
            faults.add("/timezone", "unknown", "A time zone has an IANA name, such as Europe/Brussels.");
            Brussels
        })
    }

    fn place(&self, catalogue: &Catalogue, faults: &mut Faults) -> (f64, f64, Position) {
        if let (Some(latitude), Some(longitude)) = (self.latitude, self.longitude) {
            return (latitude, longitude, self.position.unwrap_or(Position::Exact));
        }
        let code = self.neighbourhood_code.as_deref();
        let neighbourhood = catalogue.neighbourhoods.iter().find(|known| Some(known.code.as_str()) == code);
        if let (None, None, Some(middle)) = (self.latitude, self.longitude, neighbourhood) {
            return (middle.latitude, middle.longitude, Position::Approximate);
        }
        for (pointer, given) in [("/latitude", self.latitude), ("/longitude", self.longitude)] {
            if given.is_none() {
                faults.add(pointer, "required", "A centre has coordinates, or those of its neighbourhood.");
            }
        }
        (0.0, 0.0, Position::Approximate)
    }
}
