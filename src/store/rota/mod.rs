//! The rota of each centre: what it decided, who is on it, and the hours that they take.

mod duties;
mod letters;
mod settings;
mod shifts;
mod volunteers;

pub use duties::{Holder, confirmed_between, holders, holding};
pub use letters::told;
pub use settings::{keep_settings, settings};
pub use shifts::{
    Filter, covered, covered_anew, dangling, insert, lapsed, list, of_booking, overlaps, shift, shifts_of, update,
};
pub use volunteers::{
    OnRota, add_volunteer, end_volunteer, hold_volunteer, of_person, on_rota, set_training, volunteer,
};
