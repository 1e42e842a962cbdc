//! The waiting list: strictly in the order of coming within a priority class. The transaction that frees a time also
//! holds it for the first whom it fits, so that nobody grabs it between, and nobody is skipped.

mod find;
mod join;
mod leave;
mod serve;
mod sweep;

pub use join::Join;
pub use leave::Leave;
pub(in crate::actions) use serve::{Freed, prepare, serve};
pub use sweep::sweep;
