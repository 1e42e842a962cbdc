//! Places that closures took: who had them, and who may go back.

use sea_orm::{QueryResult, Value};

use crate::{
    domain::{
        booking::EquipmentWish,
        failure::Failure,
        ids::{BookingId, ClosureId, RoomId},
        time::{Instant, Span},
    },
    store::{Access, Unit, sql},
};

/// A place that a booking lost to a closure.
#[derive(Clone, Debug, PartialEq)]
pub struct LostPlace {
    /// The closure.
    pub closure_id: ClosureId,
    /// The booking, which has another place since.
    pub booking_id: BookingId,
    /// When it was decided.
    pub decided_at: Instant,
    /// The room that it had.
    pub room_id: RoomId,
    /// The time that it had.
    pub span: Span,
    /// The layout that it had.
    pub layout: Option<String>,
    /// Whether it took places of a shared room; unknown of what was decided long ago.
    pub shared: Option<bool>,
    /// The equipment that it had; unknown of what was decided long ago.
    pub equipment: Option<Vec<EquipmentWish>>,
}

/// The places in these rooms, inside `window` and after now, that bookings lost which are elsewhere since, and which were
/// not held for them yet: in the order in which they were lost.
pub async fn lost_places(unit: &Unit, rooms: &[RoomId], window: Span) -> Result<Vec<LostPlace>, Failure> {
    let mut found = Vec::new();
    for part in rooms.chunks(500) {
        let text = format!(
            "SELECT c.* FROM closure_bookings c JOIN bookings b ON b.id = c.booking_id
             WHERE c.return_id IS NULL AND c.action IN ('move', 'offer') AND c.starts_at > $1 AND c.ends_at > $2
                AND c.starts_at < $3 AND b.starts_at > $1 AND b.status IN ('requested', 'held', 'confirmed')
                AND c.room_id IN ({})",
            sql::marks(4, part.len())
        );
        let bounds = [unit.now(), window.start(), window.end()].map(|at| Value::from(at.epoch_seconds()));
        let values = bounds.into_iter().chain(part.iter().map(|id| Value::from(id.0)));
        for row in sql::all(unit, &text, values).await? {
            found.push(lost_place(&row)?);
        }
    }
    found.sort_by_key(|lost| (lost.decided_at, lost.span.start(), lost.booking_id));
    Ok(found)
}

fn lost_place(row: &QueryResult) -> Result<LostPlace, Failure> {
    let instant = |column| -> Result<Instant, Failure> { Ok(Instant::from_epoch_seconds(sql::get(row, column)?)) };
    let equipment: Option<String> = sql::get(row, "equipment")?;
    let unreadable = || Failure::Internal("a lost place that can't be read".into());
    Ok(LostPlace {
        closure_id: ClosureId(sql::get(row, "closure_id")?),
        booking_id: BookingId(sql::get(row, "booking_id")?),
        decided_at: instant("decided_at")?,
        room_id: RoomId(sql::get(row, "room_id")?),
        span: Span::new(instant("starts_at")?, instant("ends_at")?).ok_or_else(unreadable)?,
        layout: sql::get(row, "layout")?,
        shared: sql::get(row, "shared")?,
        equipment: equipment.map(|text| serde_json::from_str(&text).map_err(|_| unreadable())).transpose()?,
    })
}

/// Notes that a lost place is held by this booking for who lost it, because this closure ended.
pub async fn note_return(unit: &Unit, lost: &LostPlace, held: BookingId, ended: ClosureId) -> Result<(), Failure> {
    let text = "UPDATE closure_bookings SET return_id = $1, return_by = $2
        WHERE closure_id = $3 AND booking_id = $4 AND decided_at = $5";
    let values = sql::values![held.0, ended.0, lost.closure_id.0, lost.booking_id.0, lost.decided_at.epoch_seconds()];
    sql::execute(unit, text, values).await?;
    Ok(())
}

/// The bookings that hold old places for a mailbox since this closure ended: those of the person, or of the caller or the
/// organisation where there is nobody else to write to.
pub async fn returns_for<A: Access>(access: &A, ended: ClosureId, email: &str) -> Result<Vec<BookingId>, Failure> {
    let text = "SELECT b.id FROM bookings b JOIN closure_bookings c ON c.return_id = b.id
        WHERE c.return_by = $1 AND b.status = 'held'
            AND (EXISTS (SELECT 1 FROM users u WHERE u.id = b.booker_id AND u.email = $2)
                OR (b.booker_id IS NULL AND b.caller_email = $2)
                OR (b.booker_id IS NULL AND b.caller_email IS NULL AND EXISTS (
                    SELECT 1 FROM organisations o WHERE o.id = b.organisation_id AND o.contact_email = $2)))
        ORDER BY b.starts_at, b.id";
    let rows = sql::all(access, text, sql::values![ended.0, email]).await?;
    rows.iter().map(|row| Ok(BookingId(sql::get(row, "id")?))).collect()
}
