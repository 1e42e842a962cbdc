//! Calendar feeds: made and ended by who reads them, and read with the rights that this person has at that moment.

mod create;
pub(crate) mod entries;
mod read;
mod revoke;

pub use create::Create;
pub use read::read;
pub use revoke::Revoke;

use crate::{auth::Caller, domain::feed::FeedSubject};

/// Whether somebody may read a feed of this at this moment. When a room is taken everyone may see; of an organisation its
/// members and the staff see what they may see of its bookings.
fn may_read(caller: &Caller, subject: FeedSubject) -> bool {
    match subject {
        FeedSubject::Room(_) | FeedSubject::Centre(_) | FeedSubject::Mine => true,
        FeedSubject::Organisation(id) => caller.may_see_members(id),
    }
}
