//! The table of rights, row by row: each right tried by everybody, allowed to those who have it and refused to all others.

mod cast;
mod city;
mod desk;
mod host;
mod neighbours;
mod organisation;
mod visitor;

use std::collections::BTreeSet;

use reqwest::Method;

use crate::support::{
    actor::{Actor, Ask},
    app::TestApp,
};
use cast::{Cast, Who};

/// One right.
struct Right {
    /// What somebody may do.
    name: &'static str,
    /// Who may. Everybody else may not.
    who: &'static [Who],
    /// What it is done to, made anew for each who succeeds.
    thing: Thing,
    /// Whether it changes something, and so leaves an audit event.
    changes: bool,
    /// How somebody does it, to the thing with this address.
    ask: fn(&Cast, &Actor, &str) -> Ask,
}

/// What a right is used on.
#[derive(Clone, Copy)]
enum Thing {
    /// What the cast has.
    Given,
    /// A booking by the booker for the committee: its address.
    Booking,
    /// A private booking of the stranger.
    Private,
    /// A public booking of the stranger.
    Public,
    /// A request of the stranger in the room that is always reviewed.
    Request,
    /// An option that the desk keeps for the stranger.
    Option,
    /// A booking of the stranger that is over.
    Past,
    /// A free hour in the meeting room: its start, as in an address.
    Hour,
    /// A closure of the meeting room.
    Closure,
    /// A tariff of the centre.
    Tariff,
    /// A private booking of the stranger for which a deposit is asked: the address of the booking.
    Deposit,
    /// A booking of the stranger that is over, with an incident: the address of the incident.
    Incident,
    /// What a neighbour reported to the centre: its address.
    Report,
    /// The link at the door of the meeting room.
    Door,
    /// A request of somebody to join the committee.
    JoinRequest,
    /// An invitation to the committee.
    Invitation,
    /// A booker of the committee who is new to it.
    Member,
    /// A key-holder of the committee.
    KeyHolder,
    /// Somebody with an account: their id.
    Person,
    /// Somebody at the desk of the centre.
    Clerk,
    /// An unverified organisation of the stranger.
    Unverified,
}

/// Holds a table to the service: who has no right is refused and changes nothing, who has it succeeds and leaves an
/// audit event where they change something.
async fn hold(app: &TestApp, rights: &[Right]) {
    let cast = Cast::new(app).await;
    for right in rights {
        let allowed: BTreeSet<Who> = right.who.iter().copied().collect();
        let thing = cast.thing(app, right.thing).await;
        let before = app.rows.dump().await;
        for who in Who::ALL.into_iter().filter(|who| !allowed.contains(who)) {
            let answer = (right.ask)(&cast, cast.actor(who), &thing).await;
            let slug = answer.json["type"].as_str().unwrap_or_default().to_owned();
            let refused = match who {
                Who::Visitor => {
                    (answer.status, slug.as_str()) == (401, "/problems/unauthorized") || answer.status == 404
                }
                _ => matches!(
                    (answer.status, slug.as_str()),
                    (403, "/problems/forbidden") | (404, "/problems/not-found")
                ),
            };
            assert!(refused, "{}: {who:?} is to be refused: {answer:#?}", right.name);
        }
        assert_eq!(app.rows.dump().await, before, "{}: who was refused changed nothing", right.name);
        for who in allowed {
            let thing = cast.thing(app, right.thing).await;
            let events = audited(app).await;
            let answer = (right.ask)(&cast, cast.actor(who), &thing).await;
            assert!(answer.status < 300, "{}: {who:?} may: {answer:#?}", right.name);
            assert_eq!(audited(app).await > events, right.changes, "{}: {who:?} is audited", right.name);
        }
    }
}

async fn audited(app: &TestApp) -> i64 {
    app.rows.count("SELECT count(*) AS n FROM audit_events", []).await
}

/// A POST without a body.
fn post(actor: &Actor, path: &str) -> Ask {
    actor.api(Method::POST, path)
}
