//! People and what they keep of themselves.

pub mod change_me;
