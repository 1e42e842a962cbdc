//! Who is on duty in a centre.

use crate::{
    actions::{letters::review::recipient, rota},
    domain::{
        failure::Failure,
        ids::{CentreId, KeyHolderId},
        time::Instant,
    },
    mail::Recipient,
    store::{Unit, organisations, reports},
};

/// Who is on duty in a centre at an instant, as far as they can be written to: the key-holders that are named on what is
/// under way, and who is there from the rota. Who is merely a contact on the spot is on no duty.
pub(super) async fn on_duty(unit: &Unit, centre: CentreId, at: Instant) -> Result<Vec<Recipient>, Failure> {
    let under_way = reports::under_way(unit, centre, at).await?;
    let mut holders: Vec<KeyHolderId> = under_way.iter().filter_map(|booking| booking.key_holder_id).collect();
    holders.sort();
    holders.dedup();
    let people = organisations::key_holders_to_write_to(unit, &holders).await?;
    let mut recipients: Vec<Recipient> = people.into_iter().map(recipient).collect();
    let catalogue = unit.catalogue().await?;
    for one in rota::on_duty(unit, &catalogue, centre, at).await? {
        if let Some((email, locale)) = one.person.mailbox
            && recipients.iter().all(|known| known.email != email)
        {
            recipients.push(Recipient { name: one.person.name, email, locale });
        }
    }
    Ok(recipients)
}
