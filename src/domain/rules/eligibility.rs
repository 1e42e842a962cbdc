//! The kinds of organisation that may use a room.

use super::{Asker, RuleCode, Violation, wording::listed};
use crate::domain::room::Rules;

/// Whether the asker's kind is none of those that may book; the limit lists them.
#[must_use]
pub fn check(rules: &Rules, asker: &Asker) -> Option<Violation> {
    let kinds = rules.eligible_kinds.as_ref()?;
    if kinds.contains(&asker.kind) {
        return None;
    }
    let codes: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let words: Vec<String> = codes.iter().map(|code| code.replace('_', " ")).collect();
    let message = if words.is_empty() {
        "Nobody may book the room at present.".to_owned()
    } else {
        format!("Only these may book the room: {}.", listed(&words, "and"))
    };
    Some(Violation::new(RuleCode::Eligibility, message, codes))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::organisation::OrganisationKind;

    #[test]
    fn a_kind_that_is_not_listed_is_refused_with_the_list() {
        let committee = Asker { kind: OrganisationKind::NeighbourhoodCommittee, ..Asker::private() };
        let mut rules = Rules::default();
        assert_eq!(check(&rules, &Asker::private()), None, "no list is every kind");
        rules.eligible_kinds = Some(vec![OrganisationKind::NeighbourhoodCommittee, OrganisationKind::School]);
        assert_eq!(check(&rules, &committee), None);
        let breach = check(&rules, &Asker::private()).unwrap();
        assert_eq!(breach.message, "Only these may book the room: neighbourhood committee and school.");
        assert_eq!(breach.limit, json!(["neighbourhood_committee", "school"]));
        rules.eligible_kinds = Some(Vec::new());
        assert_eq!(check(&rules, &committee).unwrap().limit, json!([]));
    }
}
