//! Against a model: every time on the grid judged by itself.

use super::*;

/// Every time on the grid in `window`, of which the times that exist twice only once.
fn all_candidates(scene: &Scene, window: Span, seconds: i64) -> Vec<Span> {
    let days = days_of(window, scene.centre.timezone);
    let times =
        days.flat_map(|day| candidates(&scene.room.rules, scene.centre.timezone, day, Length::Seconds(seconds)));
    times.filter(|time| window.contains(*time)).collect()
}

fn is_bookable(scene: &Scene, wish: &Wish, now: Circumstances) -> bool {
    let claim = wish.span.widened(scene.room.rules.setup_seconds(), scene.room.rules.cleanup_seconds());
    let mut needs = floor_needs(&scene.floors, wish.shared.then_some(wish.attendees));
    needs.extend(&scene.also);
    judge(&scene.centre, &scene.room, wish, &Asker::private(), now).violations.is_empty()
        && fits(&needs, &scene.occupied, claim)
}

#[test]
fn candidates_follow_the_clock_when_it_changes() {
    let of_day = |date: &str, grid| {
        let day = LocalDay::new(date.parse().unwrap(), centre().timezone).unwrap();
        let rules = Rules { grid_minutes: Some(grid), ..Rules::default() };
        candidates(&rules, centre().timezone, day, Length::Seconds(HOUR))
    };
    assert_eq!(of_day("2027-03-27", 60).len(), 24);
    assert_eq!(of_day("2027-03-28", 60).len(), 23);
    assert_eq!(of_day("2027-10-31", 60).len(), 24);
    let rules = |grid| Rules { grid_minutes: Some(grid), ..Rules::default() };
    let day = LocalDay::new("2027-03-28".parse().unwrap(), centre().timezone).unwrap();
    let two_hours = candidates(&rules(120), centre().timezone, day, Length::Seconds(2 * HOUR));
    let hours: Vec<u32> =
        two_hours.iter().map(|time| chrono::Timelike::hour(&local(time.start(), centre().timezone).unwrap())).collect();
    assert_eq!(hours, [0, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22], "02:00 moves to 03:00, which is off the grid");
}

fn rules() -> impl Strategy<Value = Rules> {
    let minutes = || prop::sample::select(vec![0_u32, 15, 30, 50]);
    (minutes(), minutes(), prop::sample::select(vec![30_u32, 60, 90]), 0..3000_u32).prop_map(
        |(setup_minutes, cleanup_minutes, min_minutes, notice_minutes)| Rules {
            setup_minutes,
            cleanup_minutes,
            min_minutes,
            notice_minutes,
            noise: Some(Noise {
                amplified_until: [("sa".to_owned(), clock("20:00"))].into(),
                amplified_per_year: None,
            }),
            ..Rules::default()
        },
    )
}

/// The weekend on which clocks go forward, seen from the Friday before.
fn weekend() -> Span {
    span("2027-03-26T20:00", "2027-03-29T10:00")
}

fn on_friday() -> Circumstances {
    Circumstances { now: at("2027-03-26T11:59"), amplified_this_year: 0 }
}

fn claims(most: i32) -> impl Strategy<Value = Vec<Occupied>> {
    let claim = (0..280_i64, 1..40_i64, 1..=most, any::<bool>()).prop_map(move |(start, length, quantity, closed)| {
        let start = weekend().start().plus((start - 6) * 15 * MINUTE);
        let span = Span::new(start, start.plus(length * 15 * MINUTE)).unwrap();
        if closed { closure(FLOOR, span, most) } else { booking(FLOOR, span, quantity) }
    });
    prop::collection::vec(claim, 0..7)
}

/// Whether `time` lies in stretches that touch.
fn is_free(free: &[FreeStretch], time: Span) -> bool {
    free.iter().map(|stretch| stretch.span).collect::<SpanSet>().contains(time)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_time_is_free_where_rules_and_claims_allow_it(rules in rules(), occupied in claims(1), halves in 1..4_i64) {
        let mut scene = Scene::new(rules);
        scene.centre.opening_hours.extend(weekly("sa su", "22:00", "24:00", Access::KeyHolder));
        scene.centre.opening_hours.extend(weekly("su", "00:00", "08:00", Access::KeyHolder));
        scene.occupied = occupied;
        let seconds = i64::from(scene.room.rules.min_minutes) * MINUTE * halves;
        let found = availability(&scene.calendar(), weekend(), &Asker::private(), on_friday().now, None);
        for span in all_candidates(&scene, weekend(), seconds) {
            let bookable = is_bookable(&scene, &Wish { span, ..wish() }, on_friday());
            prop_assert_eq!(is_free(&found.free, span), bookable, "{}", span.start());
        }
    }

    #[test]
    fn places_are_free_where_rules_and_claims_allow_them(
        rules in rules(), occupied in claims(8), attendees in 1..=8,
    ) {
        let mut scene = Scene::shared(rules, 8);
        scene.occupied = occupied;
        let seconds = i64::from(scene.room.rules.min_minutes) * MINUTE;
        let found = availability(&scene.calendar(), weekend(), &Asker::private(), on_friday().now, Some(attendees));
        for span in all_candidates(&scene, weekend(), seconds) {
            let wanted = Wish { span, attendees, shared: true, ..wish() };
            prop_assert_eq!(is_free(&found.free, span), is_bookable(&scene, &wanted, on_friday()), "{}", span.start());
            if is_free(&found.free, span) {
                let touched = found.free.iter().filter(|stretch| stretch.span.overlaps(span));
                let most = touched.filter_map(|stretch| stretch.places_free).min().expect("a stretch with places");
                for (attendees, fits) in [(most, true), (most + 1, false)] {
                    let wanted = Wish { attendees, ..wanted.clone() };
                    prop_assert_eq!(is_bookable(&scene, &wanted, on_friday()), fits, "{} at {}", attendees, span.start());
                }
            }
        }
    }

    #[test]
    fn searches_find_what_judging_every_time_finds(
        rules in rules(), occupied in claims(1), from in 0..24_u16, length in 1..5_i64, amplified in any::<bool>(),
    ) {
        let mut scene = Scene::new(rules);
        scene.occupied = occupied;
        let music = if amplified { Music::Amplified } else { Music::None };
        let wanted = Wish { music, span: span("2027-03-27T10:00", "2027-03-27T12:00"), ..wish() };
        let asked = |time: &Span| {
            let start = local(time.start(), scene.centre.timezone).unwrap();
            chrono::Timelike::hour(&start) >= u32::from(from) && start.weekday() != Weekday::Sun
        };
        let seconds = length * HOUR;
        let expected = all_candidates(&scene, weekend(), seconds)
            .into_iter()
            .find(|time| asked(time) && is_bookable(&scene, &Wish { span: *time, ..wanted.clone() }, on_friday()));
        let search = NextFree {
            window: weekend(),
            seconds,
            weekdays: Some(vec![Weekday::Fri, Weekday::Sat, Weekday::Mon]),
            time_from: ClockTime::from_minutes(from * 60),
            time_until: None,
        };
        let found = next_free(&scene.calendar(), &wanted, &Asker::private(), on_friday(), &search);
        prop_assert_eq!(found, expected);

        let others = other_times_that_day(&scene.calendar(), &wanted, &Asker::private(), on_friday(), 99);
        let mut all: Vec<Span> = all_candidates(&scene, span("2027-03-27T00:00", "2027-03-28T12:00"), 2 * HOUR);
        all.retain(|time| {
            date_of(time.start(), scene.centre.timezone) == date_of(wanted.span.start(), scene.centre.timezone)
                && *time != wanted.span
                && is_bookable(&scene, &Wish { span: *time, ..wanted.clone() }, on_friday())
        });
        all.sort_by_key(|time| (time.start().since(wanted.span.start()).abs(), time.start()));
        prop_assert_eq!(others, all);
    }
}
