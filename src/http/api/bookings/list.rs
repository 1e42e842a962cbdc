//! GET /bookings.

use axum::{Json, extract::State};
use serde::Deserialize;
use uuid::Uuid;

use super::view::{self, BookingView};
use crate::{
    auth::Caller,
    domain::{
        booking::BookingStatus,
        failure::{Failure, Fault},
        ids::{BookingId, CentreId, OrganisationId, RoomId},
        reference,
        time::Instant,
        validation::{Faults, Lines, text},
    },
    http::{
        HttpState, cursor,
        extract::{Params, params},
        problem::{Problem, ProblemBody},
        render::Page,
    },
    store::bookings::{self, Filter, Scope},
};

/// Which bookings are wanted; what is absent does not narrow.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Ends after it: RFC 3339, whole minutes.
    #[param(format = DateTime)]
    pub(super) from: Option<String>,
    /// Starts before it.
    #[param(format = DateTime)]
    pub(super) until: Option<String>,
    /// In this centre.
    pub(super) centre_id: Option<CentreId>,
    /// In this room.
    pub(super) room_id: Option<RoomId>,
    /// For this organisation.
    pub(super) organisation_id: Option<OrganisationId>,
    /// In this stage.
    pub(super) status: Option<BookingStatus>,
    /// True: only those that are for the caller in person.
    pub(super) mine: Option<bool>,
    /// With this reference, in capitals or not, with or without its dash, or with one that is easily taken for it.
    #[param(example = "kes 7q4m")]
    pub(super) reference: Option<String>,
    /// With this in the title, in the name of the organisation, or in the name or telephone of whom it is for; or with
    /// this reference. At most 100 characters.
    pub(super) q: Option<String>,
    /// Bookings on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub(super) limit: Option<u64>,
    /// `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
}

/// Where a page ended: epoch seconds of the start, and the booking.
type Key = (i64, Uuid);

impl Query {
    /// The filter; none where nothing can be found.
    pub(super) fn filter(&self, caller: &Caller) -> Result<Option<Filter>, Failure> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut instant = |name: &str, value: Option<&str>| {
            value.and_then(|value| params::instant(name, value).map_err(|fault| faults.push(fault)).ok())
        };
        let (from, until) = (instant("from", self.from.as_deref()), instant("until", self.until.as_deref()));
        let mut texts = Faults::default();
        let mut short =
            |name: &str, value: Option<&str>| value.map(|value| text(&mut texts, name, value, 100, Lines::One));
        let (wanted, asked) = (short("q", self.q.as_deref()), short("reference", self.reference.as_deref()));
        faults.extend(texts.into_vec());
        if !faults.is_empty() {
            return Err(Failure::Invalid(faults));
        }
        let references = asked.as_deref().map(reference::readings).unwrap_or_default();
        if asked.is_some() && references.is_empty() {
            return Ok(None);
        }
        Ok(Some(Filter {
            from,
            until,
            centre_id: self.centre_id,
            room_id: self.room_id,
            organisation_id: self.organisation_id,
            status: self.status,
            holding: false,
            person: self.mine.unwrap_or(false).then_some(caller.id),
            references,
            text: wanted,
        }))
    }
}

/// List bookings
///
/// By start, those that the caller may see: their own, all of the organisations whose admin they are, all of the
/// centres whose desk they are; stewards and administrators see all.
#[utoipa::path(
    get, path = "/bookings", tag = "bookings", params(Query),
    responses(
        (status = 200, description = "A page of bookings", body = Page<BookingView>),
        (status = 422, description = "A parameter is not right", body = ProblemBody,
            content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
pub(crate) async fn list_bookings(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<Query>,
) -> Result<Json<Page<BookingView>>, Problem> {
    let limit = params::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor::decode::<Key>).transpose()?;
    let after = after.map(|(start, id)| (Instant::from_epoch_seconds(start), BookingId(id)));
    let Some(filter) = query.filter(&caller)? else {
        return Ok(Json(Page { items: Vec::new(), next_cursor: None }));
    };
    let store = &state.services.store;
    let mut found = bookings::list(store, &Scope::of(&caller), &filter, after, limit + 1).await?;
    let more = u64::try_from(found.len()).is_ok_and(|found| found > limit);
    if more {
        found.pop();
    }
    let key = |booking: &crate::domain::booking::Booking| (booking.span.start().epoch_seconds(), booking.id.0);
    let next_cursor = found.last().filter(|_| more).map(|last| cursor::encode(&key(last))).transpose()?;
    let names = bookings::organisation_names(store, found.iter().filter_map(|one| one.organisation_id)).await?;
    let catalogue = match found.first() {
        // Looks in the database where memory does not know a room, as another process may have made it.
        Some(first) => store.room(first.room_id).await?.2,
        None => store.catalogue().await?,
    };
    let show = |booking: &crate::domain::booking::Booking| {
        let name = booking.organisation_id.and_then(|id| names.get(&id).cloned());
        view::view(booking, &catalogue, name, &caller)
    };
    Ok(Json(Page { items: found.iter().map(show).collect(), next_cursor }))
}
