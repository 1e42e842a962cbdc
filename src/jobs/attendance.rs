//! Notes that nobody came, in the rooms that say after how many minutes that is so.

use crate::{
    actions::{Services, bookings::attendance::Absent},
    domain::{failure::Failure, time::MINUTE},
    store::bookings,
};

/// Notes what is due and tells how many bookings that were.
///
/// # Errors
/// [`Failure::Unavailable`] where the database can't be reached.
pub async fn run_once(services: &Services) -> Result<usize, Failure> {
    let catalogue = services.store.catalogue().await?;
    let mut noted = 0;
    for room in catalogue.rooms.values() {
        let Some(minutes) = room.rules.no_show_minutes else { continue };
        let now = services.now();
        let since = now.plus(-i64::from(minutes) * MINUTE);
        let due = bookings::absent(&services.store, room.id, since, now).await?;
        noted += super::each("attendance", due, |id| async move { services.store.run(&Absent { services, id }).await })
            .await;
    }
    Ok(noted)
}
