//! The person behind a request and their rights (the table in the domain's description, row by row).

use crate::domain::{
    attendance::NoShows,
    booking::Booking,
    centre::Centre,
    failure::Failure,
    ids::{CentreId, OrganisationId, UserId},
    incident::{Incident, Incidents},
    organisation::{Organisation, Standing},
    person::{Locale, MemberRole, Membership, StaffPost, StaffRole},
    series::Series,
    waiting::Wait,
};

/// A signed-in person with what the database says of them at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who it is.
    pub id: UserId,
    /// Mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// Language.
    pub locale: Locale,
    /// Times that nobody came to what they booked privately.
    pub private_no_shows: NoShows,
    /// Incidents at what they booked privately that were not dismissed.
    pub private_incidents: Incidents,
    /// Organisations they belong to.
    pub memberships: Vec<Membership>,
    /// Roles on the city's staff.
    pub posts: Vec<StaffPost>,
}

impl Caller {
    fn holds(&self, role: StaffRole, centre: Option<CentreId>) -> bool {
        self.posts.iter().any(|post| post.role == role && post.centre_id == centre)
    }

    /// Administrator: all.
    pub fn is_administrator(&self) -> bool {
        self.holds(StaffRole::Administrator, None)
    }

    /// Steward (or administrator): reads all.
    pub fn reads_city(&self) -> bool {
        self.holds(StaffRole::Steward, None) || self.is_administrator()
    }

    /// Desk, manager or administrator: all bookings of the centre, closures, opening hours.
    pub fn is_desk_of(&self, centre: CentreId) -> bool {
        self.holds(StaffRole::Desk, Some(centre)) || self.is_manager_of(centre)
    }

    /// Manager or administrator: rooms, rules, desk.
    pub fn is_manager_of(&self, centre: CentreId) -> bool {
        self.holds(StaffRole::Manager, Some(centre)) || self.is_administrator()
    }

    /// Desk or manager of any centre, or administrator: may request at any other centre for a caller.
    pub fn is_any_desk(&self) -> bool {
        self.is_any_manager() || self.posts.iter().any(|post| post.role == StaffRole::Desk)
    }

    /// Manager of any centre, or administrator: may verify organisations.
    pub fn is_any_manager(&self) -> bool {
        self.is_administrator() || self.posts.iter().any(|post| post.role == StaffRole::Manager)
    }

    /// Any role on the city's staff.
    pub fn is_staff(&self) -> bool {
        !self.posts.is_empty()
    }

    /// The centres whose desk or manager they are.
    pub fn centres(&self) -> Vec<CentreId> {
        self.posts.iter().filter_map(|post| post.centre_id).collect()
    }

    /// What they are in an organisation.
    pub fn role_in(&self, organisation: OrganisationId) -> Option<MemberRole> {
        self.memberships.iter().find(|m| m.organisation_id == organisation).map(|m| m.role)
    }

    /// How an organisation that they belong to stands.
    pub fn standing_of(&self, organisation: OrganisationId) -> Option<&Standing> {
        self.memberships.iter().find(|m| m.organisation_id == organisation).map(|m| &m.standing)
    }

    /// Admin of the organisation.
    pub fn is_admin_of(&self, organisation: OrganisationId) -> bool {
        self.role_in(organisation) == Some(MemberRole::Admin)
    }

    /// Whether an organisation is the host of a centre: its own bookings there have no horizon.
    pub fn hosts(centre: &Centre, organisation: Option<OrganisationId>) -> bool {
        centre.host_organisation_id.is_some() && centre.host_organisation_id == organisation
    }

    /// Host of a centre: an admin of the organisation in whose building it lives. It may take back time that it lends.
    pub fn is_host_of(&self, centre: &Centre) -> bool {
        centre.host_organisation_id.is_some_and(|host| self.is_admin_of(host))
    }

    /// May change a centre in this way: its desk the opening hours and exceptions, its manager also how the desk is
    /// reached, an administrator all.
    pub fn may_change_centre(&self, before: &Centre, after: &Centre) -> bool {
        let hours = |centre: &Centre| Centre {
            opening_hours: before.opening_hours.clone(),
            exceptions: before.exceptions.clone(),
            // No part of it that anybody changes here: it follows from the rota.
            covered: before.covered.clone(),
            ..centre.clone()
        };
        let contact = |centre: &Centre| Centre {
            contact_email: before.contact_email.clone(),
            phone: before.phone.clone(),
            out_of_hours_phone: before.out_of_hours_phone.clone(),
            ..hours(centre)
        };
        self.is_administrator()
            || (self.is_manager_of(before.id) && contact(after) == *before)
            || (self.is_desk_of(before.id) && hours(after) == *before)
    }

    /// May see what the desk of a centre notes: the desk, steward, administrator.
    pub fn may_see_notes_of(&self, centre: CentreId) -> bool {
        self.is_desk_of(centre) || self.reads_city()
    }

    /// May see a booking's details: who booked it, admins of its organisation, the centre's desk, steward,
    /// administrator.
    pub fn may_see(&self, booking: &Booking) -> bool {
        booking.booker_id == Some(self.id) || self.may_change(booking) || self.reads_city()
    }

    /// May see an incident: as its booking.
    pub fn may_see_incident(&self, incident: &Incident) -> bool {
        self.may_answer_incident(incident) || self.is_desk_of(incident.centre_id) || self.reads_city()
    }

    /// May say what those who booked have to say of an incident: who booked, and admins of their organisation.
    pub fn may_answer_incident(&self, incident: &Incident) -> bool {
        incident.booker_id == Some(self.id) || incident.organisation_id.is_some_and(|id| self.is_admin_of(id))
    }

    /// May change or cancel a booking: who booked it, as long as they may book for its organisation; the desk of another
    /// centre that asked for a caller without an account; admins of its organisation; the centre's desk.
    pub fn may_change(&self, booking: &Booking) -> bool {
        self.has_a_say(booking.booker_id, booking.created_by, booking.organisation_id, booking.centre_id)
    }

    /// May see a place on the waiting list, and leave it: who waits, and admins of the organisation they wait for.
    pub fn may_see_wait(&self, wait: &Wait) -> bool {
        wait.person_id == self.id || wait.organisation_id.is_some_and(|organisation| self.is_admin_of(organisation))
    }

    /// May see what an organisation of its own may book: its members, any desk, steward, administrator.
    pub fn may_see_quotas_of(&self, organisation: OrganisationId) -> bool {
        self.role_in(organisation).is_some() || self.is_any_desk() || self.reads_city()
    }

    /// May see a series: as a booking.
    pub fn may_see_series(&self, series: &Series) -> bool {
        series.booker_id == Some(self.id) || self.may_change_series(series) || self.reads_city()
    }

    /// May change or cancel a series: as a booking.
    pub fn may_change_series(&self, series: &Series) -> bool {
        self.has_a_say(series.booker_id, series.created_by, series.organisation_id, series.centre_id)
    }

    fn has_a_say(
        &self,
        booker: Option<UserId>,
        created_by: UserId,
        organisation: Option<OrganisationId>,
        centre: CentreId,
    ) -> bool {
        let for_organisation = self.may_book_for(organisation) || self.is_any_desk();
        (booker == Some(self.id) && for_organisation)
            || (booker.is_none() && created_by == self.id && self.is_any_desk())
            || organisation.is_some_and(|organisation| self.is_admin_of(organisation))
            || self.is_desk_of(centre)
    }

    /// May book for an organisation: its members; privately: everyone.
    pub fn may_book_for(&self, organisation: Option<OrganisationId>) -> bool {
        organisation.is_none_or(|organisation| self.role_in(organisation).is_some())
    }

    /// May see an organisation's category, class and contact: members and staff.
    pub fn may_see_inside(&self, organisation: &Organisation) -> bool {
        self.may_see_members(organisation.id)
    }

    /// May change an organisation's name and contact, invite, name key-holders, answer who asks to join: its admins.
    pub fn may_manage(&self, organisation: OrganisationId) -> bool {
        self.is_admin_of(organisation) || self.is_administrator()
    }

    /// May note when a key-holder was trained: the organisation's admins, and any desk.
    pub fn may_note_training(&self, organisation: OrganisationId) -> bool {
        self.may_manage(organisation) || self.is_any_desk()
    }

    /// May set category, class and verified of organisations: manager, steward, administrator.
    pub fn may_classify(&self) -> bool {
        self.is_any_manager() || self.reads_city()
    }

    /// May make somebody admin of an organisation with so many admins: the desk helps where there is none left, or one
    /// who wants a successor.
    pub fn may_appoint(&self, admins: i64) -> bool {
        self.is_administrator() || (self.is_any_desk() && admins <= 1)
    }

    /// May see who the members of an organisation are: themselves and staff.
    pub fn may_see_members(&self, organisation: OrganisationId) -> bool {
        self.role_in(organisation).is_some() || self.is_any_desk() || self.reads_city()
    }

    /// May see a request to join an organisation: who asks, and who answers.
    pub fn may_see_join_request(&self, organisation: OrganisationId, asker: UserId) -> bool {
        self.id == asker || self.may_manage(organisation)
    }

    /// May see addresses and telephones of members and key-holders: admins and staff.
    pub fn may_see_contacts(&self, organisation: OrganisationId) -> bool {
        self.is_admin_of(organisation) || self.is_any_desk() || self.reads_city()
    }

    /// May give and take a role at a centre: managers their desk, administrators also managers. The roles for the city
    /// are given on the command line only.
    pub fn may_staff(&self, centre: CentreId, role: StaffRole) -> bool {
        match role {
            StaffRole::Desk => self.is_manager_of(centre),
            StaffRole::Manager => self.is_administrator(),
            StaffRole::Steward | StaffRole::Administrator => false,
        }
    }

    /// May take a role at a centre from somebody: who may give it, and who has it.
    pub fn may_dismiss(&self, user: UserId, centre: CentreId, role: StaffRole) -> bool {
        self.id == user || self.may_staff(centre, role)
    }

    /// May see who staffs a centre: its staff, steward, administrator.
    pub fn may_see_staff(&self, centre: CentreId) -> bool {
        self.is_desk_of(centre) || self.reads_city()
    }

    /// Fails where a right is missing.
    ///
    /// # Errors
    /// [`Failure::Forbidden`].
    pub fn needs(&self, right: bool) -> Result<(), Failure> {
        if right { Ok(()) } else { Err(Failure::Forbidden) }
    }
}
