//! How those behind bookings are reached by telephone.

use std::collections::{BTreeSet, HashMap};

use sea_orm::Value;
use uuid::Uuid;

use super::parties::parties_of_many;
use crate::{
    domain::{booking::Booking, failure::Failure, person::MemberRole},
    store::{Access, sql},
};

/// How those behind a booking are reached, besides what stands on the booking itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The name of the person it is for, where they have an account.
    pub booker_name: Option<String>,
    /// The name of its organisation.
    pub organisation_name: Option<String>,
    /// Whether the person or the organisation has a mail address.
    pub is_mailed: bool,
    /// Names and telephones: of the person, of the key-holder, of the admins of the organisation.
    pub numbers: Vec<(String, String)>,
}

/// How those behind each of these bookings are reached, in their order, in few round trips.
pub async fn reach<A: Access>(access: &A, bookings: &[Booking]) -> Result<Vec<Reach>, Failure> {
    let parties = parties_of_many(access, &bookings.iter().collect::<Vec<_>>()).await?;
    let key_holders: BTreeSet<Uuid> =
        bookings.iter().filter_map(|booking| booking.key_holder_id).map(|id| id.0).collect();
    let organisations: BTreeSet<Uuid> =
        bookings.iter().filter_map(|booking| booking.organisation_id).map(|id| id.0).collect();
    let of_key_holders = numbers(access, key_holders, |marks| {
        format!("SELECT id AS of_id, name, phone FROM key_holders WHERE phone IS NOT NULL AND id IN ({marks})")
    });
    let of_key_holders = of_key_holders.await?;
    let admin = MemberRole::Admin.as_str();
    let of_admins = numbers(access, organisations, |marks| {
        format!(
            "SELECT m.organisation_id AS of_id, u.name, u.phone FROM memberships m JOIN users u ON u.id = m.user_id
             WHERE m.role = '{admin}' AND u.phone IS NOT NULL AND m.organisation_id IN ({marks}) ORDER BY u.name, u.id"
        )
    });
    let of_admins = of_admins.await?;
    let of = |known: &HashMap<Uuid, Vec<(String, String)>>, id: Option<Uuid>| {
        id.and_then(|id| known.get(&id)).cloned().unwrap_or_default()
    };
    let reach = bookings.iter().zip(parties).map(|(booking, parties)| {
        let booker = parties.booker;
        let own = booker.as_ref().and_then(|booker| Some((booker.name.clone(), booker.phone.clone()?)));
        let mut numbers: Vec<(String, String)> = own.into_iter().collect();
        numbers.extend(of(&of_key_holders, booking.key_holder_id.map(|id| id.0)));
        numbers.extend(of(&of_admins, booking.organisation_id.map(|id| id.0)));
        Reach {
            is_mailed: booker.is_some() || parties.organisation_email.is_some(),
            booker_name: booker.map(|booker| booker.name),
            organisation_name: parties.organisation_name,
            numbers,
        }
    });
    Ok(reach.collect())
}

async fn numbers<A: Access>(
    access: &A,
    ids: BTreeSet<Uuid>,
    text: impl Fn(String) -> String,
) -> Result<HashMap<Uuid, Vec<(String, String)>>, Failure> {
    let mut found: HashMap<Uuid, Vec<(String, String)>> = HashMap::new();
    for part in ids.into_iter().collect::<Vec<_>>().chunks(500) {
        let text = text(sql::marks(1, part.len()));
        for row in sql::all(access, &text, part.iter().map(|id| Value::from(*id))).await? {
            let number = (sql::get(&row, "name")?, sql::get(&row, "phone")?);
            found.entry(sql::get(&row, "of_id")?).or_default().push(number);
        }
    }
    Ok(found)
}
