//! Whether values make sense, all faults at once, each with the JSON pointer (RFC 6901) of the member it is in.

use std::{collections::HashSet, fmt::Display, hash::Hash, ops::RangeInclusive};

use super::failure::{Failure, Fault};

mod hours;
mod room;
mod text;

pub use hours::{exceptions, opening_hours};
pub use room::{MOST_PEOPLE, dayparts, layouts, rules};
pub use text::{Lines, cleaned, optional_text, text};

/// The most entries of a list, unless said otherwise.
const MOST_ENTRIES: usize = 200;

/// The faults found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None so far.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one.
    pub fn add(&mut self, pointer: impl Into<String>, code: &'static str, message: impl Into<String>) {
        self.0.push(Fault::new(pointer, code, message));
    }

    /// Adds `out_of_range` where `value` is.
    pub fn bound<T: PartialOrd + Display + Copy>(
        &mut self,
        pointer: impl Into<String>,
        value: T,
        range: &RangeInclusive<T>,
    ) {
        if !range.contains(&value) {
            let (least, most) = (range.start(), range.end());
            self.add(pointer, "out_of_range", format!("This lies between {least} and {most}."));
        }
    }

    /// Adds `too_many` where a list has more than so many entries; then `false`, so that they are not looked at.
    pub fn bound_entries<T>(&mut self, pointer: &str, entries: &[T], most: usize) -> bool {
        let few = entries.len() <= most;
        if !few {
            self.add(pointer, "too_many", format!("There are at most {most} of these."));
        }
        few
    }

    /// Adds `duplicate` for each key that was there already; keys come with the pointer of their member.
    pub fn unique<K: Hash + Eq>(&mut self, keys: impl IntoIterator<Item = (String, K)>) {
        let mut seen = HashSet::new();
        for (pointer, key) in keys {
            if !seen.insert(key) {
                self.add(pointer, "duplicate", "This is there already.");
            }
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults in the order in which they were found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// Fine, or all faults.
    ///
    /// # Errors
    /// [`Failure::Invalid`] where there is at least one.
    pub fn into_result(self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err(Failure::Invalid(self.0)) }
    }
}

/// The pointer of a member: `~` and `/` in its name are escaped (RFC 6901, section 3).
fn member(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_faults_are_kept_in_order() {
        let mut faults = Faults::new();
        assert!(faults.clone().into_result().is_ok());
        faults.bound("/latitude", 91.5, &(-90.0..=90.0));
        faults.bound("/longitude", f64::NAN, &(-180.0..=180.0));
        faults.bound("/capacity", 1, &(1..=5));
        assert!(!faults.bound_entries("/list", &[1, 2, 3], 2));
        faults.unique([("/a".to_owned(), 1), ("/b".to_owned(), 2), ("/c".to_owned(), 1)]);
        assert!(!faults.is_empty());
        let found: Vec<(String, &str)> =
            faults.clone().into_vec().into_iter().map(|fault| (fault.pointer, fault.code)).collect();
        let expected =
            [("/latitude", "out_of_range"), ("/longitude", "out_of_range"), ("/list", "too_many"), ("/c", "duplicate")];
        assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
        assert!(matches!(faults.into_result(), Err(Failure::Invalid(all)) if all.len() == 4));
    }

    #[test]
    fn names_of_members_are_escaped() {
        assert_eq!(member("/horizon_days", "a/b~c"), "/horizon_days/a~1b~0c");
    }
}
