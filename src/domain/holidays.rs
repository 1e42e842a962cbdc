//! Days off, computed from their rules for any year: the public holidays of Belgium (Royal Decree of 18 April 1974,
//! article 1) and the school holidays of Flanders (Decree of the Flemish Government of 17 April 1991, article 3).

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{local_time, text_enum, time::Instant};

text_enum! {
    /// A set of days that can be left out by name.
    HolidaySet { Public = "public", School = "school" }
}

text_enum! {
    /// A holiday.
    HolidayName {
        NewYear = "new_year",
        EasterMonday = "easter_monday",
        LabourDay = "labour_day",
        Ascension = "ascension",
        WhitMonday = "whit_monday",
        NationalDay = "national_day",
        Assumption = "assumption",
        AllSaints = "all_saints",
        Armistice = "armistice",
        Christmas = "christmas",
        AutumnBreak = "autumn_break",
        ChristmasBreak = "christmas_break",
        CarnivalBreak = "carnival_break",
        EasterBreak = "easter_break",
        AscensionBreak = "ascension_break",
        SummerBreak = "summer_break",
    }
}

impl HolidayName {
    /// The key of its name in the files of languages.
    #[must_use]
    pub fn key(self) -> String {
        format!("holiday-{}", self.as_str().replace('_', "-"))
    }
}

/// Years for which holidays are computed: the Gregorian rule for Easter as the Western churches keep it.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=9999;

/// The local year of an instant, which is the one that is meant where none is named.
#[must_use]
pub fn year_at(now: Instant) -> i32 {
    local_time::date_of(now, chrono_tz::Europe::Brussels).map_or(1970, |date| date.year())
}

/// Days off in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// First day.
    pub first: NaiveDate,
    /// Last day; the same for a single day.
    pub last: NaiveDate,
    /// Which it is.
    pub name: HolidayName,
}

impl Holiday {
    /// Whether a date lies in it.
    #[must_use]
    pub fn holds(&self, date: NaiveDate) -> bool {
        (self.first..=self.last).contains(&date)
    }
}

/// Easter Sunday of a year after the Gregorian rule (the algorithm of Meeus, Jones and Butcher); none outside [`YEARS`].
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !YEARS.contains(&year) {
        return None;
    }
    let golden = year % 19;
    let (century, of_century) = (year / 100, year % 100);
    let correction = (8 * century + 13) / 25;
    // Days from 21 March to the paschal full moon, and from there to the Sunday behind it.
    let moon = (19 * golden + century - century / 4 - correction + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let early = (golden + 11 * moon + 22 * sunday) / 451;
    let sum = moon + sunday - 7 * early + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?)
}

/// The holidays of a set that begin in a year, by date; none outside [`YEARS`].
#[must_use]
pub fn holidays(set: HolidaySet, year: i32) -> Vec<Holiday> {
    let found = match set {
        HolidaySet::Public => public(year),
        HolidaySet::School => school(year),
    };
    let mut found = found.unwrap_or_default();
    found.sort_unstable();
    found
}

/// The holiday of these sets that a date lies in, the first by name of set.
#[must_use]
pub fn holiday_on(sets: &[HolidaySet], date: NaiveDate) -> Option<Holiday> {
    // A break that begins in December ends in January.
    let years = [date.year() - 1, date.year()];
    let all = sets.iter().flat_map(|set| years.iter().flat_map(|year| holidays(*set, *year)));
    all.into_iter().find(|holiday| holiday.holds(date))
}

fn public(year: i32) -> Option<Vec<Holiday>> {
    use HolidayName::{
        AllSaints, Armistice, Ascension, Assumption, Christmas, EasterMonday, LabourDay, NationalDay, NewYear,
        WhitMonday,
    };
    let easter = easter(year)?;
    let fixed = [
        (NewYear, 1, 1),
        (LabourDay, 5, 1),
        (NationalDay, 7, 21),
        (Assumption, 8, 15),
        (AllSaints, 11, 1),
        (Armistice, 11, 11),
        (Christmas, 12, 25),
    ];
    let fixed =
        fixed.iter().filter_map(|(name, month, day)| Some((*name, NaiveDate::from_ymd_opt(year, *month, *day)?)));
    let movable = [(EasterMonday, 1), (Ascension, 39), (WhitMonday, 50)];
    let movable = movable.iter().map(|(name, days)| (*name, easter + Days::new(*days)));
    Some(fixed.chain(movable).map(|(name, date)| Holiday { first: date, last: date, name }).collect())
}

fn school(year: i32) -> Option<Vec<Holiday>> {
    use HolidayName::{AscensionBreak, AutumnBreak, CarnivalBreak, ChristmasBreak, SummerBreak};
    let easter = easter(year)?;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let weeks = |name, first: NaiveDate, weeks: u64| Holiday { first, last: first + Days::new(7 * weeks - 1), name };
    // The week of 1 November; where that is a Sunday, the week behind it.
    let all_saints = day(11, 1)?;
    let autumn = if all_saints.weekday() == Weekday::Sun { monday_after(all_saints) } else { monday_of(all_saints) };
    // Two weeks from the Monday of the week of 25 December; where that is in a weekend, from the Monday behind it.
    let christmas = day(12, 25)?;
    let in_weekend = matches!(christmas.weekday(), Weekday::Sat | Weekday::Sun);
    let winter = if in_weekend { monday_after(christmas) } else { monday_of(christmas) };
    let ascension = easter + Days::new(39);
    Some(vec![
        // From the seventh Monday before Easter.
        weeks(CarnivalBreak, easter - Days::new(48), 1),
        easter_break(easter, day(4, 1)?, day(4, 15)?),
        Holiday { first: ascension, last: ascension + Days::new(1), name: AscensionBreak },
        Holiday { first: day(7, 1)?, last: day(8, 31)?, name: SummerBreak },
        weeks(AutumnBreak, autumn, 1),
        weeks(ChristmasBreak, winter, 2),
    ])
}

/// Two weeks from the first Monday of April; from the Monday after Easter where that is in March; from the second Monday
/// before Easter where that is after 15 April, and then Easter Monday belongs to it.
fn easter_break(easter: NaiveDate, april: NaiveDate, fifteenth: NaiveDate) -> Holiday {
    let first = if easter < april {
        easter + Days::new(1)
    } else if easter > fifteenth {
        easter - Days::new(13)
    } else if april.weekday() == Weekday::Mon {
        april
    } else {
        monday_after(april)
    };
    let last = (first + Days::new(13)).max(easter + Days::new(1));
    Holiday { first, last, name: HolidayName::EasterBreak }
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Days::new(u64::from(date.weekday().num_days_from_monday()))
}

fn monday_after(date: NaiveDate) -> NaiveDate {
    monday_of(date) + Days::new(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn easter_is_where_the_almanac_has_it() {
        for known in [
            "1900-04-15",
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2285-03-22",
        ] {
            let known = date(known);
            assert_eq!(easter(known.year()), Some(known));
        }
        assert_eq!((easter(1899), easter(10_000)), (None, None));
    }

    #[test]
    fn easter_is_a_sunday_from_22_march_to_25_april() {
        for year in YEARS {
            let easter = easter(year).expect("an Easter");
            let earliest = NaiveDate::from_ymd_opt(year, 3, 22).expect("a date");
            assert!(easter.weekday() == Weekday::Sun && (earliest..=earliest + Days::new(34)).contains(&easter));
        }
    }

    #[test]
    fn public_holidays_are_the_ten_of_the_law() {
        let of_2027: Vec<String> = holidays(HolidaySet::Public, 2027).iter().map(|day| day.first.to_string()).collect();
        let known = [
            "2027-01-01",
            "2027-03-29",
            "2027-05-01",
            "2027-05-06",
            "2027-05-17",
            "2027-07-21",
            "2027-08-15",
            "2027-11-01",
            "2027-11-11",
            "2027-12-25",
        ];
        assert_eq!(of_2027, known);
    }

    /// As the Flemish government announced them.
    #[test]
    fn school_holidays_are_as_announced() {
        use HolidayName::{AscensionBreak, AutumnBreak, CarnivalBreak, ChristmasBreak, EasterBreak, SummerBreak};
        for (year, name, first, last) in [
            (2021, ChristmasBreak, "2021-12-27", "2022-01-09"),
            (2022, ChristmasBreak, "2022-12-26", "2023-01-08"),
            (2023, EasterBreak, "2023-04-03", "2023-04-16"),
            (2024, CarnivalBreak, "2024-02-12", "2024-02-18"),
            (2024, EasterBreak, "2024-04-01", "2024-04-14"),
            (2024, AutumnBreak, "2024-10-28", "2024-11-03"),
            (2024, ChristmasBreak, "2024-12-23", "2025-01-05"),
            (2025, CarnivalBreak, "2025-03-03", "2025-03-09"),
            (2025, EasterBreak, "2025-04-07", "2025-04-21"),
            (2025, AscensionBreak, "2025-05-29", "2025-05-30"),
            (2026, CarnivalBreak, "2026-02-16", "2026-02-22"),
            (2026, EasterBreak, "2026-04-06", "2026-04-19"),
            (2026, SummerBreak, "2026-07-01", "2026-08-31"),
            (2026, AutumnBreak, "2026-11-02", "2026-11-08"),
            (2026, ChristmasBreak, "2026-12-21", "2027-01-03"),
            (2027, CarnivalBreak, "2027-02-08", "2027-02-14"),
            (2027, EasterBreak, "2027-03-29", "2027-04-11"),
        ] {
            let found = holidays(HolidaySet::School, year).into_iter().find(|one| one.name == name);
            assert_eq!(found, Some(Holiday { first: date(first), last: date(last), name }), "{name:?} of {year}");
        }
    }

    #[test]
    fn a_date_is_looked_up_across_the_turn_of_the_year() {
        let school = [HolidaySet::School];
        let on = |day| holiday_on(&school, date(day)).map(|holiday| holiday.name);
        assert_eq!(on("2027-01-03"), Some(HolidayName::ChristmasBreak));
        assert_eq!(on("2027-01-04"), None);
        assert_eq!(
            holiday_on(&[HolidaySet::Public], date("2027-01-01")).map(|one| one.name),
            Some(HolidayName::NewYear)
        );
        assert_eq!(holiday_on(&[], date("2027-01-01")), None);
    }
}
