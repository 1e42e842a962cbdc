//! What tests bring along: their own servers. Shared by the test binaries: `#[path = "../support/mod.rs"] mod support;`.

#![allow(dead_code, unreachable_pub, unused_imports, reason = "each test binary uses a part of this")]

pub mod database;
pub mod postgres;
pub mod smtp;
