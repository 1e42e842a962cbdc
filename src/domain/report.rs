//! What neighbours report, without an account.

use super::{
    failure::Failure,
    ids::{CentreId, IncidentId, ReportId, UserId},
    incident::IncidentKind,
    text_enum,
    time::{DAY, Instant},
};

/// The longest that what is reported may be ago, seconds.
pub const LONGEST_AGO: i64 = 31 * DAY;

text_enum! {
    /// What a neighbour is troubled by.
    ReportKind {
        Noise = "noise",
        Dirt = "dirt",
        Damage = "damage",
        Other = "other",
    }
}

impl ReportKind {
    /// The kind of incident that it would be; of something else the desk says it.
    #[must_use]
    pub const fn of_incident(self) -> Option<IncidentKind> {
        match self {
            Self::Noise => Some(IncidentKind::Noise),
            Self::Dirt => Some(IncidentKind::Dirt),
            Self::Damage => Some(IncidentKind::Damage),
            Self::Other => None,
        }
    }
}

text_enum! {
    /// What became of a report.
    ReportState {
        Open = "open",
        // It is noted at a booking.
        Incident = "incident",
        Dismissed = "dismissed",
    }
}

impl ReportState {
    /// The desk answers it, once.
    ///
    /// # Errors
    /// [`Failure::TooLate`] where it did.
    pub fn moved_to(self, to: Self) -> Result<Self, Failure> {
        match (self, to) {
            (Self::Open, Self::Incident | Self::Dismissed) => Ok(to),
            _ => Err(Failure::TooLate("The desk has dealt with this report.")),
        }
    }
}

/// What a neighbour reported. Text and contact are kept for a while only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Identifier.
    pub id: ReportId,
    /// The centre.
    pub centre_id: CentreId,
    /// What they are troubled by.
    pub kind: ReportKind,
    /// When it was.
    pub happened_at: Instant,
    /// In their words.
    pub text: Option<String>,
    /// How the desk reaches them, where they said so.
    pub contact: Option<String>,
    /// What became of it.
    pub state: ReportState,
    /// The incident that it became.
    pub incident_id: Option<IncidentId>,
    /// Who at the desk dealt with it.
    pub handled_by: Option<UserId>,
    /// When.
    pub handled_at: Option<Instant>,
    /// When it came.
    pub created_at: Instant,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_dealt_with_once() {
        for from in ReportState::ALL {
            for to in ReportState::ALL {
                let fine = *from == ReportState::Open && *to != ReportState::Open;
                assert_eq!(from.moved_to(*to).is_ok(), fine, "{from:?} to {to:?}");
            }
        }
    }
}
