//! The log. Its rules:
//!
//! - An event is logged once, at the boundary: where a request ends, where a job ends, where the process starts and
//!   stops. What is in between returns errors and does not log them on the way.
//! - Things are named by id, as fields (`booking_id = %id`), not woven into the message. The message is constant.
//! - Never logged: names, addresses of mail or house, telephone numbers, texts that people wrote, tokens, passwords,
//!   secrets, bodies of requests or mails, and the query of a URL, which may hold a token.
//! - error: somebody must look at it. warn: it went wrong and was dealt with. info: what an operator wants to see of a
//!   normal day. debug and trace: for developers, off in production.
//!
//! The log goes to standard error; standard output belongs to the answers of commands.

use std::io;

use tracing_subscriber::{EnvFilter, util::TryInitError};
use tracing_subscriber::{fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{LogFormat, LoggingSettings};

/// Starts the log for this process; an error where one was started before.
pub fn start(settings: &LoggingSettings) -> Result<(), TryInitError> {
    // The filter was parsed when the settings were checked; a part that is still not understood is left out.
    let registry = tracing_subscriber::registry().with(EnvFilter::new(&settings.filter));
    match settings.format {
        LogFormat::Pretty => registry.with(fmt::layer().with_writer(io::stderr)).try_init(),
        LogFormat::Json => registry.with(fmt::layer().json().flatten_event(true).with_writer(io::stderr)).try_init(),
    }
}
