//! `lokaal holidays [YEAR] [--language nl|en|fr]`.

use clap::Args;

use super::CommandError;
use crate::{
    clock::Clock,
    domain::{
        holidays::{self, Holiday, HolidaySet},
        person::Locale,
    },
    mail::words::Words,
};

/// Which holidays to show, and in which words.
#[derive(Debug, Args)]
pub struct Holidays {
    /// The year; this one where nothing is said
    pub year: Option<i32>,
    /// The language of the names: nl, en or fr
    #[arg(long, value_name = "LANGUAGE", default_value = "nl", value_parser = language)]
    pub language: Locale,
}

fn language(text: &str) -> Result<Locale, String> {
    Locale::parse(text).ok_or_else(|| "a language is nl, en or fr".to_owned())
}

pub(super) fn run(wanted: &Holidays, clock: &Clock) -> Result<(), CommandError> {
    let year = wanted.year.unwrap_or_else(|| holidays::year_at(clock.now()));
    let (first, last) = holidays::YEARS.into_inner();
    if !(first..=last).contains(&year) {
        return Err(CommandError::Refused(format!("holidays are known of the years {first} to {last}")));
    }
    let words = Words(wanted.language);
    for set in HolidaySet::ALL {
        println!("{} {year}", words.say(&format!("holidays-{}", set.as_str())));
        for holiday in holidays::holidays(*set, year) {
            println!("  {}  {}", days(&holiday), words.say(&holiday.name.key()));
        }
    }
    Ok(())
}

/// The first day, and the last where it is another, in columns.
fn days(holiday: &Holiday) -> String {
    let last = if holiday.last == holiday.first { String::new() } else { holiday.last.to_string() };
    format!("{}  {last:10}", holiday.first)
}
