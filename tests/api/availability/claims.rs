//! What is read of claims, long and short.

use lokaal::{
    domain::{
        availability::OccupiedKind,
        ids::BookingId,
        resource::ResourceKind,
        time::{Instant, Span},
    },
    store::claims,
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::json;
use uuid::Uuid;

use super::{claim, floor_of, short, times};
use crate::both_engines;

both_engines! {
    async fn a_long_closure_is_seen_from_its_middle(app: TestApp) {
        let world = app.world().await;
        let floor = floor_of(&app, world.meeting).await;
        claim(&app, floor, "2026-12-07T12:00:00+01:00", "2026-12-14T12:00:00+01:00", 1, true).await;
        let anyone = app.anonymous();
        let inside = times(&anyone, world.meeting, "2026-12-10T00:00:00+01:00", "2026-12-11T00:00:00+01:00", "").await;
        assert_eq!(short(&inside["busy"]), ["10 00:00-11 00:00 closure"]);
        assert_eq!(inside["free"], json!([]));
        let end = times(&anyone, world.meeting, "2026-12-14T10:00:00+01:00", "2026-12-14T14:00:00+01:00", "").await;
        assert_eq!(short(&end["busy"]), ["14 10:00-12:00 closure"]);
        assert_eq!(short(&end["free"]), ["14 12:00-14:00"]);
    }

    async fn what_is_claimed_is_read_as_it_is_stored(app: TestApp) {
        let world = app.world().await;
        let mut pools = Vec::new();
        for n in 0..4 {
            let name = format!("pool {n}");
            pools.push(app.add_resource(world.centre, ResourceKind::Equipment, &name, 1_000).await);
        }
        let mut chance = StdRng::seed_from_u64(7);
        let start = app.now().epoch_seconds();
        let mut stored = Vec::new();
        for n in 0..80_u128 {
            let from = start + chance.random_range(0..40 * 24) * 3_600;
            // As many about a day long, and about a week, as short ones.
            let length = [3_600, 86_340, 86_400, 86_460, 604_740, 604_800][chance.random_range(0..6)];
            let (pool, booking) = (pools[chance.random_range(0..3)], (n % 5 > 0).then(|| Uuid::from_u128(n)));
            let columns = [
                ("resource_id", pool.0.into()),
                ("booking_id", booking.into()),
                ("starts_at", from.into()),
                ("ends_at", (from + length).into()),
                ("quantity", i32::try_from(n % 7 + 1).unwrap().into()),
            ];
            app.rows.insert("claims", &columns).await;
            stored.push((pool, from, from + length, n % 7 + 1, booking));
        }
        for _ in 0..40 {
            let from = start + chance.random_range(-24..44 * 24) * 3_600;
            let until = from + [60, 86_400, 10 * 86_400][chance.random_range(0..3)];
            let window = Span::new(Instant::from_epoch_seconds(from), Instant::from_epoch_seconds(until)).unwrap();
            let except = Some(Uuid::from_u128(chance.random_range(0..80))).filter(|_| chance.random_bool(0.5));
            let except_id = except.map(BookingId);
            let read = claims::occupied(app.store(), &pools[..2], window, except_id).await.unwrap();
            let mut read: Vec<_> = read
                .into_iter()
                .map(|held| (held.resource_id, held.span.start().epoch_seconds(), held.span.end().epoch_seconds(),
                    held.quantity, held.kind == OccupiedKind::Closure))
                .collect();
            let mut expected: Vec<_> = stored
                .iter()
                .filter(|(pool, starts, ends, _, booking)| {
                    pools[..2].contains(pool) && *starts < until && *ends > from && (booking.is_none() || *booking != except)
                })
                .map(|(pool, starts, ends, quantity, booking)| {
                    (*pool, *starts, *ends, i32::try_from(*quantity).unwrap(), booking.is_none())
                })
                .collect();
            read.sort_unstable();
            expected.sort_unstable();
            assert_eq!(read, expected);
        }
    }
}
