//! People: what they keep of themselves, who is on the staff, and accounts made on the command line.

pub mod change_me;
pub mod create_user;
pub mod staff;

use crate::{
    auth::Caller,
    domain::{
        failure::Failure,
        ids::{CentreId, UserId},
        person::{StaffPost, StaffRole},
    },
    store::{
        Unit,
        audit::{self, Event},
        people,
    },
};

/// Reads the caller's rights anew, inside the unit: they may have lost them since the request began.
pub(in crate::actions) async fn as_of_now(unit: &Unit, caller: &Caller) -> Result<Caller, Failure> {
    people::caller(unit, caller.id).await.map_err(|failure| match failure {
        Failure::NotFound => Failure::Unauthorized,
        other => other,
    })
}

/// Records that somebody has a staff role from now on, or no more. Without an actor it was done on the command line.
async fn record_post(
    unit: &Unit,
    actor: Option<UserId>,
    user: UserId,
    post: StaffPost,
    given: bool,
) -> Result<(), Failure> {
    let post_value = serde_json::to_value(post).map_err(|fault| Failure::Internal(fault.to_string()))?;
    let event = Event {
        actor,
        action: if given { "staff.appointed" } else { "staff.dismissed" },
        subject: "person",
        subject_id: user.0,
        centre_id: post.centre_id,
        before: (!given).then(|| post_value.clone()),
        after: given.then_some(post_value),
    };
    audit::record(unit, event).await
}

/// The post of a role at a centre.
const fn post_at(centre: CentreId, role: StaffRole) -> StaffPost {
    StaffPost { role, centre_id: Some(centre) }
}
