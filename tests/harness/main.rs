//! Tests of what the other tests rely on.

#[path = "../support/mod.rs"]
mod support;

mod postgres;
mod smtp;
