//! Bookings over HTTP: made, changed, answered, cancelled.

mod bounds;
mod change;
mod input;
mod life;
mod make;
mod moves;
mod rights;

use lokaal::domain::{ids::OrganisationId, person::MemberRole};
use serde_json::{Value, json};

use crate::support::{actor::Actor, app::TestApp, world::World};

/// A plain wish: the meeting room, Thursday 10 December 2026, 10:00 to 12:00 in Brussels.
pub(crate) fn wish(world: &World) -> Value {
    json!({
        "room_id": world.meeting,
        "starts_at": "2026-12-10T10:00:00+01:00",
        "ends_at": "2026-12-10T12:00:00+01:00",
        "title": "Overleg",
        "attendees": 5,
    })
}

/// The wish with other members.
pub(crate) fn with(mut wish: Value, members: Value) -> Value {
    let (Value::Object(wish_members), Value::Object(members)) = (&mut wish, members) else { panic!("objects") };
    wish_members.extend(members);
    wish
}

/// The rules that a problem names.
pub(crate) fn rules(problem: &Value) -> Vec<&str> {
    problem["violations"].as_array().into_iter().flatten().filter_map(|one| one["rule"].as_str()).collect()
}

/// A verified committee with these members.
pub(crate) async fn organisation(app: &TestApp, members: &[(&Actor, MemberRole)]) -> OrganisationId {
    let id = OrganisationId::new(app.now());
    let columns = [
        ("id", id.0.into()),
        ("name", "Buurtcomité Casablanca".into()),
        ("kind", "neighbourhood_committee".into()),
        ("verified", true.into()),
        ("contact_email", "committee@example.org".into()),
        ("created_at", app.now().epoch_seconds().into()),
    ];
    app.rows.insert("organisations", &columns).await;
    for (member, role) in members {
        let columns = [
            ("organisation_id", id.0.into()),
            ("user_id", member.id().0.into()),
            ("role", role.as_str().into()),
            ("created_at", app.now().epoch_seconds().into()),
        ];
        app.rows.insert("memberships", &columns).await;
    }
    id
}
