//! Lokaal: a service with which the people of a city share its rooms.

// Asked of the service only, not of its test binaries: what a user can cause is an error, never a panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod actions;
pub mod app;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod http;
pub mod jobs;
pub mod mail;
pub mod store;
pub mod telemetry;
