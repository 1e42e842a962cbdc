//! Whether a centre makes sense.

use crate::{
    domain::{
        centre::Centre,
        email::EmailAddress,
        failure::Failure,
        validation::{Faults, Lines, exceptions, opening_hours, optional_text, text},
    },
    store::{Access, places},
};

/// Looks at all of a centre, and drops white space around its texts.
///
/// # Errors
/// [`Failure::Invalid`] with every fault, those found before included.
pub(super) async fn check<A: Access>(access: &A, centre: &mut Centre, mut faults: Faults) -> Result<(), Failure> {
    centre.name = text(&mut faults, "/name", &centre.name, 200, Lines::One);
    texts(&mut faults, centre);
    faults.bound("/latitude", centre.latitude, &(-90.0..=90.0));
    faults.bound("/longitude", centre.longitude, &(-180.0..=180.0));
    opening_hours(&mut faults, "/opening_hours", &centre.opening_hours);
    exceptions(&mut faults, "/exceptions", &centre.exceptions);
    if let (Some(opens_on), Some(closes_on)) = (centre.opens_on, centre.closes_on)
        && closes_on < opens_on
    {
        faults.add("/closes_on", "backwards", "A centre closes no earlier than it opens.");
    }
    if let Some(code) = &centre.neighbourhood_code
        && !places::neighbourhood_exists(access, code).await?
    {
        faults.add("/neighbourhood_code", "unknown", "There is no such neighbourhood.");
    }
    if let Some(host) = centre.host_organisation_id
        && !places::organisation_exists(access, host).await?
    {
        faults.add("/host_organisation_id", "unknown", "There is no such organisation.");
    }
    if let Some(other) = centre.replaced_by {
        if other == centre.id {
            faults.add("/replaced_by", "conflicting", "A centre is replaced by another one.");
        } else if !places::centre_exists(access, other).await? {
            faults.add("/replaced_by", "unknown", "There is no such centre.");
        }
    }
    faults.into_result()
}

fn texts(faults: &mut Faults, centre: &mut Centre) {
    let members = [
        ("/locality", &mut centre.locality, 200),
        ("/address/street", &mut centre.address.street, 200),
        ("/address/postal_code", &mut centre.address.postal_code, 20),
        ("/address/city", &mut centre.address.city, 200),
        ("/phone", &mut centre.phone, 50),
        ("/out_of_hours_phone", &mut centre.out_of_hours_phone, 50),
    ];
    for (pointer, value, most) in members {
        *value = optional_text(faults, pointer, value.as_deref(), most, Lines::One);
    }
    if let Some(address) = &centre.contact_email {
        match EmailAddress::parse(address) {
            Some(address) => centre.contact_email = Some(address.as_str().to_owned()),
            None => faults.add("/contact_email", "email", "This is no mail address."),
        }
    }
}
