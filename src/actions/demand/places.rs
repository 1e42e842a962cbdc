//! What a search or a refused request says of a wish, without who asked.

use crate::{
    actions::{bookings::Draft, search::Criteria, series::SeriesDraft},
    auth::Caller,
    domain::{
        centre::Neighbourhood,
        demand::{Asker, Demand, Note, Unmet},
        failure::Failure,
        geo::{self, Point},
        ids::{OrganisationId, UserId},
        organisation::OrganisationKind,
        rules::RuleCode,
        series::{Missed, Why},
        time::{MINUTE, Span},
    },
    store::catalogue::Catalogue,
};

/// A search that found nothing.
#[must_use]
pub fn of_search(
    catalogue: &Catalogue,
    caller: Option<&Caller>,
    visitor: String,
    criteria: &Criteria,
    window: Span,
    seconds: i64,
) -> Note {
    let demand = Demand {
        unmet: Unmet::Search,
        rules: Vec::new(),
        window,
        minutes: seconds / MINUTE,
        people: criteria.people,
        equipment: criteria.equipment.clone(),
        accessible: criteria.accessible,
        activity: None,
        room_id: None,
        centre_id: None,
        neighbourhood: neighbourhood(catalogue, criteria),
        from_neighbourhood: None,
        kind: kind(caller, criteria.organisation_id),
    };
    Note { asker: asker(caller.map(|caller| caller.id), criteria.organisation_id, visitor), demand }
}

/// A request that was refused because the time is taken or a rule is broken; none for other refusals, and for what is
/// refused whatever the time and the room.
#[must_use]
pub fn of_refusal(catalogue: &Catalogue, caller: &Caller, draft: &Draft, failure: &Failure) -> Vec<Note> {
    let one = |unmet, rules, window| Note {
        asker: asker(Some(caller.id), draft.organisation_id, String::new()),
        demand: wanted(catalogue, caller, draft, unmet, rules, window),
    };
    match failure {
        Failure::Conflict(_) => vec![one(Unmet::Conflict, Vec::new(), draft.span)],
        Failure::RuleViolated(violations) => {
            let rules = violations.iter().map(|violation| violation.rule).collect();
            vec![one(Unmet::Rule, rules, draft.span)]
        }
        _ => Vec::new(),
    }
}

/// The dates of a series that could not be had.
#[must_use]
pub fn of_missed(catalogue: &Catalogue, caller: &Caller, draft: &SeriesDraft, missed: &[Missed]) -> Vec<Note> {
    let one = |missed: &Missed| {
        let (unmet, rules) = match &missed.why {
            Why::Violations(violations) => (Unmet::Rule, violations.iter().map(|one| one.rule).collect()),
            Why::Clashes(_) => (Unmet::Conflict, Vec::new()),
        };
        let draft = draft.on(missed.span);
        Note {
            asker: asker(Some(caller.id), draft.organisation_id, String::new()),
            demand: wanted(catalogue, caller, &draft, unmet, rules, missed.span),
        }
    };
    missed.iter().map(one).collect()
}

fn wanted(
    catalogue: &Catalogue,
    caller: &Caller,
    draft: &Draft,
    unmet: Unmet,
    rules: Vec<RuleCode>,
    window: Span,
) -> Demand {
    let place = catalogue.room(draft.room_id);
    let name = |id| catalogue.resources.get(&id).map(|resource| resource.name.clone());
    Demand {
        unmet,
        rules,
        window,
        minutes: window.seconds() / MINUTE,
        people: draft.attendees,
        equipment: draft.equipment.iter().filter_map(|wish| name(wish.resource_id)).collect(),
        accessible: false,
        activity: draft.activity,
        room_id: Some(draft.room_id),
        centre_id: place.as_ref().map(|(_, centre)| centre.id),
        neighbourhood: place.and_then(|(_, centre)| centre.neighbourhood_code.clone()),
        from_neighbourhood: None,
        kind: kind(Some(caller), draft.organisation_id),
    }
}

fn asker(person: Option<UserId>, organisation: Option<OrganisationId>, visitor: String) -> Asker {
    match (organisation, person) {
        (Some(organisation), _) => Asker::Organisation(organisation),
        (None, Some(person)) => Asker::Person(person),
        (None, None) => Asker::Visitor(visitor),
    }
}

fn kind(caller: Option<&Caller>, organisation: Option<OrganisationId>) -> OrganisationKind {
    let standing = organisation.zip(caller).and_then(|(organisation, caller)| caller.standing_of(organisation));
    standing.map_or(OrganisationKind::Private, |standing| standing.kind)
}

/// The neighbourhood that is meant, by code. Of a place that was named only the nearest is kept: it may be a home.
fn neighbourhood(catalogue: &Catalogue, criteria: &Criteria) -> Option<String> {
    let all = &catalogue.neighbourhoods;
    if let Some(text) = criteria.neighbourhood.as_deref() {
        let lower = text.to_lowercase();
        let named = all.iter().find(|one| one.code.to_lowercase() == lower || one.name.to_lowercase() == lower);
        return named.map(|one| one.code.clone());
    }
    let near = criteria.near?;
    let distance =
        |one: &Neighbourhood| geo::distance_m(near, Point { latitude: one.latitude, longitude: one.longitude });
    all.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).map(|one| one.code.clone())
}
