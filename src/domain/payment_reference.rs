//! The structured communication of Belgian payments: ten digits and two that check them, +++123/4567/89002+++.

/// Numbers of ten digits.
const NUMBERS: u64 = 10_000_000_000;

/// The reference of a number: its last ten digits, then the remainder of their division by 97, where 97 stands for 0.
#[must_use]
pub fn payment_reference(number: u64) -> String {
    let number = number % NUMBERS;
    let check = match number % 97 {
        0 => 97,
        rest => rest,
    };
    let digits = format!("{number:010}{check:02}");
    format!("+++{}/{}/{}+++", &digits[..3], &digits[3..7], &digits[7..])
}

/// The number of a reference as people write it, with or without signs between the digits; none where it does not check.
#[must_use]
pub fn number_of(reference: &str) -> Option<u64> {
    let digits: String = reference.chars().filter(char::is_ascii_digit).collect();
    let between = |c: char| c.is_ascii_digit() || matches!(c, '+' | '*' | '/' | ' ');
    if digits.len() != 12 || !reference.chars().all(between) {
        return None;
    }
    let number: u64 = digits[..10].parse().ok()?;
    let given: String = payment_reference(number).chars().filter(char::is_ascii_digit).collect();
    (given == digits).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_references_come_out() {
        for (number, reference) in [
            // The example that Belgian banks and accounting programs give.
            (909_337_554, "+++090/9337/55493+++"),
            (1_234_567_890, "+++123/4567/89002+++"),
            (0, "+++000/0000/00097+++"),
            (1, "+++000/0000/00101+++"),
            (96, "+++000/0000/09696+++"),
            (97, "+++000/0000/09797+++"),
            (98, "+++000/0000/09801+++"),
            (9_999_999_999, "+++999/9999/99948+++"),
            (NUMBERS + 1, "+++000/0000/00101+++"),
        ] {
            assert_eq!(payment_reference(number), reference, "{number}");
            assert_eq!(number_of(reference), Some(number % NUMBERS), "{number}");
        }
    }

    #[test]
    fn what_does_not_check_is_none() {
        for text in
            ["", "+++123/4567/89012+++", "+++000/0000/00000+++", "123", "+++12a/4567/89002+++", "12345678900 2x"]
        {
            assert_eq!(number_of(text), None, "{text}");
        }
        assert_eq!(number_of("***090/9337/55493***"), Some(909_337_554));
        assert_eq!(number_of("123456789002"), Some(1_234_567_890));
    }

    proptest! {
        /// A slip of one digit, or two neighbours that change places, never goes unseen.
        #[test]
        fn slips_are_seen(number in 0..NUMBERS, at in 0_usize..12, digit in 0_u8..10) {
            let digits: Vec<u8> =
                payment_reference(number).bytes().filter(u8::is_ascii_digit).collect();
            let read = |digits: &[u8]| number_of(&String::from_utf8_lossy(digits));
            prop_assert_eq!(read(&digits), Some(number));
            let mut slip = digits.clone();
            slip[at] = b'0' + digit;
            prop_assert_eq!(read(&slip).is_some(), slip == digits);
            let mut swapped = digits.clone();
            swapped.swap(at, (at + 1) % 12);
            if at < 9 {
                prop_assert_eq!(read(&swapped).is_some(), swapped == digits);
            }
        }
    }
}
