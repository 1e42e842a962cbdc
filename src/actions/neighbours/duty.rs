//! Who is on duty in a centre.

use crate::{
    actions::rota,
    domain::{failure::Failure, ids::CentreId, time::Instant},
    mail::Recipient,
    store::{Unit, catalogue::Catalogue},
};

/// Who is on duty in a centre at an instant, as far as they can be written to: who has the key, and volunteers of the rota.
/// Who is merely a contact on the spot is on no duty.
pub(super) async fn on_duty(
    unit: &Unit,
    catalogue: &Catalogue,
    centre: CentreId,
    at: Instant,
) -> Result<Vec<Recipient>, Failure> {
    let there = rota::on_duty(unit, catalogue, centre, at).await?;
    let recipient = |one: rota::OnDuty| {
        let (email, locale) = one.person.mailbox?;
        Some(Recipient { name: one.person.name, email, locale })
    };
    Ok(there.into_iter().filter_map(recipient).collect())
}
