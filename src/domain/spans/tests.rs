//! The algebra against a naive model: one flag a minute.

use proptest::prelude::*;

use super::*;
use crate::domain::time::MINUTE;

const MINUTES: i64 = 60;

fn span(start: i64, end: i64) -> Span {
    let at = |minute| Instant::from_epoch_seconds(minute * MINUTE);
    Span::new(at(start), at(end)).expect("a span that runs forwards")
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::vec((0..MINUTES - 1, 1..12_i64), 0..12)
        .prop_map(|parts| parts.into_iter().map(|(start, length)| span(start, (start + length).min(MINUTES))).collect())
}

fn window() -> impl Strategy<Value = Span> {
    (0..MINUTES - 1, 1..MINUTES).prop_map(|(start, length)| span(start, (start + length).min(MINUTES)))
}

/// Whether each minute is in one of the spans.
fn flags(spans: &[Span]) -> Vec<bool> {
    (0..MINUTES).map(|minute| spans.iter().any(|known| known.contains(span(minute, minute + 1)))).collect()
}

fn zip(a: &[bool], b: &[bool], combine: impl Fn(bool, bool) -> bool) -> Vec<bool> {
    a.iter().zip(b).map(|(a, b)| combine(*a, *b)).collect()
}

fn assert_minimal(set: &SpanSet) {
    assert!(set.as_slice().windows(2).all(|pair| pair[0].end() < pair[1].start()), "not minimal: {set:?}");
}

proptest! {
    #[test]
    fn sets_agree_with_flags_per_minute(a in spans(), b in spans(), window in window()) {
        let (model_a, model_b, in_window) = (flags(&a), flags(&b), flags(&[window]));
        let (a, b): (SpanSet, SpanSet) = (a.into_iter().collect(), b.into_iter().collect());
        for (set, model) in [
            (a.clone(), model_a.clone()),
            (a.union(&b), zip(&model_a, &model_b, |a, b| a || b)),
            (a.intersection(&b), zip(&model_a, &model_b, |a, b| a && b)),
            (a.difference(&b), zip(&model_a, &model_b, |a, b| a && !b)),
            (a.complement_in(window), zip(&in_window, &model_a, |window, a| window && !a)),
            (a.clipped(window), zip(&in_window, &model_a, |window, a| window && a)),
        ] {
            assert_minimal(&set);
            prop_assert_eq!(flags(set.as_slice()), model);
        }
        let minutes = i64::try_from(model_a.iter().filter(|inside| **inside).count()).unwrap();
        prop_assert_eq!(a.seconds(), minutes * MINUTE);
    }

    #[test]
    fn containing_and_overlapping_agree_with_flags(a in spans(), window in window()) {
        let model = zip(&flags(&a), &flags(&[window]), |a, window| a || !window);
        let touched = zip(&flags(&a), &flags(&[window]), |a, window| a && window);
        let a: SpanSet = a.into_iter().collect();
        prop_assert_eq!(a.contains(window), model.iter().all(|inside| *inside));
        prop_assert_eq!(a.overlaps(window), touched.iter().any(|inside| *inside));
    }

    #[test]
    fn a_time_fits_the_shrunk_set_where_its_claim_fits_the_set(
        a in spans(), shown in window(), before in 0..6_i64, after in 0..6_i64,
    ) {
        let a: SpanSet = a.into_iter().collect();
        let shrunk = a.shrunk(before * MINUTE, after * MINUTE);
        assert_minimal(&shrunk);
        prop_assert_eq!(shrunk.contains(shown), a.contains(shown.widened(before * MINUTE, after * MINUTE)));
    }

    #[test]
    fn lasting_keeps_whole_spans(a in spans(), minutes in 0..12_i64) {
        let a: SpanSet = a.into_iter().collect();
        let kept = a.lasting(minutes * MINUTE);
        for span in a.iter() {
            prop_assert_eq!(kept.contains(span), span.seconds() >= minutes * MINUTE);
        }
    }
}

#[test]
fn touching_spans_join() {
    let set: SpanSet = [span(10, 20), span(0, 10), span(30, 40)].into_iter().collect();
    assert_eq!(set.as_slice(), [span(0, 20), span(30, 40)]);
    assert!(set.contains(span(5, 15)));
    assert!(!set.contains(span(15, 31)));
    assert!(!set.overlaps(span(20, 30)), "half-open: back to back is no overlap");
    assert_eq!(set.at(Instant::from_epoch_seconds(20 * MINUTE)), None);
}
