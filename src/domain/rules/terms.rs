//! The current house rules were accepted.

use super::{RuleCode, Violation, Wish};
use crate::domain::room::Rules;

/// Whether the house rules were put to the booker, and others than the current ones, or none, accepted; the limit is
/// the current version.
#[must_use]
pub fn check(rules: &Rules, wish: &Wish) -> Option<Violation> {
    let current = rules.terms_version.as_ref()?;
    if !wish.terms_asked || wish.terms_version.as_ref() == Some(current) {
        return None;
    }
    let message = format!("The house rules, version {current}, are to be accepted.");
    Some(Violation::new(RuleCode::Terms, message, current.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::wish;

    fn breaches(current: Option<&str>, accepted: Option<&str>, terms_asked: bool) -> bool {
        let rules = Rules { terms_version: current.map(str::to_owned), ..Rules::default() };
        check(&rules, &Wish { terms_version: accepted.map(str::to_owned), terms_asked, ..wish() }).is_some()
    }

    #[test]
    fn the_current_version_is_to_be_accepted_where_there_is_one() {
        assert!(!breaches(None, None, true));
        assert!(!breaches(None, Some("2025-1"), true));
        assert!(!breaches(Some("2026-1"), Some("2026-1"), true));
        assert!(breaches(Some("2026-1"), Some("2025-1"), true));
        assert!(breaches(Some("2026-1"), None, true));
        assert!(!breaches(Some("2026-1"), None, false), "a search does not ask");
    }
}
