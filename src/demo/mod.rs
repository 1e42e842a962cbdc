//! The demo: Leuven with its neighbourhoods and centres, people whose password everybody knows, and, for measuring, a
//! large city made from a seed.

pub mod city;
pub mod data;
pub mod leuven;

pub use data::PASSWORD;
