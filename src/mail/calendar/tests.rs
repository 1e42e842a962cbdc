use super::*;

#[test]
fn lines_are_folded_between_characters() {
    assert_eq!(folded(&"x".repeat(75)), format!("{}\r\n", "x".repeat(75)));
    assert_eq!(folded(&"x".repeat(76)), format!("{}\r\n x\r\n", "x".repeat(75)));
    let long = "é😀".repeat(60);
    let out = folded(&long);
    assert!(out.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
    assert_eq!(out.replace("\r\n ", "").trim_end(), long);
}

#[test]
fn text_is_escaped_and_control_characters_go() {
    assert_eq!(text("a,b;c\\d\r\ne\nf\rg\u{0}\u{7}h"), "a\\,b\\;c\\\\d\\ne\\nf\\ng  h");
    assert_eq!(text("x\r\nATTENDEE:mailto:a@b.c"), "x\\nATTENDEE:mailto:a@b.c");
}

#[test]
fn names_cannot_end_their_parameter() {
    assert_eq!(common_name("A \"B\"; C: D, E\r\nX"), ";CN=\"A 'B'; C: D, E  X\"");
    assert_eq!(common_name("  "), "");
}

#[test]
fn addresses_are_those_of_a_mailto() {
    assert_eq!(mailto("fatima+zaal@example.org"), "mailto:fatima+zaal@example.org");
    assert_eq!(mailto("a%b?c&d@é.be"), "mailto:a%25b%3Fc%26d@%C3%A9.be");
}
