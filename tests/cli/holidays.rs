use crate::{complained, lokaal, said};

#[test]
fn the_holidays_of_a_year_are_shown_in_three_languages() {
    let directory = tempfile::tempdir().unwrap();
    for (language, line, heading) in [
        ("nl", "2027-02-08  2027-02-14  Krokusvakantie", "Schoolvakanties 2027"),
        ("en", "2027-02-08  2027-02-14  Carnival break", "School holidays 2027"),
        ("fr", "2027-02-08  2027-02-14  Vacances de carnaval", "Vacances scolaires 2027"),
    ] {
        let output = lokaal(directory.path(), &[], &["holidays", "2027", "--language", language]);
        assert!(output.status.success(), "{}", complained(&output));
        let text = said(&output);
        assert!(text.lines().any(|found| found.trim() == line), "{text}");
        assert!(text.lines().any(|found| found == heading), "{text}");
        assert_eq!(text.lines().filter(|found| found.starts_with("  ")).count(), 16, "ten and six: {text}");
    }
    assert!(lokaal(directory.path(), &[], &["holidays"]).status.success());
}

#[test]
fn a_year_without_known_holidays_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let output = lokaal(directory.path(), &[], &["holidays", "1899"]);
    assert!(!output.status.success() && complained(&output).contains("1900"), "{}", complained(&output));
}
