//! Renews a series: the same rule with new dates, as a series of its own that goes on from it. What would become of each
//! date can be looked at first.

use chrono::NaiveDate;

use super::{
    SeriesDraft,
    consider::{self, Considered},
};
use crate::{
    actions::{Services, bookings::Behalf, bookings::plan},
    auth::Caller,
    domain::{
        booking::BookingStatus,
        centre::Centre,
        failure::{Failure, Fault},
        holidays::HolidayName,
        ids::KeyHolderId,
        local_time,
        recurrence::End,
        series::{Missed, Occurrences, OnConflict, Series},
        time::{Instant, Span},
    },
    store::{Unit, UseCase},
};

/// What a renewal is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Renewal {
    /// Where it ends.
    pub end: End,
    /// The first day on which it may have a date; the one after the last of the series where absent.
    pub from: Option<NaiveDate>,
    /// What becomes of dates that are taken or break a rule.
    pub on_conflict: OnConflict,
    /// The house rules that are accepted now.
    pub terms_version: Option<String>,
    /// Who opens and closes now.
    pub key_holder_id: Option<KeyHolderId>,
}

/// The request that renews a series of this centre.
///
/// # Errors
/// [`Failure::Invalid`] where the rule has no dates there, or too many.
pub fn draft(
    series: &Series,
    centre: &Centre,
    caller: &Caller,
    renewal: Renewal,
    now: Instant,
) -> Result<SeriesDraft, Failure> {
    let zone = centre.timezone;
    let end_at = match renewal.end {
        End::Count(_) => "/count",
        End::Until(_) => "/until",
    };
    let last = series.pattern.occurrences(zone)?.dates.last().map(|one| one.date);
    let last = last.filter(|_| series.cancelled_at.is_none());
    if let (Some(from), Some(last)) = (renewal.from, last)
        && from <= last
    {
        return Err(Failure::invalid("/from", "order", "A renewal begins after the last date of the series."));
    }
    let tomorrow = local_time::date_of(now, zone).and_then(|today| today.succ_opt());
    let from = renewal.from.or(last.and_then(|last| last.succ_opt()).max(tomorrow));
    let none = || Failure::invalid(end_at, "no_dates", "The rule has no dates there.");
    let pattern = from.and_then(|from| series.pattern.gone_on(from, renewal.end)).ok_or_else(none)?;
    if matches!(renewal.end, End::Until(until) if until < pattern.first) {
        return Err(none());
    }
    // What is wrong with its dates is wrong with where it ends.
    pattern.occurrences(zone).map_err(|failure| match failure {
        Failure::Invalid(faults) => {
            Failure::Invalid(faults.into_iter().map(|fault| Fault { pointer: end_at.to_owned(), ..fault }).collect())
        }
        other => other,
    })?;
    let mut draft = SeriesDraft { pattern, on_conflict: renewal.on_conflict, ..SeriesDraft::again(series, caller) };
    // Staff renew for whom it is; whoever else does, renews for themselves.
    draft.behalf = match (&series.caller, series.booker_id) {
        _ if !caller.is_any_desk() => None,
        (Some(contact), _) => Some(Behalf::Caller(contact.clone())),
        (None, Some(booker)) if booker != caller.id => Some(Behalf::Person(booker)),
        _ => None,
    };
    if renewal.terms_version.is_some() {
        draft.template.terms_version = renewal.terms_version;
    }
    if renewal.key_holder_id.is_some() {
        draft.template.key_holder_id = renewal.key_holder_id;
    }
    Ok(draft)
}

/// Looks at what would become of each date of a draft, and makes nothing.
pub struct Preview {
    /// What actions need.
    pub services: Services,
    /// Who asks.
    pub caller: Caller,
    /// What is asked for.
    pub draft: SeriesDraft,
}

/// What would become of each date.
pub struct Previewed {
    /// The dates that can be had, and the stage they would begin in.
    pub free: Vec<(Span, BookingStatus)>,
    /// Those that can't.
    pub missed: Vec<Missed>,
    /// Those that are left out, as they are holidays.
    pub holidays: Vec<(NaiveDate, HolidayName)>,
}

impl UseCase for Preview {
    type Output = Previewed;

    async fn authorise(&self, unit: &Unit) -> Result<(), Failure> {
        let catalogue = unit.catalogue().await?;
        let (_, centre) = catalogue.room(self.draft.room_id).ok_or(Failure::NotFound)?;
        plan::may_ask(&self.caller, &self.draft.on_any_date(), None, self.caller.is_desk_of(centre.id))
    }

    async fn run(&self, unit: &Unit) -> Result<Previewed, Failure> {
        let draft = &self.draft;
        draft.faults().into_result()?;
        let catalogue = unit.catalogue().await?;
        let (_, centre) = catalogue.room(draft.room_id).ok_or(Failure::NotFound)?;
        let Occurrences { dates, holidays } = draft.pattern.occurrences(centre.timezone)?;
        let spans: Vec<Span> = dates.iter().map(|one| one.span).collect();
        let policy = &self.services.policy;
        let considered: Considered = consider::consider(unit, &catalogue, policy, &self.caller, draft, &spans).await?;
        let (free, missed) = considered.explained(unit, &catalogue).await?;
        let free = free.iter().map(|date| (date.draft.span, date.plan.status)).collect();
        Ok(Previewed { free, missed, holidays })
    }
}
