//! The rules a booking is judged by: each has a code and one pure function; search, quote and submit use the same one.

use serde::Serialize;

use super::{
    booking::{Alcohol, Music},
    ids::OrganisationId,
    organisation::OrganisationKind,
    text_enum,
    time::{Instant, Span},
};

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
    /// The organisation, where they book for one.
    pub organisation_id: Option<OrganisationId>,
    /// Times that nobody came.
    pub no_shows: u32,
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

/// What the rules say of a wish.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Every rule it breaks.
    pub violations: Vec<Violation>,
    /// Every reason for which the desk looks at it first.
    pub review_reasons: Vec<ReviewReason>,
}
