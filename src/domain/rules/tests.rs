//! The rules together.

use super::*;
use crate::domain::{
    resource::UseState,
    room::{Review, ReviewMode, Rules},
    sample::{centre, circumstances, room, span, wish},
};

#[test]
fn a_plain_wish_breaks_no_rule() {
    let judgement = judge(&centre(), &room(), &wish(), &Asker::private(), circumstances());
    assert_eq!(judgement, Judgement::default());
}

#[test]
fn every_breach_is_told_at_once() {
    use RuleCode::{Attendees, Duration, Eligibility, Grid, Noise, Notice, OpeningHours, Terms};
    let mut room = room();
    room.state = UseState::Retired;
    room.rules = Rules {
        eligible_kinds: Some(vec![OrganisationKind::School]),
        noise: Some(crate::domain::room::Noise { amplified_until: [].into(), amplified_per_year: Some(0) }),
        terms_version: Some("2026-1".to_owned()),
        review: Review { mode: ReviewMode::Always, ..Review::default() },
        ..Rules::default()
    };
    let bad = Wish {
        span: span("2027-02-21T12:10", "2027-02-21T12:20"),
        attendees: 500,
        music: Music::Amplified,
        key_holder: false,
        ..wish()
    };
    let judgement = judge(&centre(), &room, &bad, &Asker::private(), circumstances());
    let codes: Vec<RuleCode> = judgement.violations.iter().map(|breach| breach.rule).collect();
    assert_eq!(codes, [OpeningHours, Grid, Duration, Notice, Noise, Eligibility, Attendees, Terms]);
    assert!(judgement.violations.iter().all(|breach| breach.message.ends_with('.')));
    assert_eq!(judgement.review_reasons, [ReviewReason::Always, ReviewReason::NoKeyHolder]);

    let far = Wish { span: span("2028-02-21T12:00", "2028-02-21T13:00"), ..wish() };
    let judgement = judge(&centre(), &super::super::sample::room(), &far, &Asker::private(), circumstances());
    assert_eq!(judgement.violations.iter().map(|breach| breach.rule).collect::<Vec<_>>(), [RuleCode::Horizon]);
}

#[test]
fn overrides_set_their_rules_aside_and_no_others() {
    let late = Wish { span: span("2027-03-02T02:10", "2027-03-02T03:10"), key_holder: false, ..wish() };
    let judgement = judge(&centre(), &room(), &late, &Asker::private(), circumstances());
    let set_aside = |rule| Override { rule, reason: "the desk will be there".to_owned() };
    let left = apply_overrides(judgement.clone(), &[set_aside(RuleCode::OpeningHours), set_aside(RuleCode::Notice)]);
    assert_eq!(left.violations.iter().map(|breach| breach.rule).collect::<Vec<_>>(), [RuleCode::Grid]);
    assert_eq!(left.review_reasons, [ReviewReason::NoKeyHolder]);
    let all = apply_overrides(judgement, &[set_aside(RuleCode::OpeningHours), set_aside(RuleCode::Grid)]);
    assert_eq!(all.violations, []);
}
