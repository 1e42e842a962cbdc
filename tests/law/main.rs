//! The one law: at no instant may the quantities claimed on a resource add up to more than its capacity. Shown under
//! attack, under rivals, against a model, and across crashes.

#[path = "../support/mod.rs"]
mod support;

mod attacks;
mod chaos;
mod counts;
mod deadlock;
mod group;
mod keys;
mod kill;
mod ledger;
mod links;
mod model;
mod naive;
mod random;
mod raw;
mod recut;
mod rivals;
mod rounds;
mod staff;
