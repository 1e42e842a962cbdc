//! GET /centres/{id}/keys and GET /keys/{id}/loans, and how keys look in answers.

use axum::{Json, extract::State};
use chrono_tz::Tz;
use serde::Serialize;

use crate::{
    actions::keys::opens_at,
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, KeyId, LoanId, UserId},
        key::{Key, KeyState, Loan},
        time::Instant,
    },
    http::{
        HttpState,
        api::answers::{OfRight, OfThing},
        cursor,
        extract::{
            Id, Params,
            params::{self, Paging},
        },
        problem::Problem,
        render::{Page, moment},
    },
    store::keys,
};

/// A key of a centre.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct KeyView {
    /// Identifier.
    id: KeyId,
    /// The centre.
    centre_id: CentreId,
    /// What stands on it.
    number: String,
    /// What it opens.
    name: String,
    /// In the centre, with somebody, or with somebody who should have brought it back.
    state: KeyState,
    /// With whom it is; the desk sees it, and who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    loan: Option<LoanView>,
}

/// A key that is or was with somebody.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct LoanView {
    /// Identifier.
    id: LoanId,
    /// Their account, where they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<UserId>,
    /// Their name.
    name: String,
    /// Their telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// When it went out.
    #[schema(format = DateTime)]
    out_at: String,
    /// When it is to be back.
    #[schema(format = DateTime)]
    due_at: String,
    /// When it came back; null while it is out.
    #[schema(format = DateTime)]
    back_at: Option<String>,
    /// Whether it came back, or is still out, after it was to be back.
    late: bool,
}

fn loan_view(loan: &Loan, zone: Tz, now: Instant) -> LoanView {
    LoanView {
        id: loan.id,
        user_id: loan.person_id,
        name: loan.holder_name.clone(),
        phone: loan.holder_phone.clone(),
        out_at: moment(loan.out_at, zone),
        due_at: moment(loan.due_at, zone),
        back_at: loan.back_at.map(|at| moment(at, zone)),
        late: loan.is_late(now),
    }
}

/// A key in an answer to a caller.
pub(super) fn view(key: &Key, caller: &Caller, zone: Tz, now: Instant) -> KeyView {
    let seen = |loan: &&Loan| caller.may_see_notes_of(key.centre_id) || loan.person_id == Some(caller.id);
    KeyView {
        id: key.id,
        centre_id: key.centre_id,
        number: key.number.clone(),
        name: key.name.clone(),
        state: key.state(now),
        loan: key.loan.as_ref().filter(seen).map(|loan| loan_view(loan, zone, now)),
    }
}

/// List the keys of a centre
///
/// By number; for the desk, for who reads the city, and for who opens there: these see with whom a key is only where it is
/// with them.
#[utoipa::path(
    get, path = "/centres/{id}/keys", tag = "keys",
    params(("id" = CentreId, Path, description = "The centre"), Paging),
    responses((status = 200, description = "A page of keys", body = Page<KeyView>), OfThing, OfRight),
    security(("bearer" = []))
)]
pub(crate) async fn list(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<CentreId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<KeyView>>, Problem> {
    let store = &state.services.store;
    let now = state.services.now();
    let (centre, _) = store.centre(id).await?;
    caller.needs(caller.may_see_notes_of(id) || opens_at(store, &caller, id, now).await?)?;
    let limit = params::limit(paging.limit)?;
    let mut found = keys::of_centre(store, id).await?;
    found.sort_by(|a, b| (&a.number, a.id).cmp(&(&b.number, b.id)));
    let key = |key: &Key| (key.number.clone(), key.id.0);
    let show = |key: &Key| view(key, &caller, centre.timezone, now);
    Ok(Json(cursor::page(found, limit, paging.cursor.as_deref(), key, show)?))
}

/// List with whom a key is and was
///
/// The last first; for the desk of the centre and for who reads the city.
#[utoipa::path(
    get, path = "/keys/{id}/loans", tag = "keys",
    params(("id" = KeyId, Path, description = "The key"), Paging),
    responses((status = 200, description = "A page of them", body = Page<LoanView>), OfThing),
    security(("bearer" = []))
)]
pub(crate) async fn loans(
    State(state): State<HttpState>,
    caller: Caller,
    Id(id): Id<KeyId>,
    Params(paging): Params<Paging>,
) -> Result<Json<Page<LoanView>>, Problem> {
    let store = &state.services.store;
    let key = keys::get(store, id).await?;
    if !caller.may_see_notes_of(key.centre_id) {
        return Err(Failure::NotFound.into());
    }
    let (centre, _) = store.centre(key.centre_id).await?;
    let limit = params::limit(paging.limit)?;
    let before = paging.cursor.as_deref().map(cursor::decode::<(i64, uuid::Uuid)>).transpose()?;
    let before = before.map(|(at, id)| (Instant::from_epoch_seconds(at), LoanId(id)));
    let found = keys::loans(store, id, before, limit + 1).await?;
    let now = state.services.now();
    let key = |loan: &Loan| (loan.out_at.epoch_seconds(), loan.id.0);
    Ok(Json(cursor::first_of(found, limit, key, |loan| loan_view(&loan, centre.timezone, now))?))
}
