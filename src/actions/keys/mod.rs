//! Keys of a centre: which there are, and with whom they are. The desk notes what goes out and comes back; who opens may
//! note it of themselves.

mod keep;
mod late;
mod lend;

pub use keep::{AddKey, RetireKey};
pub use late::see_to;
pub use lend::{LendKey, ReturnKey, To};

use serde_json::{Value, json};

use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, KeyHolderId, UserId},
        key::{Key, Loan},
        time::{DAY, Instant, Span},
    },
    store::{Access, Unit, audit, rota},
};

/// How long before they open for a booking a key-holder may take a key, seconds.
const AHEAD: i64 = 7 * DAY;

/// Whether somebody who is not of the desk opens at a centre: they are on its rota and trained, or the key-holder of a
/// booking there that is near.
pub async fn opens_at<A: Access>(access: &A, caller: &Caller, centre: CentreId, now: Instant) -> Result<bool, Failure> {
    let today = Span::new(now, now.plus(1)).unwrap_or(Span::SOME_MINUTE);
    let places = rota::of_person(access, caller.id).await?;
    let on_rota = |place: &crate::domain::rota::Volunteer| {
        place.centre_id == centre && place.opens && place.training.holds(today, chrono_tz::UTC)
    };
    if places.iter().any(on_rota) {
        return Ok(true);
    }
    let holders = rota::holders(access, &[], Some(caller.id)).await?;
    let ids: Vec<KeyHolderId> = holders.keys().copied().collect();
    let bookings = rota::holding(access, &ids, now.plus(-DAY)).await?;
    Ok(bookings.iter().any(|booking| booking.centre_id == centre && booking.span.start() <= now.plus(AHEAD)))
}

fn facts(loan: &Loan) -> Value {
    json!({
        "loan": loan.id,
        "person": loan.person_id,
        "out_at": loan.out_at.epoch_seconds(),
        "due_at": loan.due_at.epoch_seconds(),
        "back_at": loan.back_at.map(Instant::epoch_seconds),
    })
}

/// Records what happens to a key.
async fn record(
    unit: &Unit,
    actor: Option<UserId>,
    action: &str,
    key: &Key,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), Failure> {
    let event = audit::Event {
        actor,
        action,
        subject: "key",
        subject_id: key.id.0,
        centre_id: Some(key.centre_id),
        before,
        after,
    };
    audit::record(unit, event).await
}
