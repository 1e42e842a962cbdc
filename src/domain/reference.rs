//! Short references for the telephone, such as KES-7Q4M.

/// What the last part is written in: digits and letters that neither look nor sound alike (no 0, O, 1, I, L or U).
/// There are 30, and four of them make 810,000.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of the last part, at least.
pub const SHORTEST: usize = 4;
/// Characters of the last part, at most.
pub const LONGEST: usize = 10;

/// What a prefix is filled up with where the name has too few letters.
const FILLER: char = 'X';

/// A reference whose prefix comes from `place` (see [`prefix`]) and whose last part, of so many characters (held between
/// [`SHORTEST`] and [`LONGEST`]), from `random`. Not unique by itself: the caller tries again, with a longer one, where
/// it is there already.
#[must_use]
pub fn reference(place: &str, random: [u8; 8], length: usize) -> String {
    // 64 bits over 810,000 references: no one of them is noticeably likelier than another.
    let mut rest = u64::from_le_bytes(random);
    let base = ALPHABET.len() as u64;
    let mut text = prefix(place);
    text.push('-');
    for _ in 0..length.clamp(SHORTEST, LONGEST) {
        text.extend(
            usize::try_from(rest % base).ok().and_then(|index| ALPHABET.get(index)).map(|byte| char::from(*byte)),
        );
        rest /= base;
    }
    text
}

/// The first three letters of a place's name, A to Z, without diacritics; filled up with X.
#[must_use]
pub fn prefix(place: &str) -> String {
    let letters = place.chars().flat_map(folded);
    letters.chain(std::iter::repeat(FILLER)).take(3).collect()
}

/// A reference as it may have been heard or typed, in the form it is kept in: capitals, and the dash in its place.
/// None where it cannot be one.
#[must_use]
pub fn normalized(text: &str) -> Option<String> {
    let mut letters: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    letters.make_ascii_uppercase();
    if !(3 + SHORTEST..=3 + LONGEST).contains(&letters.len())
        || !letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        return None;
    }
    letters.insert(3, '-');
    Some(letters)
}

/// Every reference that `text` may stand for, as heard over the telephone or read from a note: itself first, then those
/// with a sign that looks or sounds like another. Empty where it cannot be one.
#[must_use]
pub fn readings(text: &str) -> Vec<String> {
    let Some(normalized) = normalized(text) else { return Vec::new() };
    let mut readings = vec![String::new()];
    for (at, sign) in normalized.chars().enumerate() {
        let others = if at < 3 { letters_like(sign) } else { signs_like(sign) };
        // Four signs may be misread before the list is too long to be of help.
        let others = if readings.len() > MOST_READINGS / 2 { "" } else { others };
        let signs = std::iter::once(sign).chain(others.chars());
        readings = signs.flat_map(|sign| readings.iter().map(move |text| format!("{text}{sign}"))).collect();
    }
    readings
}

/// Readings of one text, roughly at most.
const MOST_READINGS: usize = 64;

/// The letters that stand in a prefix and look like this sign.
fn letters_like(sign: char) -> &'static str {
    match sign {
        '0' => "OD",
        '1' => "IL",
        '2' => "Z",
        '4' => "A",
        '5' => "S",
        '6' => "G",
        '8' => "B",
        _ => "",
    }
}

/// The signs that stand in the last part and look or sound like this one.
fn signs_like(sign: char) -> &'static str {
    match sign {
        '0' | 'O' => "QD",
        'U' => "V",
        'S' => "5",
        '5' => "S",
        'B' => "8",
        '8' => "B",
        'Z' => "2",
        '2' => "Z",
        'M' => "N",
        'N' => "M",
        _ => "",
    }
}

/// A letter as capitals from A to Z; nothing where it is none.
fn folded(letter: char) -> impl Iterator<Item = char> {
    let text = match letter.to_lowercase().next().unwrap_or(letter) {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ä' => "A",
        'æ' => "AE",
        'ç' | 'ć' | 'č' => "C",
        'ď' | 'đ' | 'ð' => "D",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "E",
        'ğ' => "G",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "I",
        'ĳ' => "IJ",
        'ł' => "L",
        'ñ' | 'ń' | 'ň' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "O",
        'œ' => "OE",
        'ř' => "R",
        'ś' | 'š' | 'ş' | 'ș' => "S",
        'ß' => "SS",
        'ţ' | 'ť' | 'ț' => "T",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "U",
        'ý' | 'ÿ' => "Y",
        'ź' | 'ż' | 'ž' => "Z",
        _ => "",
    };
    let plain = letter.is_ascii_alphabetic().then(|| letter.to_ascii_uppercase());
    plain.into_iter().chain(text.chars())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_prefix_has_three_plain_letters() {
        for (place, expected) in [
            ("Kessel-Lo", "KES"),
            ("'t Lampeke", "TLA"),
            ("Éénmeylaan", "EEN"),
            ("Œdenkoven", "OED"),
            ("IJzer", "IJZ"),
            ("Zo", "ZOX"),
            ("Č", "CXX"),
            ("", "XXX"),
            ("5 — 中", "XXX"),
        ] {
            assert_eq!(prefix(place), expected, "{place}");
        }
    }

    #[test]
    fn bytes_spread_over_the_whole_alphabet() {
        let all: HashSet<String> =
            (0..810_000_u64).map(|number| reference("Kessel-Lo", number.to_le_bytes(), SHORTEST)).collect();
        assert_eq!(all.len(), 810_000);
        assert_eq!(reference("Kessel-Lo", [0; 8], SHORTEST), "KES-2222");
    }

    #[test]
    fn a_reference_is_found_by_what_looks_like_it() {
        assert_eq!(readings("kes 7q4m"), ["KES-7Q4M", "KES-7Q4N"]);
        assert!(readings("KE5-7O4M").contains(&"KES-7Q4M".to_owned()));
        assert!(readings("1LS8B52").contains(&"ILS-BBS2".to_owned()));
        assert_eq!(readings("KES"), [""; 0]);
        for text in ["888-8888888888", "000-0000", "SSS-SBZN20"] {
            assert!(readings(text).len() <= 2 * MOST_READINGS, "{}", readings(text).len());
        }
    }

    proptest! {
        #[test]
        fn references_are_easy_to_say_and_read_back(place in ".{0,12}", random in any::<[u8; 8]>()) {
            let made = reference(&place, random, SHORTEST);
            let (prefix, rest) = made.split_once('-').expect("a dash");
            prop_assert!(prefix.len() == 3 && prefix.bytes().all(|byte| byte.is_ascii_uppercase()));
            prop_assert!(rest.len() == 4 && !rest.contains(['0', 'O', '1', 'I', 'L', 'U']));
            prop_assert_eq!(normalized(&made), Some(made.clone()));
            let heard = format!(" {} {} ", prefix.to_lowercase(), rest.to_lowercase());
            prop_assert_eq!(normalized(&heard), Some(made));
        }

        #[test]
        fn whatever_is_typed_is_answered(text in ".{0,12}") {
            if let Some(found) = normalized(&text) {
                prop_assert_eq!(found.len(), 8);
            }
        }
    }
}
