//! Who the caller is, and what they may: passwords, tokens, rights. Rights are judged here and nowhere else, denied by
//! default, and read from the database at each request, not from the token.

pub mod caller;
pub mod opaque;
pub mod passwords;
pub mod tokens;

pub use caller::Caller;
