//! The language of who asks.

use axum::http::{HeaderMap, header};

use crate::domain::person::Locale;

/// The first of our languages that the browser names (RFC 9110, section 12.5.4; browsers sort them by weight).
#[must_use]
pub fn preferred(headers: &HeaderMap) -> Locale {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut codes = wanted.split(',').filter_map(|range| range.trim().get(..2));
    codes.find_map(|code| Locale::parse(&code.to_ascii_lowercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_page_without_a_language_of_its_own_takes_that_of_the_browser() {
        let of = |wanted: &str| {
            let value = HeaderValue::from_bytes(wanted.as_bytes()).unwrap();
            preferred(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, value)]))
        };
        assert_eq!(of("fr-BE,fr;q=0.9,en;q=0.5"), Locale::Fr);
        assert_eq!(of("de-DE, EN;q=0.9"), Locale::En);
        assert_eq!([of(""), of("de"), of("é"), preferred(&HeaderMap::new())], [Locale::Nl; 4]);
    }
}
