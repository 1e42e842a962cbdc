//! Distances on the earth.

/// The earth's mean radius in metres (IUGG).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A position in degrees, WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Latitude, -90 to 90.
    pub latitude: f64,
    /// Longitude, -180 to 180.
    pub longitude: f64,
}

/// Metres between two points as the crow flies: the great circle, by the haversine formula.
#[must_use]
pub fn distance_m(a: Point, b: Point) -> f64 {
    let (from, to) = (a.latitude.to_radians(), b.latitude.to_radians());
    let across = (b.longitude - a.longitude).to_radians();
    let haversine = ((to - from) / 2.0).sin().powi(2) + from.cos() * to.cos() * (across / 2.0).sin().powi(2);
    // Rounding may push it past 1 for points that are opposite each other.
    2.0 * EARTH_RADIUS_M * haversine.min(1.0).sqrt().asin()
}

/// A distance in whole metres, rounded.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "no two points on the earth are further apart than an i64 holds")]
pub fn whole_metres(distance: f64) -> i64 {
    distance.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(a: (f64, f64), b: (f64, f64)) -> f64 {
        let point = |(latitude, longitude)| Point { latitude, longitude };
        distance_m(point(a), point(b))
    }

    #[test]
    fn known_distances() {
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < expected * 0.001, "{found}");
        near(between((50.0, 4.0), (51.0, 4.0)), 111_195.0);
        near(between((0.0, 179.5), (0.0, -179.5)), 111_195.0);
        near(between((0.0, 0.0), (0.0, 180.0)), 20_015_114.0);
        near(between((50.881_5, 4.715_7), (50.846_6, 4.352_8)), 25_767.0);
        assert!(between((50.88, 4.7), (50.88, 4.7)).abs() < 1e-9);
    }

    #[test]
    fn the_way_back_is_as_long() {
        let (a, b) = ((50.88, 4.7), (-33.9, 151.2));
        assert!((between(a, b) - between(b, a)).abs() < 1e-6);
    }
}
