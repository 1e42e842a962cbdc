//! Texts that people type.

use super::Faults;

/// Whether a text may have several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// No line breaks and no tabs.
    One,
    /// Line breaks and tabs are fine.
    Many,
}

/// The text without white space around it, and with plain line breaks. Adds `required` where nothing is left,
/// `too_long` above `most` characters (not bytes), and `control_character` for characters that have no shape or turn
/// the direction of what stands around them.
pub fn text(faults: &mut Faults, pointer: impl Into<String>, value: &str, most: usize, lines: Lines) -> String {
    let pointer = pointer.into();
    let text = cleaned(value);
    if text.is_empty() {
        faults.add(pointer, "required", "This is not empty.");
    } else {
        look_at(faults, pointer, &text, most, lines);
    }
    text
}

/// As [`text`], for one that may be absent; a text of white space counts as absent.
pub fn optional_text(
    faults: &mut Faults,
    pointer: impl Into<String>,
    value: Option<&str>,
    most: usize,
    lines: Lines,
) -> Option<String> {
    let text = value.map(cleaned).filter(|text| !text.is_empty())?;
    look_at(faults, pointer.into(), &text, most, lines);
    Some(text)
}

/// A text without white space around it, and with plain line breaks.
#[must_use]
pub fn cleaned(value: &str) -> String {
    value.trim().replace("\r\n", "\n")
}

fn look_at(faults: &mut Faults, pointer: String, text: &str, most: usize, lines: Lines) {
    if text.chars().any(|c| is_control(c) && !(lines == Lines::Many && matches!(c, '\n' | '\t'))) {
        let message = match lines {
            Lines::One => "This is one line without control characters.",
            Lines::Many => "This has no control characters.",
        };
        faults.add(pointer.clone(), "control_character", message);
    }
    // Counting stops early, so that a long text costs no more than a short one.
    if text.chars().nth(most).is_some() {
        faults.add(pointer, "too_long", format!("This has at most {most} characters."));
    }
}

/// Control characters (Unicode category Cc), line and paragraph separators, and those that override or isolate the
/// direction of writing, with which a mail could be made to look like another.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(value: &str, lines: Lines) -> (String, Vec<&'static str>) {
        let mut faults = Faults::new();
        let text = text(&mut faults, "/title", value, 5, lines);
        (text, faults.into_vec().into_iter().map(|fault| fault.code).collect())
    }

    #[test]
    fn white_space_around_it_is_dropped() {
        assert_eq!(found(" \tyes\n ", Lines::One), ("yes".to_owned(), vec![]));
        assert_eq!(found(" \u{a0}\n", Lines::Many).1, ["required"]);
        let mut faults = Faults::new();
        assert_eq!(optional_text(&mut faults, "/note", Some("  "), 5, Lines::Many), None);
        assert_eq!(optional_text(&mut faults, "/note", None, 5, Lines::Many), None);
        assert_eq!(optional_text(&mut faults, "/note", Some(" a "), 5, Lines::Many), Some("a".to_owned()));
        assert!(faults.is_empty());
        optional_text(&mut faults, "/note", Some("123456"), 5, Lines::Many);
        assert_eq!(faults.into_vec()[0].code, "too_long");
    }

    #[test]
    fn characters_count_and_not_bytes() {
        assert_eq!(found("ééééé", Lines::One).1, Vec::<&str>::new());
        assert_eq!(found("éééééé", Lines::One).1, ["too_long"]);
        assert_eq!(found(&"x".repeat(10_000), Lines::One).1, ["too_long"]);
    }

    #[test]
    fn control_characters_are_refused() {
        for bad in ["a\0b", "a\u{7f}b", "a\u{85}b", "a\u{202e}b", "a\u{2028}b", "a\rb", "a\u{1b}b"] {
            assert_eq!(found(bad, Lines::Many).1, ["control_character"], "{bad:?}");
        }
        assert_eq!(found("a\nb", Lines::One).1, ["control_character"]);
        assert_eq!(found("a\tb", Lines::One).1, ["control_character"]);
        assert_eq!(found("a\r\nb\tc", Lines::Many), ("a\nb\tc".to_owned(), vec![]));
        assert_eq!(found("a\0bbbbb", Lines::One).1, ["control_character", "too_long"], "all faults at once");
    }
}
