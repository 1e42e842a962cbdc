//! The law in its plainest words, to compare with: add up what is held, at each point where it can rise.

use sea_orm::QueryResult;

/// A stretch held on a resource: `from` up to `until`, epoch seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held {
    /// First second.
    pub(crate) from: i64,
    /// First second after it.
    pub(crate) until: i64,
    /// How much.
    pub(crate) quantity: i32,
}

impl Held {
    /// That of a row of claims.
    pub(crate) fn read(row: &QueryResult) -> Self {
        let number = |column| row.try_get::<i64>("", column).expect("a number");
        let quantity = row.try_get("", "quantity").expect("a number");
        Self { from: number("starts_at"), until: number("ends_at"), quantity }
    }
}

/// A stretch.
pub(crate) fn held(from: i64, until: i64, quantity: i32) -> Held {
    Held { from, until, quantity }
}

/// The most that is held at any one instant.
pub(crate) fn peak(all: &[Held]) -> i64 {
    let at = |instant: i64| -> i64 {
        all.iter().filter(|one| one.from <= instant && instant < one.until).map(|one| i64::from(one.quantity)).sum()
    };
    // What is held rises only where something begins.
    all.iter().map(|one| at(one.from)).max().unwrap_or(0)
}

#[test]
fn the_peak_is_not_the_sum() {
    assert_eq!(peak(&[]), 0);
    assert_eq!(peak(&[held(0, 10, 3), held(10, 20, 4)]), 4, "back-to-back");
    assert_eq!(peak(&[held(0, 10, 3), held(9, 20, 4)]), 7);
    assert_eq!(peak(&[held(0, 10, 1), held(20, 30, 1), held(5, 25, 1)]), 2, "two that one meets, not each other");
}
