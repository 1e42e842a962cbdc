//! GET /centres/{id}/shifts, and how hours on the rota look in answers.

use axum::{Json, extract::State};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{BookingId, CentreId, ShiftId, VolunteerId},
        rota::{Shift, ShiftRole, ShiftState},
        time::{DAY, Instant, Span},
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        cursor,
        extract::{Id, Params, params},
        problem::Problem,
        render::{Page, moment},
    },
    store::rota,
};

/// Days that are shown where nothing is said, and at most.
const USUAL_DAYS: i64 = 62;
const MOST_DAYS: i64 = 400;

/// Hours on the rota.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct ShiftView {
    /// Identifier; of a duty too.
    id: ShiftId,
    /// The centre.
    centre_id: CentreId,
    /// What somebody is there for: with a key, or as a host.
    role: ShiftRole,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
    /// `taken` by somebody on the rota, `staffed` by the centre, `offered` to the rota, before the `desk`, or `dropped`.
    state: ShiftState,
    /// Who takes them; null is nobody on the rota.
    volunteer_id: Option<VolunteerId>,
    /// Offered to the rota until then.
    #[schema(format = DateTime)]
    offer_until: Option<String>,
    /// The booking that they are for; the desk sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    booking_id: Option<BookingId>,
}

/// Hours on the rota in an answer.
pub(super) fn view(shift: &Shift, zone: Tz, for_desk: bool) -> ShiftView {
    ShiftView {
        id: shift.id,
        centre_id: shift.centre_id,
        role: shift.role,
        starts_at: moment(shift.span.start(), zone),
        ends_at: moment(shift.span.end(), zone),
        state: shift.state,
        volunteer_id: shift.volunteer_id,
        offer_until: shift.offer_until.map(|until| moment(until, zone)),
        booking_id: shift.booking_id.filter(|_| for_desk),
    }
}

/// Which hours.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShiftQuery {
    /// Those that end after this instant; now where absent.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<String>,
    /// Those that start before this instant: at most 400 days after `from`, 62 where absent.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<String>,
    /// Those in this state; all but `dropped` where absent. Those that wait for a decision are in state `desk`.
    state: Option<ShiftState>,
    /// Hours on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The time that is asked about.
///
/// # Errors
/// [`Failure::Invalid`].
pub(in crate::http::api) fn window(now: Instant, from: Option<&str>, until: Option<&str>) -> Result<Span, Failure> {
    let read =
        |pointer: &str, text: &str| params::instant(pointer, text).map_err(|fault| Failure::Invalid(vec![fault]));
    let from = from.map(|text| read("from", text)).transpose()?.unwrap_or(now);
    let until = until.map(|text| read("until", text)).transpose()?.unwrap_or(from.plus(USUAL_DAYS * DAY));
    let window = Span::new(from, until).filter(|window| window.seconds() <= MOST_DAYS * DAY);
    window.ok_or_else(|| Failure::invalid("until", "range", "It ends after it starts, and within 400 days."))
}

/// List hours on the rota
///
/// By start; for the desk of the centre, for who is on its rota, and for who reads the city.
#[utoipa::path(
    get, path = "/centres/{id}/shifts", tag = "rota",
    params(("id" = CentreId, Path, description = "The centre"), ShiftQuery),
    responses((status = 200, description = "A page of hours", body = Page<ShiftView>), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<CentreId>,
    Params(query): Params<ShiftQuery>,
) -> Result<Json<Page<ShiftView>>, Problem> {
    let store = &state.services.store;
    let (centre, _) = store.centre(id).await?;
    let for_desk = caller.may_see_notes_of(id);
    let on_rota = for_desk || rota::of_person(store, caller.id).await?.iter().any(|place| place.centre_id == id);
    caller.needs(on_rota)?;
    let limit = params::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor::decode::<(i64, uuid::Uuid)>).transpose()?;
    let filter = rota::Filter {
        centre: id,
        span: window(state.services.now(), query.from.as_deref(), query.until.as_deref())?,
        state: query.state,
        after: after.map(|(at, id)| (Instant::from_epoch_seconds(at), ShiftId(id))),
    };
    let found = rota::list(store, &filter, limit + 1).await?;
    let key = |shift: &Shift| (shift.span.start().epoch_seconds(), shift.id.0);
    Ok(Json(cursor::first_of(found, limit, key, |shift| view(&shift, centre.timezone, for_desk))?))
}
