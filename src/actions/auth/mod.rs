//! Signing in: by a link that is mailed, or by address and password.

pub mod links;
