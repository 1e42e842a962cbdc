//! The parameters that both searches have, read and checked.

use crate::{
    actions::search::Criteria,
    domain::{
        failure::Fault,
        geo::Point,
        ids::OrganisationId,
        time::Instant,
        validation::{Faults, Lines, text},
    },
    http::extract::params,
};

/// People at most: more than any room holds.
const MOST_PEOPLE: i32 = 100_000;

/// Words of equipment at most.
const MOST_WORDS: usize = 20;

/// Half the way round the earth.
const FARTHEST_M: f64 = 20_100_000.0;

/// Reads parameters and collects what is wrong with them.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) faults: Vec<Fault>,
}

/// The parameters as they were sent.
#[derive(Default)]
pub(super) struct Sent<'a> {
    pub(super) people: Option<i32>,
    pub(super) equipment: Option<&'a str>,
    pub(super) accessible: Option<bool>,
    pub(super) neighbourhood: Option<&'a str>,
    pub(super) near: Option<&'a str>,
    pub(super) radius_m: Option<f64>,
    pub(super) organisation_id: Option<OrganisationId>,
}

impl Reader {
    /// Keeps the fault, where there is one.
    pub(super) fn keep<T>(&mut self, read: Result<T, Fault>) -> Option<T> {
        read.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// An instant that may be absent.
    pub(super) fn instant(&mut self, name: &str, sent: Option<&str>) -> Option<Instant> {
        sent.and_then(|sent| self.keep(params::instant(name, sent)))
    }

    /// An instant that has to be there.
    pub(super) fn needed_instant(&mut self, name: &str, sent: Option<&str>) -> Option<Instant> {
        if sent.is_none() {
            self.faults.push(Fault::new(name, "required", "This is needed."));
        }
        self.instant(name, sent)
    }

    /// What a room has to offer, and where.
    pub(super) fn criteria(&mut self, sent: &Sent<'_>) -> Criteria {
        let people = sent.people.unwrap_or(1);
        if !(1..=MOST_PEOPLE).contains(&people) {
            self.faults.push(Fault::new("people", "range", "There are 1 to 100,000 people."));
        }
        let near = sent.near.and_then(|near| self.keep(point(near)));
        let radius_m = sent.radius_m;
        if radius_m.is_some_and(|radius| !(0.0..=FARTHEST_M).contains(&radius)) {
            self.faults.push(Fault::new("radius_m", "range", "A radius is 0 to 20,100,000 metres."));
        }
        if radius_m.is_some() && sent.near.is_none() && sent.neighbourhood.is_none() {
            self.faults.push(Fault::new("radius_m", "without", "A radius goes with `near` or `neighbourhood`."));
        }
        let equipment = sent.equipment.map(|words| self.words(words)).unwrap_or_default();
        let neighbourhood = sent.neighbourhood.map(|name| self.text("neighbourhood", name));
        let accessible = sent.accessible.unwrap_or(false);
        Criteria { people, equipment, accessible, near, neighbourhood, radius_m, organisation_id: sent.organisation_id }
    }

    fn text(&mut self, name: &str, value: &str) -> String {
        let mut faults = Faults::new();
        let text = text(&mut faults, name, value, 200, Lines::One);
        self.faults.extend(faults.into_vec());
        text
    }

    /// Words between commas, in lower case, each once.
    fn words(&mut self, words: &str) -> Vec<String> {
        let mut words: Vec<String> = words.split(',').map(|word| self.text("equipment", word).to_lowercase()).collect();
        words.sort_unstable();
        words.dedup();
        if words.len() > MOST_WORDS {
            self.faults.push(Fault::new("equipment", "too_many", "There are at most 20 of these."));
        }
        words
    }
}

fn point(text: &str) -> Result<Point, Fault> {
    let fault = || Fault::new("near", "point", "A place is written as latitude,longitude, like 50.8798,4.7005.");
    let (latitude, longitude) = text.split_once(',').ok_or_else(fault)?;
    let degrees = |text: &str, most: f64| {
        let degrees = text.trim().parse::<f64>().ok()?;
        (-most..=most).contains(&degrees).then_some(degrees)
    };
    let latitude = degrees(latitude, 90.0).ok_or_else(fault)?;
    let longitude = degrees(longitude, 180.0).ok_or_else(fault)?;
    Ok(Point { latitude, longitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_two_numbers_on_the_earth() {
        assert_eq!(point("50.88, 4.7").unwrap(), Point { latitude: 50.88, longitude: 4.7 });
        for text in ["", "50.88", "50.88;4.7", "91,0", "0,-181", "NaN,0", "inf,0", "1,2,3", "a,b"] {
            assert_eq!(point(text).unwrap_err().pointer, "near", "{text}");
        }
    }

    #[test]
    fn every_fault_is_told_by_its_name() {
        let mut reader = Reader::default();
        let sent = Sent {
            people: Some(0),
            equipment: Some("projector,,x"),
            near: Some("here"),
            radius_m: Some(f64::NAN),
            neighbourhood: Some("\u{7}"),
            ..Sent::default()
        };
        reader.criteria(&sent);
        let named: Vec<&str> = reader.faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(named, ["people", "near", "radius_m", "equipment", "neighbourhood"]);
    }

    #[test]
    fn words_count_once_whatever_their_case() {
        let mut reader = Reader::default();
        let sent = Sent { equipment: Some("Projector,kitchen, projector"), ..Sent::default() };
        assert_eq!(reader.criteria(&sent).equipment, ["kitchen", "projector"]);
        assert!(reader.faults.is_empty());
    }
}
