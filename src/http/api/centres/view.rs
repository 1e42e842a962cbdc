//! How a centre looks in answers.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::{
    centre::{Address, Centre, CentreKind, CentreState, HoursException, OpeningHours, Position},
    ids::{CentreId, OrganisationId},
};

/// A centre.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct CentreView {
    /// Identifier.
    id: CentreId,
    /// Name.
    name: String,
    /// Kind.
    kind: CentreKind,
    /// State; only an open one can be booked.
    state: CentreState,
    /// Code of its neighbourhood, where known.
    neighbourhood_code: Option<String>,
    /// A smaller place with a name of its own.
    locality: Option<String>,
    /// Address.
    address: Address,
    /// Latitude, degrees WGS 84.
    latitude: f64,
    /// Longitude, degrees WGS 84.
    longitude: f64,
    /// How well the position is known.
    position: Position,
    /// Time zone of its local times (IANA name).
    #[schema(example = "Europe/Brussels")]
    timezone: &'static str,
    /// Mail address of the desk.
    contact_email: Option<String>,
    /// Telephone of the desk.
    phone: Option<String>,
    /// Telephone outside hours.
    out_of_hours_phone: Option<String>,
    /// The partner in whose building it lives.
    host_organisation_id: Option<OrganisationId>,
    /// First local date on which it can be booked.
    opens_on: Option<NaiveDate>,
    /// Last local date on which it can be booked.
    closes_on: Option<NaiveDate>,
    /// The centre that takes its place.
    replaced_by: Option<CentreId>,
    /// Weekly hours in local time.
    opening_hours: Vec<OpeningHours>,
    /// Dates with other hours.
    exceptions: Vec<HoursException>,
}

impl From<&Centre> for CentreView {
    fn from(centre: &Centre) -> Self {
        let centre = centre.clone();
        Self {
            id: centre.id,
            name: centre.name,
            kind: centre.kind,
            state: centre.state,
            neighbourhood_code: centre.neighbourhood_code,
            locality: centre.locality,
            address: centre.address,
            latitude: centre.latitude,
            longitude: centre.longitude,
            position: centre.position,
            timezone: centre.timezone.name(),
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
}
