//! Whether what is said of an organisation makes sense.

use crate::{
    domain::{
        email::EmailAddress,
        failure::Failure,
        validation::{Faults, Lines, optional_text, text},
    },
    store::{Unit, organisations},
};

/// A name, without white space around it.
pub(super) fn name(faults: &mut Faults, value: &str) -> String {
    text(faults, "/name", value, 200, Lines::One)
}

/// A contact address, in lower case.
pub(super) fn contact(faults: &mut Faults, value: &str) -> String {
    EmailAddress::parse(value).map_or_else(
        || {
            faults.add("/contact_email", "email", "A mail address is written like an.peeters@example.org.");
            String::new()
        },
        |email| email.to_string(),
    )
}

/// The code of a neighbourhood that there is.
pub(super) async fn neighbourhood(
    unit: &Unit,
    faults: &mut Faults,
    code: Option<&str>,
) -> Result<Option<String>, Failure> {
    let code = optional_text(faults, "/neighbourhood_code", code, 40, Lines::One);
    if let Some(code) = &code
        && !organisations::is_neighbourhood(unit, code).await?
    {
        faults.add("/neighbourhood_code", "unknown", "There is no neighbourhood with this code.");
    }
    Ok(code)
}

/// A tariff category: a letter or a short word.
pub(super) fn category(faults: &mut Faults, value: Option<&str>) -> Option<String> {
    optional_text(faults, "/tariff_category", value, 40, Lines::One)
}

/// A priority class: a word that the horizons of rooms can name.
pub(super) fn class(faults: &mut Faults, value: &str) -> String {
    let class = text(faults, "/priority_class", value, 40, Lines::One);
    if !class.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-')) {
        faults.add("/priority_class", "word", "A class has small letters, digits, dashes and underscores.");
    }
    class
}
