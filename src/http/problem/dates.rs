//! Why a series is refused: every date that can't be had.

use serde_json::{Value, json};

use super::{BOOKING_CONFLICT, Problem, RULE_VIOLATED, alternative_view, clash_view};
use crate::{
    domain::{
        rules::Violation,
        series::{Missed, Refused, Why},
    },
    http::render::moment,
};

/// Broken rules go before clashes, as with a single booking. Either list holds those of every date; `dates` has them
/// date by date.
pub(super) fn problem(refused: &Refused) -> Problem {
    let zone = refused.timezone;
    let (mut violations, mut conflicts, mut dates) = (Vec::new(), Vec::new(), Vec::new());
    for Missed { span, why, alternatives } in &refused.missed {
        let starts_at = moment(span.start(), zone);
        let offers: Vec<_> = alternatives.iter().map(|offer| alternative_view(offer, zone)).collect();
        let mut date = json!({ "starts_at": starts_at, "ends_at": moment(span.end(), zone), "alternatives": offers });
        match why {
            Why::Violations(broken) => {
                let broken: Vec<Value> = broken.iter().map(|violation| with_date(violation, &starts_at)).collect();
                date["violations"] = json!(broken);
                violations.extend(broken);
            }
            Why::Clashes(clashes) => {
                let clashes: Vec<Value> = clashes.iter().map(|clash| json!(clash_view(clash, zone))).collect();
                date["conflicts"] = json!(clashes);
                conflicts.extend(clashes);
            }
        }
        dates.push(date);
    }
    let detail = format!("{} dates can't be had.", dates.len());
    let problem = if violations.is_empty() {
        let first = dates.first().map_or_else(|| json!([]), |date| date["alternatives"].clone());
        Problem::new(BOOKING_CONFLICT).with("alternatives", first)
    } else {
        Problem::new(RULE_VIOLATED).with("violations", json!(violations))
    };
    let problem = if conflicts.is_empty() { problem } else { problem.with("conflicts", json!(conflicts)) };
    problem.detail(detail).with("dates", json!(dates))
}

fn with_date(violation: &Violation, starts_at: &str) -> Value {
    let mut told = json!(violation);
    told["starts_at"] = json!(starts_at);
    told
}
