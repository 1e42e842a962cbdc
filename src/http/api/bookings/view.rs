//! How a booking looks in answers.

use serde::Serialize;

use crate::{
    auth::Caller,
    domain::{
        booking::{
            Activity, Alcohol, Attendance, Audience, Booking, BookingStatus, Contact, EquipmentWish, Music, Override,
            Side, Visibility,
        },
        ids::{BookingId, CentreId, KeyHolderId, OrganisationId, RoomId, SeriesId, UserId},
        price::Price,
        rules::ReviewReason,
        time::Instant,
        warning::Warning,
    },
    http::{
        api::warnings::{self, WarningView},
        render::moment,
    },
    store::catalogue::Catalogue,
};

/// A booking, as those see it whose business it is. What a caller may not see is absent.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct BookingView {
    /// Identifier.
    id: BookingId,
    /// Short and speakable, for the telephone.
    #[schema(example = "KES-7Q4M")]
    reference: String,
    /// Stage.
    status: BookingStatus,
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// The room's centre.
    centre_id: CentreId,
    /// Its name.
    centre_name: String,
    /// For whom; null is privately.
    organisation_id: Option<OrganisationId>,
    /// Its name.
    organisation_name: Option<String>,
    /// Title.
    title: String,
    /// People expected.
    attendees: i32,
    /// Layout by name.
    layout: Option<String>,
    /// Whether it takes places of a shared room rather than the whole.
    shared: bool,
    /// Counted equipment.
    equipment: Vec<EquipmentWish>,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime, example = "2026-12-03T19:00:00+01:00")]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime, example = "2026-12-03T22:00:00+01:00")]
    ends_at: String,
    /// Who may read its title.
    visibility: Visibility,
    /// What for.
    activity: Option<Activity>,
    /// For whom.
    audience: Option<Audience>,
    /// Whether anyone may walk in.
    open_to_all: bool,
    /// Music.
    music: Music,
    /// Alcohol.
    alcohol: Alcohol,
    /// The house rules that were accepted.
    terms_version: Option<String>,
    /// Who opens and closes.
    key_holder_id: Option<KeyHolderId>,
    /// Who is present on the spot.
    on_site_contact: Option<Contact>,
    /// A note to the desk.
    note: Option<String>,
    /// The series it belongs to.
    series_id: Option<SeriesId>,
    /// What it costs as quoted; null is 'no price', not 'free'.
    price: Option<Price>,
    /// Why the desk looks, or looked, at it.
    review_reasons: Vec<ReviewReason>,
    /// A request is answered by then.
    #[schema(format = DateTime)]
    answer_by: Option<String>,
    /// An option lapses then.
    #[schema(format = DateTime)]
    hold_until: Option<String>,
    /// A closure took its place and this one is only offered: it is confirmed by then, or cancelled.
    #[schema(format = DateTime)]
    offer_until: Option<String>,
    /// It holds the place that this booking had before a closure: confirmed, that one goes back to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    return_of: Option<BookingId>,
    /// The centre moved it: until then cancelling costs nothing.
    #[schema(format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    free_cancel_until: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it last changed.
    #[schema(format = DateTime)]
    updated_at: String,
    /// When it was cancelled.
    #[schema(format = DateTime)]
    cancelled_at: Option<String>,
    /// Who cancelled it.
    cancelled_by: Option<Side>,
    /// Why it was cancelled or declined.
    reason: Option<String>,
    /// What is known of who came.
    attendance: Attendance,
    /// How many came.
    head_count: Option<i32>,
    /// What is to be known of the time, as it was when the booking last changed.
    warnings: Vec<WarningView>,
    /// Staff: for whom it was booked, where not by themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<OnBehalfOfView>,
    /// Staff: rules that were set aside, and why.
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    overrides: Option<Vec<Override>>,
}

/// For whom staff booked: a person with an account, or a caller without one.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OnBehalfOfView {
    /// A person with an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<UserId>,
    /// Name of a caller without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Telephone of the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    /// Mail address of the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

/// A public booking, as everyone sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct PublicBookingView {
    /// Identifier.
    id: BookingId,
    /// Stage.
    status: BookingStatus,
    /// The room.
    room_id: RoomId,
    /// Its name.
    room_name: String,
    /// The room's centre.
    centre_id: CentreId,
    /// Its name.
    centre_name: String,
    /// Title.
    title: String,
    /// First instant, with the centre's offset.
    #[schema(format = DateTime)]
    starts_at: String,
    /// First instant after it.
    #[schema(format = DateTime)]
    ends_at: String,
}

/// A room's place as bookings name it. A room is never deleted, so that its centre is always known.
struct Place<'a> {
    room_name: &'a str,
    centre_name: &'a str,
    timezone: chrono_tz::Tz,
}

fn place<'a>(booking: &Booking, catalogue: &'a Catalogue) -> Place<'a> {
    let room = catalogue.rooms.get(&booking.room_id);
    let centre = catalogue.centres.get(&booking.centre_id);
    Place {
        room_name: room.map_or("", |room| &room.name),
        centre_name: centre.map_or("", |centre| &centre.name),
        timezone: centre.map_or(chrono_tz::UTC, |centre| centre.timezone),
    }
}

/// A booking for a caller who may see it.
pub(crate) fn view(
    booking: &Booking,
    catalogue: &Catalogue,
    organisation_name: Option<String>,
    caller: &Caller,
) -> BookingView {
    let Place { room_name, centre_name, timezone } = place(booking, catalogue);
    let at = |instant: Instant| moment(instant, timezone);
    let entered = caller.is_any_desk() && booking.created_by == caller.id;
    let staff = entered || caller.is_desk_of(booking.centre_id) || caller.reads_city();
    BookingView {
        id: booking.id,
        reference: booking.reference.clone(),
        status: booking.status,
        room_id: booking.room_id,
        room_name: room_name.to_owned(),
        centre_id: booking.centre_id,
        centre_name: centre_name.to_owned(),
        organisation_id: booking.organisation_id,
        organisation_name,
        title: booking.title.clone(),
        attendees: booking.attendees,
        layout: booking.layout.clone(),
        shared: booking.shared,
        equipment: booking.equipment.clone(),
        starts_at: at(booking.span.start()),
        ends_at: at(booking.span.end()),
        visibility: booking.visibility,
        activity: booking.activity,
        audience: booking.audience,
        open_to_all: booking.open_to_all,
        music: booking.music,
        alcohol: booking.alcohol,
        terms_version: booking.terms_version.clone(),
        key_holder_id: booking.key_holder_id,
        on_site_contact: booking.on_site_contact.clone(),
        note: booking.note.clone(),
        series_id: booking.series_id,
        price: booking.price.clone(),
        review_reasons: booking.review_reasons.clone(),
        answer_by: booking.answer_by.map(at),
        hold_until: booking.hold_until.map(at),
        offer_until: booking.offer_until.map(at),
        return_of: booking.return_of,
        free_cancel_until: booking.free_cancel_until.map(at),
        created_at: at(booking.created_at),
        updated_at: at(booking.updated_at),
        cancelled_at: booking.cancelled_at.map(at),
        cancelled_by: booking.cancelled_by,
        reason: booking.reason.clone(),
        attendance: booking.attendance,
        head_count: booking.head_count,
        warnings: warnings::views(&of_time(booking, catalogue), timezone),
        on_behalf_of: on_behalf_of(booking).filter(|_| staff),
        overrides: staff.then(|| booking.overrides.clone()),
    }
}

/// What is to be known of the time of a booking that stands.
fn of_time(booking: &Booking, catalogue: &Catalogue) -> Vec<Warning> {
    if !booking.status.holds_claims() {
        return Vec::new();
    }
    catalogue.warnings(booking.room_id, booking.span, booking.organisation_id, booking.updated_at)
}

fn on_behalf_of(booking: &Booking) -> Option<OnBehalfOfView> {
    if let Some(caller) = &booking.caller {
        let Contact { name, phone, email } = caller.clone();
        return Some(OnBehalfOfView { user_id: None, name: Some(name), phone, email });
    }
    let person = booking.booker_id.filter(|person| *person != booking.created_by);
    person.map(|person| OnBehalfOfView { user_id: Some(person), name: None, phone: None, email: None })
}

/// A public booking for everyone.
pub(crate) fn public_view(booking: &Booking, catalogue: &Catalogue) -> PublicBookingView {
    let Place { room_name, centre_name, timezone } = place(booking, catalogue);
    PublicBookingView {
        id: booking.id,
        status: booking.status,
        room_id: booking.room_id,
        room_name: room_name.to_owned(),
        centre_id: booking.centre_id,
        centre_name: centre_name.to_owned(),
        title: booking.title.clone(),
        starts_at: moment(booking.span.start(), timezone),
        ends_at: moment(booking.span.end(), timezone),
    }
}
