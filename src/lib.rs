//! Lokaal: a service with which the people of a city share its rooms.

pub mod domain;
