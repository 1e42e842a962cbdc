//! Claims written by hand at random, each judged as a naive count judges it.

use lokaal::domain::ids::ResourceId;
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sea_orm::Value;

use crate::{
    attacks::{id, resource},
    both_engines,
    naive::{Held, held, peak},
    raw::{Raw, Verdict},
};

both_engines! {
    async fn statements_at_random_are_judged_as_by_hand(app: TestApp) {
        let raw = Raw::open(&app).await;
        let seed = rand::random();
        let mut chance = StdRng::seed_from_u64(seed);
        for capacity in [1, 2, 10] {
            let floor = resource(&app, &raw, capacity, &[]).await;
            let mut model: Vec<Held> = Vec::new();
            for step in 0..400 {
                let from = chance.random_range(0..40_i64) * 10;
                let wish = held(from, from + chance.random_range(1..12_i64) * 10, chance.random_range(1..=capacity));
                let fits = |others: &[Held]| peak(&[others, &[wish]].concat()) <= i64::from(capacity);
                let chosen = model.choose(&mut chance).copied();
                let (verdict, expected) = match (chance.random_range(0..10), chosen) {
                    (0..2, Some(gone)) => {
                        model.remove(model.iter().position(|one| *one == gone).unwrap());
                        (raw.execute(&one("DELETE FROM claims"), of(gone, floor)).await, true)
                    }
                    (2..5, Some(old)) => {
                        let mut others = model.clone();
                        others.remove(others.iter().position(|one| *one == old).unwrap());
                        let sql = format!(
                            "UPDATE claims SET starts_at = {}, ends_at = {}, quantity = {}",
                            wish.from, wish.until, wish.quantity
                        );
                        let expected = fits(&others);
                        if expected {
                            others.push(wish);
                            model = others;
                        }
                        (raw.execute(&one(&sql), of(old, floor)).await, expected)
                    }
                    _ => {
                        let expected = fits(&model);
                        if expected {
                            model.push(wish);
                        }
                        (raw.claim(floor, wish).await, expected)
                    }
                };
                let wanted = if expected { Verdict::Done(1) } else { Verdict::Overfull };
                assert_eq!(verdict, wanted, "step {step} of seed {seed}, capacity {capacity}: {wish:?} beside {model:?}");
            }
            model.sort();
            let mut stored = raw.held(floor).await;
            stored.sort();
            assert_eq!(stored, model, "seed {seed}");
        }
    }
}

/// The statement, for one of the claims that are alike.
fn one(statement: &str) -> String {
    let alike = "starts_at = $1 AND ends_at = $2 AND quantity = $3 AND resource_id = $4";
    format!("{statement} WHERE id = (SELECT min(id) FROM claims WHERE {alike})")
}

fn of(claim: Held, floor: ResourceId) -> [Value; 4] {
    [claim.from.into(), claim.until.into(), claim.quantity.into(), id(floor)]
}
