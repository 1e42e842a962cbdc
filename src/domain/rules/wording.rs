//! Numbers and lengths of time in words.

/// `1 day`, `2 days`.
pub(super) fn counted(number: impl Into<i64>, word: &str) -> String {
    let number = number.into();
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

/// Minutes in the largest unit that they are whole in: `2 days`, `36 hours`, `90 minutes`.
pub(super) fn length(minutes: u32) -> String {
    match minutes {
        0 => "0 minutes".to_owned(),
        _ if minutes.is_multiple_of(48 * 60) || minutes == 24 * 60 => counted(minutes / (24 * 60), "day"),
        _ if minutes.is_multiple_of(60) => counted(minutes / 60, "hour"),
        _ => counted(minutes, "minute"),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(parts: &[String], and: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}
