use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Europe::Brussels;

use super::*;

const FILES: [(Locale, &str); 3] = [
    (Locale::Nl, include_str!("../../../locales/nl.ftl")),
    (Locale::En, include_str!("../../../locales/en.ftl")),
    (Locale::Fr, include_str!("../../../locales/fr.ftl")),
];

/// The messages of a language file: key to text, which may run over several lines.
fn messages(file: &str) -> BTreeMap<&str, String> {
    let mut found: BTreeMap<&str, String> = BTreeMap::new();
    let mut last = None;
    for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some((key, text)) = line.split_once(" = ").filter(|(key, _)| !key.starts_with([' ', '}'])) {
            assert!(found.insert(key, text.to_owned()).is_none(), "{key} stands there twice");
            last = Some(key);
        } else {
            let key = last.expect("a file begins with a key");
            found.entry(key).and_modify(|text| *text = format!("{text}\n{line}"));
        }
    }
    found
}

/// The variables that a text uses.
fn variables(text: &str) -> BTreeSet<&str> {
    text.split('$').skip(1).filter_map(|rest| rest.split([' ', '}']).next()).collect()
}

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).expect("a time").into()
}

#[test]
fn every_text_exists_in_every_language_with_the_same_variables() {
    let dutch = messages(FILES[0].1);
    assert!(dutch.len() > 100, "the file is read");
    for (locale, file) in &FILES[1..] {
        let other = messages(file);
        let keys = |messages: &BTreeMap<&str, String>| messages.keys().map(|&key| key.to_owned()).collect::<Vec<_>>();
        assert_eq!(keys(&dutch), keys(&other), "{locale:?} has the keys of Dutch");
        for (key, text) in &dutch {
            assert_eq!(variables(text), variables(&other[key]), "{key} in {locale:?}");
        }
    }
}

#[test]
fn dutch_sentences_have_at_most_fifteen_words() {
    for (key, text) in messages(FILES[0].1) {
        // A variable counts as one word.
        let mut plain = String::new();
        let mut depth = 0;
        for c in text.chars() {
            match c {
                '{' if depth == 0 => {
                    depth += 1;
                    plain.push_str("iets");
                }
                '{' => depth += 1,
                '}' => depth -= 1,
                _ if depth == 0 => plain.push(c),
                _ => {}
            }
        }
        for sentence in plain.split(['.', '?', '!', ':']) {
            let words = sentence.split_whitespace().count();
            assert!(words <= 15, "{key}: {words} words in '{}'", sentence.trim());
        }
    }
}

#[test]
fn the_binary_holds_the_files() {
    for (locale, file) in FILES {
        let expected = messages(file)["mail-automatic"].clone();
        assert_eq!(Words(locale).say("mail-automatic"), expected);
    }
}

#[test]
fn dates_are_written_out_in_the_language_and_the_zone() {
    let (start, end) = (at("2026-12-03T18:00:00Z"), at("2026-12-03T21:30:00Z"));
    let tell = |locale| Words(locale).span(start, end, Brussels);
    assert_eq!(tell(Locale::Nl), "donderdag 3 december 2026, 19.00 tot 22.30 uur");
    assert_eq!(tell(Locale::En), "Thursday 3 December 2026, 19:00 to 22:30");
    assert_eq!(tell(Locale::Fr), "jeudi 3 décembre 2026, de 19h00 à 22h30");
    let first = at("2026-05-01T07:05:00Z");
    assert_eq!(Words(Locale::Fr).moment(first, Brussels), "vendredi 1er mai 2026 à 9h05");
    assert_eq!(Words(Locale::Nl).moment(first, Brussels), "vrijdag 1 mei 2026 om 9.05 uur");
    assert_eq!(Words(Locale::En).moment(first, chrono_tz::UTC), "Friday 1 May 2026 at 7:05");
}

#[test]
fn midnight_is_told_as_24_hours_and_across_it_both_dates() {
    let nl = Words(Locale::Nl);
    let start = at("2026-12-03T20:00:00+01:00");
    assert_eq!(
        nl.span(start, at("2026-12-04T00:00:00+01:00"), Brussels),
        "donderdag 3 december 2026, 20.00 tot 24.00 uur"
    );
    assert_eq!(
        nl.span(start, at("2026-12-04T01:30:00+01:00"), Brussels),
        "donderdag 3 december 2026 om 20.00 uur tot vrijdag 4 december 2026 om 1.30 uur"
    );
    assert_eq!(
        nl.span(at("2026-12-03T00:00:00+01:00"), at("2026-12-05T00:00:00+01:00"), Brussels),
        "donderdag 3 december 2026 om 0.00 uur tot zaterdag 5 december 2026 om 0.00 uur"
    );
}

#[test]
fn a_night_in_which_the_clock_changes_is_told() {
    let nl = Words(Locale::Nl);
    let change = |from, until| nl.clock_change(at(from), at(until), Brussels);
    assert!(change("2027-10-31T01:00:00+02:00", "2027-10-31T04:00:00+01:00").is_some());
    assert!(change("2027-03-28T01:00:00+01:00", "2027-03-28T04:00:00+02:00").is_some());
    assert!(change("2027-03-29T01:00:00+02:00", "2027-03-29T04:00:00+02:00").is_none());
}

#[test]
fn the_last_year_can_be_told() {
    let end = Instant::LATEST;
    assert_eq!(
        Words(Locale::Nl).span(end.plus(-HOUR), end, chrono_tz::UTC),
        "vrijdag 31 december 9999, 22.59 tot 23.59 uur"
    );
}

#[test]
fn amounts_distances_and_durations() {
    let (nl, en, fr) = (Words(Locale::Nl), Words(Locale::En), Words(Locale::Fr));
    assert_eq!([nl.price(1250), en.price(5), fr.price(123_400)], ["€ 12,50", "€0.05", "1234,00 €"]);
    assert_eq!([nl.price(0), nl.price(-50)], ["gratis", "€ -0,50"]);
    assert_eq!(
        [nl.distance(0), nl.distance(3), nl.distance(449)],
        ["in hetzelfde centrum", "50 meter verder", "450 meter verder"]
    );
    assert_eq!([nl.distance(960), en.distance(12_340)], ["1,0 km verder", "12.3 km away"]);
    assert_eq!([nl.duration(1800), nl.duration(60), nl.duration(3600)], ["30 minuten", "1 minuut", "1 uur"]);
    assert_eq!([en.duration(7 * DAY), fr.duration(DAY), nl.duration(5400)], ["7 days", "1 jour", "90 minuten"]);
}
