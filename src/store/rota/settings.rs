//! What a centre decided about its rota.

use crate::{
    domain::{failure::Failure, ids::CentreId, rota::RotaSettings},
    store::{Access, Unit, sql},
};

/// What a centre decided; the usual where it decided nothing.
pub async fn settings<A: Access>(access: &A, centre: CentreId) -> Result<RotaSettings, Failure> {
    let text = "SELECT key_hours, offer_hours, opening_note FROM rota_settings WHERE centre_id = $1";
    let Some(row) = sql::first(access, text, sql::values![centre.0]).await? else {
        return Ok(RotaSettings::default());
    };
    let hours = |column| -> Result<u32, Failure> {
        let hours: i64 = sql::get(&row, column)?;
        u32::try_from(hours).map_err(|_| Failure::Internal("hours that can't be read".into()))
    };
    Ok(RotaSettings {
        key_hours: hours("key_hours")?,
        offer_hours: hours("offer_hours")?,
        opening_note: sql::get(&row, "opening_note")?,
    })
}

/// Keeps what a centre decides.
pub async fn keep_settings(unit: &Unit, centre: CentreId, settings: &RotaSettings) -> Result<(), Failure> {
    let text = "INSERT INTO rota_settings (centre_id, key_hours, offer_hours, opening_note) VALUES ($1, $2, $3, $4)
        ON CONFLICT (centre_id) DO UPDATE SET key_hours = excluded.key_hours, offer_hours = excluded.offer_hours,
            opening_note = excluded.opening_note";
    let values = sql::values![
        centre.0,
        i64::from(settings.key_hours),
        i64::from(settings.offer_hours),
        settings.opening_note.as_deref(),
    ];
    sql::execute(unit, text, values).await?;
    Ok(())
}
