//! The mails of bookings after what people really do: who gets which, and what it does to their calendars.

mod calendar;
mod choices;
mod day_before;
mod deadlines;
mod mornings;
mod quiet;
mod recipients;

use lokaal::domain::{ids::OrganisationId, person::MemberRole};
use serde_json::{Value, json};

use crate::support::{actor::Actor, app::TestApp, mails::Mail, world::World};

/// The desk of the world's centre.
const DESK: &str = "desk@example.org";

/// A wish for the room that is always reviewed.
fn reviewed(world: &World) -> Value {
    crate::bookings::with(crate::bookings::wish(world), json!({"room_id": world.reviewed}))
}

/// To whom the mails went and how their subjects begin: `anna@… ✓`.
fn told(mails: &[Mail]) -> Vec<(&str, &str)> {
    mails.iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect()
}

/// The kinds and recipients of all letters so far, in the order of writing.
async fn letters(app: &TestApp) -> Vec<(String, String)> {
    let rows = app.rows.all("SELECT kind, recipient FROM outbox ORDER BY id", []).await;
    rows.iter().map(|row| (row.try_get("", "kind").unwrap(), row.try_get("", "recipient").unwrap())).collect()
}

/// An organisation with this member.
async fn organisation(app: &TestApp, contact: &str, member: &Actor) -> OrganisationId {
    let id = OrganisationId::new(app.now());
    let columns = [
        ("id", id.0.into()),
        ("name", "Buurtcomité Blauwput".into()),
        ("kind", "neighbourhood_committee".into()),
        ("contact_email", contact.into()),
        ("created_at", app.now().epoch_seconds().into()),
    ];
    app.rows.insert("organisations", &columns).await;
    let columns = [
        ("organisation_id", id.0.into()),
        ("user_id", member.id().0.into()),
        ("role", MemberRole::Booker.as_str().into()),
        ("created_at", app.now().epoch_seconds().into()),
    ];
    app.rows.insert("memberships", &columns).await;
    id
}
