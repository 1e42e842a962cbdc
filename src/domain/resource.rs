//! Resources: what can run out.

use super::{
    ids::{CentreId, ResourceId},
    text_enum,
};

text_enum! {
    /// A kind of resource.
    ResourceKind { Floor = "floor", Equipment = "equipment", People = "people" }
}

text_enum! {
    /// Whether a room or resource is in use. Retiring is refused while bookings lie ahead.
    UseState { Active = "active", Retired = "retired" }
}

/// A floor, a pool of counted equipment, or the people a building may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Identifier; transactions lock resources in its order.
    pub id: ResourceId,
    /// Its centre.
    pub centre_id: CentreId,
    /// Kind.
    pub kind: ResourceKind,
    /// Name.
    pub name: String,
    /// How much of it there is, at least 1.
    pub capacity: i32,
    /// Whether it is in use.
    pub state: UseState,
    /// Rises with each change; the `ETag`.
    pub version: i64,
}
