//! The data file of Leuven, as it is read.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::{
    centre::{Address, CentreKind, CentreState, Neighbourhood, OpeningHours},
    failure::Failure,
    organisation::OrganisationKind,
    person::{Locale, MemberRole, StaffRole},
    room::{Layout, Rules},
    tariff::{Surcharge, TariffUnit},
};

/// The password of all people of the demo.
pub const PASSWORD: &str = "lokaal-demo";

/// The file, built into the program.
const FILE: &str = include_str!("../../data/leuven.json");

/// Leuven.
#[derive(Debug, Deserialize)]
pub struct Leuven {
    /// Time zone of all centres.
    pub timezone: chrono_tz::Tz,
    /// The official parts of the city.
    pub neighbourhoods: Vec<Neighbourhood>,
    /// Opening hours by name.
    pub hours: BTreeMap<String, Vec<OpeningHours>>,
    /// Centres with their rooms.
    pub centres: Vec<DemoCentre>,
    /// Organisations.
    pub organisations: Vec<DemoOrganisation>,
    /// People.
    pub people: Vec<DemoPerson>,
}

impl Leuven {
    /// Reads the file.
    ///
    /// # Errors
    /// [`Failure::Internal`] where it is not what it should be.
    pub fn read() -> Result<Self, Failure> {
        serde_json::from_str(FILE).map_err(|fault| Failure::Internal(format!("data/leuven.json: {fault}")))
    }
}

/// A centre. Its position is approximate: none is known exactly.
#[derive(Debug, Deserialize)]
pub struct DemoCentre {
    /// A word to refer to it.
    pub key: String,
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
    /// Address, as far as known.
    pub address: Address,
    /// Latitude, degrees WGS 84.
    pub latitude: f64,
    /// Longitude, degrees WGS 84.
    pub longitude: f64,
    /// Mail address of the desk.
    pub contact_email: String,
    /// Opening hours by name.
    pub hours: String,
    /// The organisation in whose building it lives, by key.
    #[serde(default)]
    pub host: Option<String>,
    /// The people that the building may hold.
    #[serde(default)]
    pub people: Option<i32>,
    /// Counted equipment.
    pub equipment: Vec<Pool>,
    /// Rooms.
    pub rooms: Vec<DemoRoom>,
    /// What they cost.
    #[serde(default)]
    pub tariffs: Vec<DemoTariff>,
}

/// A tariff that holds for ever.
#[derive(Debug, Deserialize)]
pub struct DemoTariff {
    /// Name.
    pub name: String,
    /// Category.
    #[serde(default)]
    pub category: Option<String>,
    /// What the price is for.
    pub unit: TariffUnit,
    /// The price.
    pub cents: i64,
    /// Rooms by name; none is all.
    #[serde(default)]
    pub rooms: Vec<String>,
    /// The deposit.
    #[serde(default)]
    pub deposit_cents: Option<i64>,
    /// Who pays nothing.
    pub free_kinds: Vec<OrganisationKind>,
    /// What comes on top.
    pub surcharges: Vec<Surcharge>,
}

/// A pool of counted equipment.
#[derive(Debug, Deserialize)]
pub struct Pool {
    /// Name.
    pub name: String,
    /// How many.
    pub capacity: i32,
}

/// A room; its capacity and rules are invented.
#[derive(Debug, Deserialize)]
pub struct DemoRoom {
    /// Name.
    pub name: String,
    /// Description by language.
    pub description: BTreeMap<String, String>,
    /// Whether a wheelchair gets in.
    pub accessible: bool,
    /// Layouts.
    pub layouts: Vec<Layout>,
    /// What it holds.
    pub equipment: Vec<String>,
    /// Rules.
    pub rules: Rules,
    /// Floors by name, shared with other rooms of the centre; none is one of its own.
    #[serde(default)]
    pub floors: Option<Vec<String>>,
    /// Places of a shared room.
    #[serde(default)]
    pub shared_places: Option<i32>,
    /// Floor area in square metres.
    #[serde(default)]
    pub floor_area_m2: Option<f64>,
    /// How to get in, for who booked it.
    #[serde(default)]
    pub access_note: Option<String>,
}

/// An organisation.
#[derive(Debug, Deserialize)]
pub struct DemoOrganisation {
    /// A word to refer to it.
    pub key: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: OrganisationKind,
    /// Tariff category.
    pub tariff_category: Option<String>,
    /// Priority class.
    pub priority_class: String,
    /// Code of its neighbourhood.
    pub neighbourhood_code: Option<String>,
    /// Where mail for it goes.
    pub contact_email: String,
    /// Whether the city has verified it.
    pub verified: bool,
    /// Members by address.
    pub members: Vec<(String, MemberRole)>,
    /// Key-holders: address, name, telephone.
    pub key_holders: Vec<(String, String, String)>,
}

/// A person.
#[derive(Debug, Deserialize)]
pub struct DemoPerson {
    /// Mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Language.
    pub locale: Locale,
    /// Role on the city's staff, and the key of the centre where it holds.
    #[serde(default)]
    pub post: Option<(StaffRole, Option<String>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole_and_guesses_nothing() {
        let leuven = Leuven::read().unwrap();
        assert_eq!(leuven.neighbourhoods.len(), 24);
        assert!(
            leuven.neighbourhoods.iter().all(|one| one.population.is_none() && !one.statistical_sectors.is_empty())
        );
        for centre in &leuven.centres {
            assert!(leuven.hours.contains_key(&centre.hours), "{}", centre.name);
            let known = |code: &String| leuven.neighbourhoods.iter().any(|one| &one.code == code);
            assert!(centre.neighbourhood_code.as_ref().is_none_or(known), "{}", centre.name);
        }
        let bookable = leuven.centres.iter().filter(|centre| centre.state == CentreState::Open);
        assert!(bookable.into_iter().all(|centre| !centre.rooms.is_empty()));
    }
}
