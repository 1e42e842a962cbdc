//! What is to be known of a time before one books it, as answers have it.

use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    domain::{closure::ClosureReason, ids::ClosureId, warning::Warning},
    http::render::moment,
};

/// What is to be known of a time. Clients ignore kinds that they do not know.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum WarningView {
    /// A closure is announced, and not certain yet: it can be booked, and may have to go elsewhere.
    ProvisionalClosure {
        /// The closure.
        closure_id: ClosureId,
        /// First instant, with the centre's offset.
        #[schema(format = DateTime)]
        starts_at: String,
        /// First instant after it.
        #[schema(format = DateTime)]
        ends_at: String,
        /// Why.
        reason: ClosureReason,
    },
    /// The host of the building may take the time back.
    Recall {
        /// Until so many days before it begins.
        days: u32,
        /// Until then.
        #[schema(format = DateTime)]
        until: String,
    },
}

/// Warnings in the time zone of the centre.
pub(crate) fn views(warnings: &[Warning], zone: Tz) -> Vec<WarningView> {
    let view = |warning: &Warning| match warning {
        Warning::ProvisionalClosure { closure_id, span, reason } => WarningView::ProvisionalClosure {
            closure_id: *closure_id,
            starts_at: moment(span.start(), zone),
            ends_at: moment(span.end(), zone),
            reason: *reason,
        },
        Warning::Recall { days, until } => WarningView::Recall { days: *days, until: moment(*until, zone) },
    };
    warnings.iter().map(view).collect()
}
