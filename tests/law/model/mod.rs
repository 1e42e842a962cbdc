//! The law against a naive model: sequences of anything that may happen to a centre, each step done by the service and
//! by the model, and compared. A sequence that fails is made as short as it gets.

mod op;
mod state;
mod sums;
mod town;

use std::{cell::RefCell, collections::BTreeMap};

use lokaal::{
    domain::{
        booking::{BookingStatus, EquipmentWish},
        claim::{Claim, Claimable, claims_of},
        spans::SpanSet,
        time::Span,
    },
    store::Engine,
};
use proptest::{
    collection::vec,
    test_runner::{Config, TestRunner},
};

use self::{
    op::{Op, op},
    state::{Booking, Outcome, PEOPLE, PROJECTORS, State},
    town::Town,
};
use crate::{
    naive::{Held, held, peak},
    support::app::TestApp,
};

const CASES: u32 = 32;
const STEPS: usize = 60;
/// What has to have come about by the end, or too little was compared.
const EVERYTHING: &[(&str, &[Outcome])] = &[
    ("Book", &[Outcome::Done, Outcome::Full, Outcome::Unfit]),
    ("Change", &[Outcome::Done, Outcome::Full]),
    ("Cancel", &[Outcome::Done]),
    ("Close", &[Outcome::Done, Outcome::InUse]),
    ("Reopen", &[Outcome::Done]),
    ("Buffers", &[Outcome::Done]),
    ("Recut", &[Outcome::Done]),
    ("Resize", &[Outcome::Done]),
    ("Share", &[Outcome::Done, Outcome::Unfit]),
    ("People", &[Outcome::Done]),
    ("Wait", &[Outcome::Done]),
];

/// What a number of any size picks from so many; none where there is nothing.
fn pick(number: usize, from: usize) -> Option<usize> {
    number.checked_rem(from)
}

/// A booking: mostly one that is in one of these stages, so that not every other step goes nowhere.
fn booking(number: usize, state: &State, stages: &[BookingStatus]) -> Option<usize> {
    let fitting = |n: &usize| number.is_multiple_of(8) || stages.contains(&state.bookings[*n].status);
    let fitting: Vec<usize> = (0..state.bookings.len()).filter(fitting).collect();
    pick(number / 8, fitting.len()).map(|n| fitting[n])
}

/// The step with everything picked, where there is something to pick from.
fn resolved(op: &Op, state: &State) -> Option<Op> {
    use BookingStatus::{Confirmed, Held, Requested};
    let in_force: Vec<usize> = (0..state.closures.len()).filter(|closure| !state.closures[*closure].lifted).collect();
    let live = [Requested, Held, Confirmed];
    let booking = |number: usize, stages: &[BookingStatus]| booking(number, state, stages);
    let closure = |number: usize| pick(number, in_force.len()).map(|n| in_force[n]);
    Some(match op.clone() {
        Op::Change { booking: n, by_desk, change } => Op::Change { booking: booking(n, &live)?, by_desk, change },
        Op::Cancel { booking: n } => Op::Cancel { booking: booking(n, &live)? },
        Op::Approve { booking: n } => Op::Approve { booking: booking(n, &[Requested])? },
        Op::Decline { booking: n } => Op::Decline { booking: booking(n, &[Requested])? },
        Op::Confirm { booking: n } => Op::Confirm { booking: booking(n, &[Held])? },
        Op::Reopen { closure: n } => Op::Reopen { closure: closure(n)? },
        Op::Reclose { closure: n, at, slots } => Op::Reclose { closure: closure(n)?, at, slots },
        Op::Close { rooms: Some(mut rooms), at, slots } => {
            rooms.sort_unstable();
            rooms.dedup();
            Op::Close { rooms: Some(rooms), at, slots }
        }
        other => other,
    })
}

async fn case(app: &TestApp, ops: &[Op], tally: &mut Tally) {
    let mut state = State::new();
    let mut town = Town::new(app, &state).await;
    for (n, op) in ops.iter().enumerate() {
        let Some(op) = resolved(op, &state) else { continue };
        let done = town.perform(&op, &state).await;
        let wanted = state.apply(&op);
        assert_eq!(done, wanted, "step {n}, {op:?}, of the model {state:#?}");
        compare(&town, &state).await;
        *tally.entry((op.kind(), done)).or_default() += 1;
    }
}

/// Compares what the database holds with what the model says it should.
async fn compare(town: &Town<'_>, state: &State) {
    let tables = town.tables().await;
    for (n, resource) in town.resources.iter().enumerate() {
        let capacity = tables.capacities[resource];
        assert_eq!(capacity, state.capacities[n], "capacity of {n}");
        let of_it: Vec<_> = tables.claims.iter().filter(|(_, claim)| claim.resource_id == *resource).collect();
        let seconds = |claim: &Claim| (claim.span.start().epoch_seconds(), claim.span.end().epoch_seconds());
        let all: Vec<Held> =
            of_it.iter().map(|(_, claim)| held(seconds(claim).0, seconds(claim).1, claim.quantity)).collect();
        assert!(peak(&all) <= i64::from(capacity), "resource {n} of {capacity} holds {all:?}");

        let closed: Vec<Claim> = of_it.iter().filter(|(booking, _)| booking.is_none()).map(|(_, one)| *one).collect();
        let past = |claim: &Claim| claim.span.end() <= town.at(state.now);
        assert!(closed.iter().all(|claim| past(claim) || claim.quantity == capacity), "closed whole: {closed:?}");
        let wanted = state.closed(n).into_iter();
        let wanted: SpanSet = wanted.filter_map(|one| Span::new(town.at(one.from), town.at(one.until))).collect();
        assert_eq!(ahead(town, state, &closed), wanted, "when resource {n} is closed");
    }
    assert_eq!(tables.stages.len(), state.bookings.len());
    for (n, (id, booking)) in town.bookings.iter().zip(&state.bookings).enumerate() {
        assert_eq!(tables.stages[id], booking.status, "stage of booking {n}");
        let of_it = tables.claims.iter().filter(|(holder, _)| *holder == Some(*id));
        let claims: Vec<Claim> = of_it.map(|(_, claim)| *claim).collect();
        let wanted = if booking.status.holds_claims() { by_the_rule(town, state, booking) } else { Vec::new() };
        let now = town.at(state.now);
        if wanted.is_empty() || !claims.iter().chain(&wanted).any(|claim| claim.span.start() < now) {
            assert_eq!(claims, wanted, "booking {n}, {booking:?}, holds what it should and no more");
        } else {
            // It has begun, or its set-up had when it took another one. What is past stays as it was, whatever changes,
            // and may have been cut off: only what is ahead counts.
            for resource in &town.resources {
                let of_it = |claims: &[Claim]| -> (SpanSet, Vec<i32>) {
                    let of_it = claims.iter().filter(|claim| claim.resource_id == *resource && claim.span.end() > now);
                    let of_it: Vec<Claim> = of_it.copied().collect();
                    let mut quantities: Vec<i32> = of_it.iter().map(|claim| claim.quantity).collect();
                    quantities.dedup();
                    (ahead(town, state, &of_it), quantities)
                };
                assert_eq!(of_it(&claims), of_it(&wanted), "booking {n}, {booking:?}, holds this from now on");
            }
        }
    }
}

/// The stretches from now on.
fn ahead(town: &Town<'_>, state: &State, claims: &[Claim]) -> SpanSet {
    let now = town.at(state.now);
    claims.iter().filter_map(|claim| Span::new(claim.span.start().max(now), claim.span.end())).collect()
}

/// What the service's own pure function says a booking claims.
fn by_the_rule(town: &Town<'_>, state: &State, booking: &Booking) -> Vec<Claim> {
    let claimable = |n: usize| Claimable { id: town.resources[n], capacity: state.capacities[n] };
    let span = Span::new(town.at(booking.from - booking.setup), town.at(booking.until + booking.cleanup));
    let floors: Vec<Claimable> = state.rooms[booking.room].floors.iter().map(|floor| claimable(*floor)).collect();
    let projectors = EquipmentWish { resource_id: town.resources[PROJECTORS], quantity: booking.projectors };
    let equipment: Vec<EquipmentWish> = Some(projectors).filter(|wish| wish.quantity > 0).into_iter().collect();
    let people = (state.capacities.len() > PEOPLE).then(|| (claimable(PEOPLE), booking.attendees));
    claims_of(span.expect("a stretch"), &floors, booking.shared.then_some(booking.attendees), &equipment, people)
}

/// How often each kind of thing ended how.
type Tally = BTreeMap<(&'static str, Outcome), usize>;

fn compare_at_random(engine: Engine) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    // PROPTEST_CASES asks for more, or for fewer.
    let cases = std::env::var_os("PROPTEST_CASES").map_or(CASES, |_| Config::default().cases);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let tally = RefCell::new(Tally::new());
    let apps = RefCell::new((0, None));
    let outcome = TestRunner::new(config).run(&vec(op(), 1..STEPS), |ops| {
        let (number, app) = &mut *apps.borrow_mut();
        // What earlier cases left slows down those after them.
        if *number % CASES == 0 {
            *app = Some(runtime.block_on(TestApp::start(engine)));
        }
        *number += 1;
        let app = app.as_ref().expect("it was started");
        runtime.block_on(case(app, &ops, &mut tally.borrow_mut()));
        Ok(())
    });
    if let Err(fault) = outcome {
        panic!("{fault}");
    }
    let tally = tally.into_inner();
    for (kind, ends) in EVERYTHING {
        for end in *ends {
            assert!(cases < CASES || tally.contains_key(&(*kind, *end)), "never: {kind} {end:?} of {tally:#?}");
        }
    }
}

#[test]
fn the_service_does_as_the_model_on_sqlite() {
    compare_at_random(Engine::Sqlite);
}

#[test]
fn the_service_does_as_the_model_on_postgres() {
    compare_at_random(Engine::Postgres);
}
