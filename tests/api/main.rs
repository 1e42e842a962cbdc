//! The API over HTTP, on SQLite and on PostgreSQL: a file a noun.

#[path = "../support/mod.rs"]
mod support;

mod attendance;
mod auth;
mod availability;
mod bookings;
mod bookings_read;
mod centres;
mod closures;
mod closures_decisions;
mod closures_emergency;
mod closures_preview;
mod closures_provisional;
mod closures_recall;
mod closures_returns;
mod comments;
mod day_sheet;
mod demand;
mod demo;
mod document;
mod export;
mod feeds;
mod holidays;
mod hostile;
mod jobs;
mod letters;
mod link;
mod me;
mod memory;
mod money;
mod organisations;
mod outbox;
mod quotas;
mod resources;
mod rights;
mod rooms;
mod routes;
mod search;
mod series;
mod shell;
mod slow;
mod staff;
mod waitlist;
mod waitlist_bounds;
mod waitlist_sweep;
