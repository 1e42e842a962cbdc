//! The host of a partner site: its own bookings there have no horizon, those of others and elsewhere have.

use serde_json::json;

use super::{Cast, Thing, Who, post};
use crate::{
    bookings::{rules, with},
    both_engines,
};

both_engines! {
    async fn a_host_books_beyond_the_horizon_of_others_in_its_own_centre(app: TestApp) {
        let cast = Cast::new(&app).await;
        let text = "UPDATE centres SET host_organisation_id = $1 WHERE id = $2";
        app.rows.execute(text, [cast.host.0.into(), cast.world.other_centre.0.into()]).await;
        app.renew_catalogue().await;
        let far = |room, organisation| {
            let wish = with(cast.wish_on("2028-03-02"), json!({"room_id": room}));
            with(wish, json!({"organisation_id": organisation}))
        };
        let (there, here) = (json!(cast.world.elsewhere), json!(cast.world.meeting));
        let (host, committee) = (json!(cast.host), json!(cast.committee));
        for (who, room, organisation) in [
            (Who::OtherAdmin, &there, json!(null)),
            (Who::OtherAdmin, &here, host.clone()),
            (Who::Admin, &there, committee.clone()),
            (Who::Stranger, &there, json!(null)),
            (Who::ManagerElsewhere, &there, committee),
        ] {
            let refused = cast.actor(who).post("/bookings", far(room.clone(), organisation)).await;
            assert_eq!(rules(&refused.problem(422, "rule-violated")), ["horizon"], "{who:?}");
        }
        // Nobody else books for the host, and so gets round it.
        for who in [Who::Admin, Who::Stranger, Who::Steward] {
            cast.actor(who).post("/bookings", far(there.clone(), host.clone())).await.problem(403, "forbidden");
        }
        let made = cast.actor(Who::OtherAdmin).post("/bookings", far(there, host)).await.expect(201);
        assert_eq!(made.json["status"], "confirmed");
    }

    async fn being_host_gives_no_right_of_the_desk(app: TestApp) {
        let cast = Cast::new(&app).await;
        app.rows.execute("UPDATE centres SET host_organisation_id = $1", [cast.host.0.into()]).await;
        app.renew_catalogue().await;
        let host = cast.actor(Who::OtherAdmin);
        let booking = cast.thing(&app, Thing::Private).await;
        host.get(&booking).await.problem(404, "not-found");
        let request = cast.thing(&app, Thing::Request).await;
        post(host, &format!("{request}/approve")).await.problem(404, "not-found");
        let centre = format!("/centres/{}", cast.world.centre);
        host.patch(&centre, "*", json!({"opening_hours": []})).await.problem(403, "forbidden");
        host.patch(&format!("/rooms/{}", cast.world.meeting), "*", json!({"name": "X"})).await.problem(403, "forbidden");
        host.get(&format!("{centre}/staff")).await.problem(403, "forbidden");
    }
}
