//! GET /demand.

use axum::{Json, extract::State};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    auth::Caller,
    domain::{
        booking::Activity,
        clock_time::ClockTime,
        demand::{Demand, Unmet},
        failure::Failure,
        ids::{CentreId, RoomId},
        local_time::resolve,
        organisation::OrganisationKind,
        rules::RuleCode,
        time::Instant,
    },
    http::{
        HttpState,
        api::answers::OfRight,
        cursor,
        extract::{Params, params},
        problem::Problem,
        render::{Moment, Page},
    },
    store::demand,
};

/// Which wishes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DemandQuery {
    /// Had on this day (UTC) or later.
    #[param(example = "2026-12-01")]
    from: Option<NaiveDate>,
    /// Had before this day (UTC).
    #[param(example = "2027-01-01")]
    until: Option<NaiveDate>,
    /// For a room of this centre.
    centre_id: Option<CentreId>,
    /// Wishes on a page: 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200, default = 50)]
    limit: Option<u64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What was wanted and could not be had. Nobody knows by whom.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct DemandView {
    /// The day (UTC) on which somebody asked.
    day: NaiveDate,
    /// How it came to nothing: nothing was found, the time was taken, a rule refused it, or it was waited for in vain.
    unmet: Unmet,
    /// The rules that refused it.
    rules: Vec<RuleCode>,
    /// When: the time itself, or where it was to last shorter, the window that it was to lie in. By the clocks of the
    /// centre, or UTC.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Moment,
    /// First instant after it.
    #[schema(value_type = String, format = DateTime)]
    ends_at: Moment,
    /// Minutes that it was to last.
    duration_minutes: i64,
    /// People.
    people: i32,
    /// Words for equipment.
    equipment: Vec<String>,
    /// Whether a wheelchair had to get in.
    accessible: bool,
    /// What for, where that was told.
    activity: Option<Activity>,
    /// The room that was asked for.
    room_id: Option<RoomId>,
    /// Its centre.
    centre_id: Option<CentreId>,
    /// The neighbourhood, by code: of the centre, or that was named, or the nearest to a place that was named.
    neighbourhood: Option<String>,
    /// The neighbourhood of the organisation that asked, by code.
    from_neighbourhood: Option<String>,
    /// By which kind of organisation.
    kind: OrganisationKind,
}

/// List what could not be had
///
/// Searches that found nothing, bookings that were refused because the time was taken or a rule was broken, and places on
/// the waiting list that were never served, by the day on which somebody asked. One wish by one asker on one day counts
/// once; who it was is not kept. For stewards and administrators.
#[utoipa::path(
    get, path = "/demand", tag = "demand", params(DemandQuery),
    responses((status = 200, description = "A page of wishes", body = Page<DemandView>), OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Params(query): Params<DemandQuery>,
) -> Result<Json<Page<DemandView>>, Problem> {
    caller.needs(caller.reads_city())?;
    let store = &state.services.store;
    let limit = params::limit(query.limit)?;
    let after = query.cursor.as_deref().map(cursor::decode::<(i64, Uuid)>).transpose()?;
    let day = |name: &str, date: Option<NaiveDate>, open: Instant| match date {
        Some(date) => resolve(date, ClockTime::START_OF_DAY, Tz::UTC)
            .ok_or_else(|| Failure::invalid(name, "range", "A day lies in the years 1900 to 10100.")),
        None => Ok(open),
    };
    let days = (day("from", query.from, Instant::EARLIEST)?, day("until", query.until, Instant::LATEST)?);
    let found = demand::list(store, days, query.centre_id, after, limit + 1).await?;
    let catalogue = store.catalogue().await?;
    let zone = |demand: &Demand| {
        let centre = demand.centre_id.and_then(|id| catalogue.centres.get(&id));
        centre.map_or(Tz::UTC, |centre| centre.timezone)
    };
    let page = cursor::first_of(
        found,
        limit,
        |(day, id, _)| (day.epoch_seconds(), *id),
        |(day, _, demand)| view(day, &demand, zone(&demand)),
    )?;
    Ok(Json(page))
}

fn view(day: Instant, demand: &Demand, zone: Tz) -> DemandView {
    let demand = demand.clone();
    DemandView {
        day: day.to_utc().date_naive(),
        unmet: demand.unmet,
        rules: demand.rules,
        starts_at: Moment(demand.window.start(), zone),
        ends_at: Moment(demand.window.end(), zone),
        duration_minutes: demand.minutes,
        people: demand.people,
        equipment: demand.equipment,
        accessible: demand.accessible,
        activity: demand.activity,
        room_id: demand.room_id,
        centre_id: demand.centre_id,
        neighbourhood: demand.neighbourhood,
        from_neighbourhood: demand.from_neighbourhood,
        kind: demand.kind,
    }
}
