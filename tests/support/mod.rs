//! What tests bring along: the service, its database, their own servers. Shared by the test binaries:
//! `#[path = "../support/mod.rs"] mod support;`.

#![allow(dead_code, unreachable_pub, unused_imports, unused_macros, reason = "each test binary uses a part of this")]

pub mod actor;
pub mod app;
pub mod contract;
pub mod database;
pub mod mails;
pub mod postgres;
pub mod process;
pub mod rows;
pub mod smtp;
pub mod world;

pub use app::TestApp;
