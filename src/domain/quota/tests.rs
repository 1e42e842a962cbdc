use chrono_tz::Europe::Brussels;

use super::*;
use crate::domain::sample::{at, centre, room, span};

fn quota(measure: Measure, period: Period, most: i64) -> Quota {
    let (class, organisation_id) = (None, None);
    Quota {
        id: QuotaId::new(at("2026-01-01T00:00")),
        area: Area::City,
        class,
        organisation_id,
        measure,
        period,
        most,
        version: 1,
    }
}

fn used(from: &str, until: &str) -> Used {
    let (centre, room) = (centre(), room());
    Used { room_id: room.id, centre_id: centre.id, span: span(from, until) }
}

fn counted(quota: Quota, booked: Vec<Used>, at_time: &str, now: &str) -> i64 {
    let quota = Arc::new(quota);
    let usage = Usage { quotas: vec![Arc::clone(&quota)], booked, ..Usage::default() };
    usage.standing(&quota, at(at_time), Brussels, at(now)).used
}

#[test]
fn a_week_begins_on_monday_also_where_it_is_in_two_years() {
    let week = |time| period_of(Period::Week, at(time), Brussels);
    let last = span("2026-12-28T00:00", "2027-01-04T00:00");
    assert_eq!(week("2026-12-28T00:00"), Some(last));
    assert_eq!(week("2027-01-03T23:59"), Some(last), "ISO week 53 of 2026");
    assert_eq!(week("2027-01-04T00:00").map(Span::start), Some(at("2027-01-04T00:00")));
}

#[test]
fn a_week_in_which_clocks_change_lasts_an_hour_more_or_less() {
    let hours = |time| period_of(Period::Week, at(time), Brussels).map(|week| week.seconds() / 3600);
    assert_eq!(hours("2027-03-28T12:00"), Some(167));
    assert_eq!(hours("2027-10-31T12:00"), Some(169));
}

#[test]
fn a_month_and_a_year_are_those_of_the_calendar() {
    assert_eq!(
        period_of(Period::Month, at("2028-02-29T23:00"), Brussels),
        Some(span("2028-02-01T00:00", "2028-03-01T00:00"))
    );
    assert_eq!(
        period_of(Period::Year, at("2026-12-31T23:59"), Brussels),
        Some(span("2026-01-01T00:00", "2027-01-01T00:00"))
    );
}

#[test]
fn a_booking_counts_where_it_starts() {
    let night = vec![used("2027-01-31T22:00", "2027-02-01T01:00")];
    let month = || quota(Measure::Minutes, Period::Month, 600);
    assert_eq!(counted(month(), night.clone(), "2027-01-05T10:00", "2026-12-01T00:00"), 180);
    assert_eq!(counted(month(), night, "2027-02-05T10:00", "2026-12-01T00:00"), 0);
}

#[test]
fn what_is_open_is_what_is_not_over() {
    let booked = vec![used("2027-01-10T10:00", "2027-01-10T12:00"), used("2027-09-10T10:00", "2027-09-10T12:00")];
    let open = || quota(Measure::Bookings, Period::Open, 2);
    let count = |now| counted(open(), booked.clone(), "2027-05-05T10:00", now);
    assert_eq!(count("2027-01-10T11:59"), 2);
    assert_eq!(count("2027-01-10T12:00"), 1);
}

#[test]
fn minutes_are_elapsed_ones() {
    let night = vec![used("2027-03-28T01:00", "2027-03-28T04:00")];
    assert_eq!(counted(quota(Measure::Minutes, Period::Week, 600), night, "2027-03-27T10:00", "2027-01-01T00:00"), 120);
}

#[test]
fn only_the_rooms_of_its_area_count() {
    let elsewhere =
        Used { room_id: RoomId::new(at("2026-05-01T00:00")), ..used("2027-01-10T10:00", "2027-01-10T12:00") };
    let here = used("2027-01-11T10:00", "2027-01-11T11:00");
    let over = |area| {
        let quota = Quota { area, ..quota(Measure::Minutes, Period::Year, 0) };
        counted(quota, vec![elsewhere, here], "2027-02-01T00:00", "2027-01-01T00:00")
    };
    assert_eq!(over(Area::City), 180);
    assert_eq!(over(Area::Centre(here.centre_id)), 180);
    assert_eq!(over(Area::Room(here.room_id)), 60);
    assert_eq!(over(Area::Room(RoomId::new(at("2026-06-01T00:00")))), 0);
}

#[test]
fn one_for_an_organisation_takes_the_place_of_the_same_for_all() {
    let own = OrganisationId::new(at("2026-02-01T00:00"));
    let general = quota(Measure::Bookings, Period::Week, 2);
    let hours = quota(Measure::Minutes, Period::Week, 600);
    let special = Quota { organisation_id: Some(own), most: 9, ..general.clone() };
    let of_class = Quota { class: Some("partners".into()), ..quota(Measure::Bookings, Period::Year, 5) };
    let all = [general, hours, special, of_class].map(Arc::new);
    let most = |class, organisation| -> Vec<i64> {
        let mut most: Vec<i64> = holding(&all, class, organisation).iter().map(|quota| quota.most).collect();
        most.sort_unstable();
        most
    };
    assert_eq!(most("default", Some(own)), [9, 600]);
    assert_eq!(most("partners", Some(own)), [5, 9, 600]);
    assert_eq!(most("default", None), [2, 600]);
}

#[test]
fn all_is_known_that_a_wish_in_the_window_could_be_counted_with() {
    let quotas =
        [Period::Week, Period::Month, Period::Year].map(|period| Arc::new(quota(Measure::Bookings, period, 1)));
    let now = at("2026-12-01T00:00");
    for quota in quotas {
        for window in [span("2026-12-31T23:00", "2027-01-01T01:00"), span("2027-03-28T00:00", "2027-05-31T23:59")] {
            let known = starts_to_know(&[Arc::clone(&quota)], window, now).expect("a quota asks for it");
            for zone in [Brussels, chrono_tz::Pacific::Auckland, chrono_tz::Pacific::Honolulu] {
                for moment in [window.start(), window.end()] {
                    let period = period_of(quota.period, moment, zone).expect("a period");
                    assert!(known.contains(period), "{:?} {zone}", quota.period);
                }
            }
        }
    }
}
