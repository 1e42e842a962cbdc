//! What is claimed around many dates. A series of a year needs an evening a week of it: to read the whole year would be
//! to read every claim of its room, and of its building where that counts people.

use super::occupied::{list, of_row};
use crate::{
    domain::{
        availability::Occupied,
        claim::LONGEST_CLAIM,
        failure::Failure,
        ids::ResourceId,
        time::{DAY, Instant, Span},
    },
    store::{Access, sql},
};

/// The claims of each resource as one text, as [`super::occupied`] reads them. Those that last no longer than a day begin
/// in the windows, which do not overlap; the few others are found by their own index.
const POSTGRES: &str = "SELECT r.n, concat_ws(';',
        (SELECT string_agg(concat_ws(' ', c.starts_at, c.ends_at, c.quantity, (c.booking_id IS NULL)::int), ';')
            FROM unnest($2::text::bigint[], $3::text::bigint[]) AS w (first, last)
            JOIN claims c ON c.resource_id = r.id AND c.starts_at > w.first AND c.starts_at < w.last
            WHERE c.ends_at - c.starts_at <= 86400),
        (SELECT string_agg(concat_ws(' ', starts_at, ends_at, quantity, (booking_id IS NULL)::int), ';') FROM claims
            WHERE resource_id = r.id AND ends_at - starts_at > 86400 AND starts_at > $4 AND starts_at < $5)) AS held
    FROM unnest($1::text::uuid[]) WITH ORDINALITY AS r (id, n)";

/// The same. Its planner keeps the order of a CROSS JOIN: the windows first.
const SQLITE: &str = "SELECT r.key + 1 AS n, concat_ws(';',
        (SELECT group_concat(c.starts_at || ' ' || c.ends_at || ' ' || c.quantity || ' ' || (c.booking_id IS NULL), ';')
            FROM json_each($2) AS w CROSS JOIN claims c
            WHERE c.resource_id = unhex(r.value) AND c.starts_at > w.value
                AND c.starts_at < json_extract($3, '$[' || w.key || ']') AND c.ends_at - c.starts_at <= 86400),
        (SELECT group_concat(starts_at || ' ' || ends_at || ' ' || quantity || ' ' || (booking_id IS NULL), ';')
            FROM claims
            WHERE resource_id = unhex(r.value) AND ends_at - starts_at > 86400 AND starts_at > $4
                AND starts_at < $5)) AS held
    FROM json_each($1) AS r";

/// What is claimed on these resources at any time of `spans`, by resource; some that is near them comes with it.
pub async fn around<A: Access>(access: &A, resources: &[ResourceId], spans: &[Span]) -> Result<Vec<Occupied>, Failure> {
    let windows = windows(spans);
    let (Some((first, _)), Some((_, last)), false) = (windows.first(), windows.last(), resources.is_empty()) else {
        return Ok(Vec::new());
    };
    let engine = access.engine();
    let instants = |pick: fn(&(Instant, Instant)) -> Instant| {
        let texts: Vec<String> = windows.iter().map(|window| pick(window).epoch_seconds().to_string()).collect();
        engine.pick("{", "[").to_owned() + &texts.join(",") + engine.pick("}", "]")
    };
    let values = sql::values![
        list(engine, resources),
        instants(|window| window.0),
        instants(|window| window.1),
        first.epoch_seconds() + DAY - LONGEST_CLAIM,
        last.epoch_seconds(),
    ];
    let mut found = Vec::new();
    for row in sql::all(access, engine.pick(POSTGRES, SQLITE), values).await? {
        found.extend(of_row(&row, resources)?);
    }
    Ok(found)
}

/// Between which instants claims of at most a day begin that reach into the spans: in order, and merged where they
/// overlap, so that none is read twice.
fn windows(spans: &[Span]) -> Vec<(Instant, Instant)> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let mut found: Vec<(Instant, Instant)> = Vec::new();
    for span in sorted {
        let (first, last) = (span.start().plus(-DAY), span.end());
        match found.last_mut() {
            Some(before) if first < before.1 => before.1 = before.1.max(last),
            _ => found.push((first, last)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::HOUR;

    #[test]
    fn windows_do_not_overlap() {
        let at = |hours: i64| Instant::from_epoch_seconds(hours * HOUR);
        let spans = [(200, 202), (48, 50), (70, 71)].map(|(from, until)| Span::new(at(from), at(until)).unwrap());
        assert_eq!(windows(&spans), [(at(24), at(71)), (at(176), at(202))]);
        assert!(windows(&[]).is_empty());
    }
}
