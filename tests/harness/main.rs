//! Tests of what the other tests rely on.

#[path = "../support/mod.rs"]
mod support;

mod database;
mod postgres;
mod smtp;
