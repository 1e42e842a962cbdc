//! Who opens: the rota of volunteers, the duties that follow from bookings, and what becomes of a duty when somebody cannot
//! come.

pub mod accept;
pub mod decline;
pub mod duties;
mod find;
pub mod needs;
mod on_duty;
pub mod remind;
pub mod settings;
pub mod settle;
pub mod shifts;
pub mod volunteers;

pub use find::{Duty, Neighbour, Person, Task, Who};
pub use on_duty::{OnDuty, on_duty};

use serde_json::{Value, json};

use crate::{
    actions::{Policy, letters},
    domain::{
        centre::Centre,
        failure::Failure,
        ids::UserId,
        rota::{Shift, ShiftState},
    },
    store::{Unit, audit, rota},
};

fn facts(shift: &Shift) -> Value {
    json!({
        "volunteer_id": shift.volunteer_id,
        "role": shift.role,
        "state": shift.state,
        "starts_at": shift.span.start().epoch_seconds(),
        "ends_at": shift.span.end().epoch_seconds(),
        "booking_id": shift.booking_id,
    })
}

/// Records a change of hours on the rota.
async fn record(
    unit: &Unit,
    actor: Option<UserId>,
    action: &str,
    before: Option<&Shift>,
    after: &Shift,
) -> Result<(), Failure> {
    let event = audit::Event {
        actor,
        action,
        subject: "shift",
        subject_id: after.id.0,
        centre_id: Some(after.centre_id),
        before: before.map(facts),
        after: Some(facts(after)),
    };
    audit::record(unit, event).await
}

/// Who on the rota may be there in these hours, but for who cannot come.
async fn candidates(unit: &Unit, centre: &Centre, shift: &Shift) -> Result<Vec<rota::OnRota>, Failure> {
    let mut found = rota::on_rota(unit, centre.id).await?;
    found.retain(|one| {
        let may = one.volunteer.may(shift.role, shift.span, centre.timezone);
        may && Some(one.volunteer.person_id) != shift.declined_by
    });
    Ok(found)
}

/// Hours that nobody takes, as they are offered: to the rota until a deadline, or where nobody there may to the desk.
async fn offered(unit: &Unit, centre: &Centre, shift: Shift) -> Result<(Shift, Vec<rota::OnRota>), Failure> {
    let to = candidates(unit, centre, &shift).await?;
    let until = rota::settings(unit, centre.id).await?.offer_until(unit.now(), shift.span.start());
    let goes_to_rota = !to.is_empty() && until > unit.now();
    let (state, offer_until) = if goes_to_rota { (ShiftState::Offered, Some(until)) } else { (ShiftState::Desk, None) };
    Ok((Shift { volunteer_id: None, state, offer_until, ..shift }, if goes_to_rota { to } else { Vec::new() }))
}

/// Takes hours from who has them, and offers them to the others on the rota or to the desk; the desk is told in any case.
/// `before` is as it was read: another change meanwhile is [`Failure::Stale`].
async fn release(
    unit: &Unit,
    policy: &Policy,
    before: &Shift,
    declined_by: Option<UserId>,
    actor: Option<UserId>,
) -> Result<Shift, Failure> {
    let catalogue = unit.catalogue().await?;
    let centre = catalogue.centres.get(&before.centre_id).ok_or(Failure::Stale)?;
    let given_up = Shift { declined_by, version: before.version + 1, ..before.clone() };
    let (after, to) = offered(unit, centre, given_up).await?;
    rota::update(unit, before, &after).await?;
    record(unit, actor, "shift.declined", Some(before), &after).await?;
    letters::duties::offered(unit, policy, centre, &after, &to).await?;
    letters::duties::to_desk(unit, policy, centre, &after).await?;
    Ok(after)
}
