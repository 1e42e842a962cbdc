//! Rooms that are free.

use std::sync::Arc;

use serde::Serialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    actions::search::Place,
    domain::{
        booking::EquipmentWish,
        failure::Failure,
        ids::{CentreId, OrganisationId, RoomId},
        price::Price,
        quota::Standing,
        rules::ReviewReason,
        time::{Instant, Span},
    },
    http::{
        HttpState,
        api::{
            quotas::view::{QuotaLeft, left},
            warnings::{self, WarningView},
        },
        render::Moment,
    },
    store::catalogue::Catalogue,
};

pub(crate) mod at;
mod criteria;
pub(crate) mod next;

/// The routes of the search.
pub(super) fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(at::search)).routes(routes!(next::search_next))
}

/// A room that the caller could book then.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OfferView {
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// Its centre.
    centre_id: CentreId,
    /// The centre's name.
    centre_name: String,
    /// First instant, with the centre's offset.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Moment,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Moment,
    /// Metres as the crow flies from the place that was named; null where none was.
    distance_m: Option<i64>,
    /// Whether a wheelchair gets in.
    accessible: bool,
    /// The most people it holds, where that is known.
    capacity: Option<i32>,
    /// In a shared room: places that are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    places_free: Option<i32>,
    /// Counted equipment to ask for in the booking, so that what was asked for is there.
    equipment: Vec<EquipmentWish>,
    /// What it would cost; null is 'no price', not 'free'.
    price: Option<Price>,
    /// Whether the desk would look at the booking first.
    needs_review: bool,
    /// Why.
    review_reasons: Vec<ReviewReason>,
    /// What is to be known of the time before one books it.
    warnings: Vec<WarningView>,
    /// What is left of the quotas that would count it.
    quotas: Vec<QuotaLeft>,
}

/// For whom rooms are looked for, and what is known of closures that are not certain.
struct Looking {
    catalogue: Arc<Catalogue>,
    organisation_id: Option<OrganisationId>,
    now: Instant,
}

impl Looking {
    async fn of(state: &HttpState, organisation_id: Option<OrganisationId>) -> Result<Self, Failure> {
        let catalogue = state.services.store.catalogue().await?;
        Ok(Self { catalogue, organisation_id, now: state.services.now() })
    }
}

fn offer_view(
    looking: &Looking,
    place: &Place,
    span: Span,
    places_free: Option<i32>,
    price: Option<Price>,
    review_reasons: Vec<ReviewReason>,
    quotas: &[Standing],
) -> OfferView {
    let (room, centre) = (&place.room, &place.centre);
    let wish = |(resource_id, quantity): &(_, _)| EquipmentWish { resource_id: *resource_id, quantity: *quantity };
    OfferView {
        room_id: room.id,
        room_name: room.name.clone(),
        centre_id: centre.id,
        centre_name: centre.name.clone(),
        starts_at: Moment(span.start(), centre.timezone),
        ends_at: Moment(span.end(), centre.timezone),
        distance_m: place.distance_m,
        accessible: room.accessible,
        capacity: room.largest_capacity(),
        places_free,
        equipment: place.equipment.iter().map(wish).collect(),
        price,
        needs_review: !review_reasons.is_empty(),
        review_reasons,
        warnings: warnings::views(
            &looking.catalogue.warnings(room.id, span, looking.organisation_id, looking.now),
            centre.timezone,
        ),
        quotas: left(quotas),
    }
}
