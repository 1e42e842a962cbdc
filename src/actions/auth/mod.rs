//! Signing in: by a link that is mailed, or by address and password. No answer tells whether an address is known, in
//! words or in time.

pub mod ask_link;
pub mod links;
pub mod login;
pub mod logout;
pub mod look;
pub mod password;
pub mod refresh;
pub mod verify;

use crate::auth::tokens::Named;

/// A sign-in that has begun or goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who, and which sign-in.
    pub named: Named,
    /// What the sign-in is refreshed with next.
    pub refresh_token: String,
}
