//! What people typed, made fit for a line of a mail.

/// Longest piece of free text in a mail, in characters; the rest is cut off.
const LONGEST: usize = 500;

/// One line of `text`: line breaks, control characters and marks that turn the direction of writing become a space,
/// runs of spaces one space, and what is longer than 500 characters is cut.
pub(super) fn line(text: &str) -> String {
    short(text, LONGEST)
}

/// Like [`line`], cut at `longest` characters, with an ellipsis as the last of them.
pub(super) fn short(text: &str, longest: usize) -> String {
    let plain: String = text.chars().map(|c| if is_unfit(c) { ' ' } else { c }).collect();
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() <= longest {
        return joined;
    }
    let mut cut: String = joined.chars().take(longest.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// Control characters, and the marks of the Unicode bidirectional algorithm, which can make a text read as another.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_its_line() {
        assert_eq!(line(" Feest\r\nBcc: x@y.z\t\u{0}\u{2028} nu\u{202e} "), "Feest Bcc: x@y.z nu");
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        assert_eq!(short("éééé", 4), "éééé");
        assert_eq!(short("ééééé", 4), "ééé…");
        assert_eq!(line(&"x".repeat(10_000)).chars().count(), LONGEST);
    }
}
