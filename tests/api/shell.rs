//! What stands around every route.

use crate::both_engines;

both_engines! {
    async fn an_unknown_address_is_a_problem(app: TestApp) {
        app.anonymous().get("/nowhere").await.problem(404, "not-found");
    }

    async fn the_world_is_in_the_catalogue(app: TestApp) {
        let world = app.world().await;
        let (room, centre, catalogue) = app.store().room(world.hall).await.unwrap();
        assert_eq!((room.resource_ids.len(), centre.id), (2, world.centre));
        assert_eq!(catalogue.rooms_of(world.centre).count(), 7);
        assert!(app.rows.dump().await.contains("Casablanca"));
    }

    async fn a_service_that_is_told_to_stop_stops(mut app: TestApp) {
        app.stop().await;
        assert!(app.anonymous().get("/nowhere").try_send().await.is_err());
    }
}
