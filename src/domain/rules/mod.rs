//! The rules a booking is judged by: each has a code and one pure function; search, quote and submit use the same one.

use std::sync::Arc;

use serde::Serialize;

use super::{
    attendance::NoShows,
    booking::{Alcohol, Music, Override},
    centre::Centre,
    ids::OrganisationId,
    incident::Incidents,
    organisation::{DEFAULT_CLASS, OrganisationKind},
    quota::Usage,
    room::Room,
    text_enum,
    time::{Instant, Span},
};

pub mod attendees;
pub mod duration;
pub mod eligibility;
pub mod grid;
pub mod horizon;
pub mod noise;
pub mod notice;
pub mod opening_hours;
pub mod quota;
pub mod review;
pub mod terms;
#[cfg(test)]
mod tests;
mod wording;

text_enum! {
    /// The code of a rule.
    RuleCode {
        OpeningHours = "opening_hours",
        Grid = "grid",
        Duration = "duration",
        Notice = "notice",
        Horizon = "horizon",
        Eligibility = "eligibility",
        Attendees = "attendees",
        Quota = "quota",
        Noise = "noise",
        Terms = "terms",
        Cancellation = "cancellation",
    }
}

text_enum! {
    /// Why the desk looks at a booking before it is confirmed.
    ReviewReason {
        Always = "always",
        OutsideStaffedHours = "outside_staffed_hours",
        NoKeyHolder = "no_key_holder",
        Kind = "kind",
        Attendees = "attendees",
        AmplifiedMusic = "amplified_music",
        Alcohol = "alcohol",
        NoShows = "no_shows",
        Incidents = "incidents",
    }
}

/// What is asked for, as far as rules look at it.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The time that is shown.
    pub span: Span,
    /// People expected.
    pub attendees: i32,
    /// Layout by name.
    pub layout: Option<String>,
    /// Whether it takes places of a shared room rather than the whole.
    pub shared: bool,
    /// Music.
    pub music: Music,
    /// Alcohol.
    pub alcohol: Alcohol,
    /// The house rules that were accepted; `None` in a search counts as not yet asked where `terms_asked` is false.
    pub terms_version: Option<String>,
    /// Whether the house rules have been put to the booker: false in searches.
    pub terms_asked: bool,
    /// Whether a key-holder is named.
    pub key_holder: bool,
}

/// Who asks, as far as rules look at it.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The kind that rules treat them as.
    pub kind: OrganisationKind,
    /// The priority class that rules treat them as.
    pub class: String,
    /// The tariff category that prices treat them as.
    pub category: Option<String>,
    /// The organisation, where they book for one.
    pub organisation_id: Option<OrganisationId>,
    /// Whether they are the host of the centre: a host has no horizon there.
    pub is_host: bool,
    /// Times that nobody came.
    pub no_shows: NoShows,
    /// Incidents that were not dismissed.
    pub incidents: Incidents,
    /// Their quotas, and what they booked; empty where nobody looks at it.
    pub usage: Arc<Usage>,
}

impl Asker {
    /// Someone of whom nothing is known: they book privately.
    #[must_use]
    pub fn private() -> Self {
        Self {
            kind: OrganisationKind::Private,
            class: DEFAULT_CLASS.to_owned(),
            category: None,
            organisation_id: None,
            is_host: false,
            no_shows: NoShows::default(),
            incidents: Incidents::default(),
            usage: Arc::default(),
        }
    }
}

/// What the world looks like at that moment.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances {
    /// Now.
    pub now: Instant,
    /// Amplified events that the centre already has in the local year of the wish, without the wish itself.
    pub amplified_this_year: u32,
}

/// A rule that a wish breaks.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Violation {
    /// Its code.
    pub rule: RuleCode,
    /// In words (English; pages and mails have their own by code).
    pub message: String,
    /// The limit that was passed, in the rule's unit; null where there is none to name.
    pub limit: serde_json::Value,
}

impl Violation {
    fn new(rule: RuleCode, message: impl Into<String>, limit: impl Into<serde_json::Value>) -> Self {
        Self { rule, message: message.into(), limit: limit.into() }
    }
}

/// What the rules say of a wish.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Every rule it breaks.
    pub violations: Vec<Violation>,
    /// Every reason for which the desk looks at it first.
    pub review_reasons: Vec<ReviewReason>,
    /// Whether the room or its centre is not in use: no reason opens it.
    pub out_of_use: bool,
    /// Whether only a volunteer of the rota opens the door.
    pub leans_on_rota: bool,
}

/// Judges a wish by every rule of the room. Search, quote and submit all ask this one function.
#[must_use]
pub fn judge(centre: &Centre, room: &Room, wish: &Wish, asker: &Asker, circumstances: Circumstances) -> Judgement {
    let opening = opening_hours::check(centre, room, wish.span);
    let mut review_reasons = review::reasons(&room.rules.review, wish, asker, opening.staffed, circumstances.now);
    if opening.covered {
        review_reasons.retain(|reason| *reason != ReviewReason::NoKeyHolder);
    }
    let leans_on_rota = opening.covered && !opening.staffed && !wish.key_holder;
    let violations = opening
        .violation
        .into_iter()
        .chain(grid::check(&room.rules, centre.timezone, wish.span))
        .chain(breaches_at_a_time(centre, room, wish, asker, circumstances))
        .chain(breaches_at_any_time(room, wish, asker))
        .collect();
    let out_of_use = !opening_hours::is_in_use(centre, room);
    Judgement { violations, review_reasons, out_of_use, leans_on_rota }
}

/// The rules that depend on when and how long, apart from opening hours and grid.
pub(super) fn breaches_at_a_time(
    centre: &Centre,
    room: &Room,
    wish: &Wish,
    asker: &Asker,
    circumstances: Circumstances,
) -> impl Iterator<Item = Violation> {
    let rules = &room.rules;
    duration::check(rules, wish.span)
        .into_iter()
        .chain(notice::check(rules, wish.span, circumstances.now))
        .chain(horizon::check(rules, centre.timezone, asker, wish.span, circumstances.now))
        .chain(noise::check(rules, centre.timezone, wish, circumstances.amplified_this_year))
        .chain(quota::check(&asker.usage, centre, room, wish.span, circumstances.now))
}

/// The rules that say the same of a wish whenever it begins and however long it lasts.
pub(super) fn breaches_at_any_time(room: &Room, wish: &Wish, asker: &Asker) -> impl Iterator<Item = Violation> {
    eligibility::check(&room.rules, asker)
        .into_iter()
        .chain(attendees::check(room, wish))
        .chain(terms::check(&room.rules, wish))
}

/// The judgement without the violations of rules that staff set aside. Reasons for review stay, and the hours of what is
/// not in use: there are none to set aside.
#[must_use]
pub fn apply_overrides(judgement: Judgement, overrides: &[Override]) -> Judgement {
    let may = |rule| rule != RuleCode::OpeningHours || !judgement.out_of_use;
    let set_aside =
        |violation: &Violation| may(violation.rule) && overrides.iter().any(|known| known.rule == violation.rule);
    let violations = judgement.violations.into_iter().filter(|violation| !set_aside(violation)).collect();
    Judgement { violations, ..judgement }
}
