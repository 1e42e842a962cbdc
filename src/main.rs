//! Lokaal, the program.

fn main() {}
