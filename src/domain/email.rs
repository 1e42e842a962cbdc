//! Mail addresses.

use std::fmt;

/// The longest address, in characters (RFC 5321, section 4.5.3.1.3, less the angle brackets).
const MOST: usize = 254;
/// The longest part before the `@` (RFC 5321, section 4.5.3.1.1).
const MOST_LOCAL: usize = 64;
/// The longest label of a domain (RFC 1035, section 2.3.4).
const MOST_LABEL: usize = 63;

/// A mail address in lower case: a dot-atom, an `@` and a domain (RFC 5322, section 3.4.1, without quoted parts,
/// comments and address literals). Two people never share one that differs in case only.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The address in `text`, without white space around it and in lower case; none where it is no address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MOST || !text.is_ascii() {
            return None;
        }
        let text = text.to_ascii_lowercase();
        let (local, domain) = text.split_once('@')?;
        let fit = local.len() <= MOST_LOCAL
            && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atext))
            && domain.split('.').all(is_label);
        fit.then_some(Self(text))
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `atext` of RFC 5322, section 3.2.3.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn is_label(label: &str) -> bool {
    (1..=MOST_LABEL).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_in_lower_case() {
        let address = EmailAddress::parse("  An.Peeters+Zaal@Leuven.Example \n").unwrap();
        assert_eq!(address.as_str(), "an.peeters+zaal@leuven.example");
        assert_eq!(EmailAddress::parse("admin@demo.lokaal").unwrap().to_string(), "admin@demo.lokaal");
        assert!(EmailAddress::parse("root@localhost").is_some());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        let longer = format!("a@{}.org", ["b".repeat(60).as_str(); 5].join("."));
        let bad = [
            "",
            "@",
            "a@",
            "@b",
            "a",
            "a b@c.org",
            "a@b c.org",
            "a@@b.org",
            "a@b@c.org",
            ".a@b.org",
            "a.@b.org",
            "a..b@c.org",
            "a@-b.org",
            "a@b-.org",
            "a@b..org",
            "a@.org",
            "a@b.org.",
            "a@[127.0.0.1]",
            "\"a\"@b.org",
            "a@b.org\r\nBcc: c@d.org",
            "An <a@b.org>",
            "a,b@c.org",
            "é@b.org",
            "a@bé.org",
            "a@b_c.org",
            &long,
            &longer,
        ];
        for text in bad {
            assert_eq!(EmailAddress::parse(text), None, "{text:?}");
        }
    }
}
