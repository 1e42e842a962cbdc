//! What handlers are handed: the caller, a checked body, the conditions of the request.

pub mod body;
pub mod caller;
pub mod conditional;
pub mod idempotency;
pub mod language;
pub mod merge;
pub mod params;
mod strict;

pub use body::Body;
pub use caller::{MaybeCaller, NamedBy, Visitor};
pub use conditional::IfMatch;
pub use idempotency::IdempotencyKey;
pub use language::preferred;
pub use params::{Id, Ids, Params};
