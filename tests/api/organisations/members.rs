//! Members: inviting, appointing, changing and leaving.

use lokaal::domain::person::StaffRole;
use reqwest::Method;
use serde_json::{Value, json};

use super::{add, found, roles};
use crate::both_engines;

both_engines! {
    async fn who_is_invited_joins_by_the_link(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité Blauwput").await;
        let members = format!("{organisation}/members");
        // Known and unknown addresses are answered alike.
        app.person("known@example.org").await;
        let mut answers = Vec::new();
        for email in ["known@example.org", "unknown@example.org"] {
            let answer = an.post(&members, json!({"email": email, "role": "booker"})).await.expect(202);
            let mut json = answer.json;
            assert_eq!(json["email"], email);
            json["email"] = Value::Null;
            json["id"] = Value::Null;
            let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            answers.push((json, headers));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(roles(&an, &organisation).await.len(), 1, "nobody is a member who did not say yes");

        let mails = app.mails().await;
        assert_eq!(mails.len(), 2);
        for mail in mails {
            assert!(mail.text.contains("Comité Blauwput"), "{}", mail.text);
            let mut body = json!({"token": mail.token().unwrap()});
            if mail.to == "unknown@example.org" {
                body["name"] = json!("Nele Nieuw");
            }
            app.anonymous().post("/auth/verify", body).await.expect(200);
        }
        let all = roles(&an, &organisation).await;
        assert_eq!(all, [
            ("an@example.org", "admin"), ("known@example.org", "booker"), ("unknown@example.org", "booker"),
        ].map(|(email, role)| (email.to_owned(), role.to_owned())));
        let open = an.get(&format!("{organisation}/invitations")).await.expect(200);
        assert_eq!(open.json["items"], json!([]));
    }

    async fn an_invitation_can_be_withdrawn_and_lapses(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let members = format!("{organisation}/members");
        let invite = async |email: &str| {
            let made = an.post(&members, json!({"email": email, "role": "booker"})).await.expect(202);
            (made.id(), app.one_mail().await.token().unwrap())
        };
        let (withdrawn, token) = invite("ben@example.org").await;
        let path = format!("{organisation}/invitations/{withdrawn}");
        app.person("stranger@example.org").await.delete(&path).await.problem(403, "forbidden");
        an.delete(&path).await.expect(204);
        an.delete(&path).await.problem(404, "not-found");
        let verify = |token: String| app.anonymous().post("/auth/verify", json!({"token": token, "name": "N"}));
        verify(token).await.problem(401, "unauthorized");
        let (_, token) = invite("cas@example.org").await;
        app.clock.advance(14 * 86_400);
        verify(token).await.problem(401, "unauthorized");
        assert_eq!(app.rows.count("SELECT count(*) AS n FROM users", []).await, 2);
        // Invited anew it is the same invitation, with a new link.
        let (first, old) = invite("dirk@example.org").await;
        let (second, new) = invite("dirk@example.org").await;
        assert_eq!(first, second);
        verify(old).await.expect(200);
        verify(new).await.problem(401, "unauthorized");
        assert_eq!(roles(&an, &organisation).await.len(), 2);
    }

    async fn an_invitation_raises_a_member_and_never_lowers_one(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        add(&app, &an, &organisation, "ben@example.org", "booker").await;
        add(&app, &an, &organisation, "ben@example.org", "admin").await;
        add(&app, &an, &organisation, "ben@example.org", "booker").await;
        assert_eq!(roles(&an, &organisation).await[1], ("ben@example.org".to_owned(), "admin".to_owned()));
    }

    async fn only_admins_invite(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let lid = add(&app, &an, &organisation, "lid@example.org", "booker").await;
        let members = format!("{organisation}/members");
        let booker = json!({"email": "x@example.org", "role": "booker"});
        let admin = json!({"email": "x@example.org", "role": "admin"});
        app.anonymous().post(&members, booker.clone()).await.problem(401, "unauthorized");
        let stranger = app.person("stranger@example.org").await;
        let steward = app.staff(StaffRole::Steward, None).await;
        for who in [&lid, &stranger, &steward] {
            who.post(&members, booker.clone()).await.problem(403, "forbidden");
            who.post(&members, admin.clone()).await.problem(403, "forbidden");
        }
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        desk.post(&members, booker.clone()).await.problem(403, "forbidden");
        desk.post(&members, admin.clone()).await.expect(202);
        app.administrator().await.post(&members, booker.clone()).await.expect(202);
        an.post(&members, booker).await.expect(202);
        let wrong = [
            json!({"role": "booker"}),
            json!({"email": "x@example.org", "user_id": an.id(), "role": "booker"}),
            json!({"email": "nobody", "role": "booker"}),
            json!({"email": "x@example.org", "role": "owner"}),
        ];
        for body in wrong {
            an.post(&members, body).await.problem(422, "validation");
        }
    }

    async fn the_desk_appoints_a_successor_for_the_last_admin(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let members = format!("{organisation}/members");
        let ben = app.person("ben@example.org").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        let appoint = |user: String, role: &str| json!({"user_id": user, "role": role});
        let successor = appoint(ben.id().to_string(), "admin");
        for who in [&an, &ben, &app.staff(StaffRole::Steward, None).await] {
            who.post(&members, successor.clone()).await.problem(403, "forbidden");
        }
        desk.post(&members, appoint(ben.id().to_string(), "booker")).await.problem(403, "forbidden");
        let nobody = appoint("0198c0de-7000-7000-8000-000000000000".to_owned(), "admin");
        desk.post(&members, nobody).await.problem(422, "validation");
        let made = desk.post(&members, successor.clone()).await.expect(201);
        let place = made.header("location").trim_start_matches("/api/v1").to_owned();
        assert_eq!(ben.get(&place).await.expect(200).json["role"], "admin");
        an.delete(&members).await.expect(204);
        ben.get(&members).await.expect(200);
        // Where there are two, they help themselves.
        let cas = add(&app, &ben, &organisation, "cas@example.org", "admin").await;
        let other = appoint(an.id().to_string(), "admin");
        desk.post(&members, other.clone()).await.problem(403, "forbidden");
        app.administrator().await.post(&members, other).await.expect(201);
        // None is left: as after an erasure.
        let of = [uuid(&organisation).into()];
        app.rows.execute("DELETE FROM memberships WHERE organisation_id = $1", of).await;
        desk.post(&members, appoint(cas.id().to_string(), "admin")).await.expect(201);
        assert_eq!(roles(&cas, &organisation).await.len(), 1);
    }

    async fn the_last_admin_stays(app: TestApp) {
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let members = format!("{organisation}/members");
        let lid = add(&app, &an, &organisation, "lid@example.org", "booker").await;
        let own = format!("{members}/{}", an.id());
        for ask in [an.delete(&members), an.delete(&own), an.patch(&own, "*", json!({"role": "booker"}))] {
            let problem = ask.await.problem(409, "in-use");
            assert_eq!(problem["in_use"], json!([{"kind": "last_admin", "id": an.id()}]));
        }
        lid.delete(&own).await.problem(403, "forbidden");
        lid.delete(&format!("{members}?user_id={}", an.id())).await.problem(403, "forbidden");
        lid.patch(&format!("{members}/{}", lid.id()), "*", json!({"role": "admin"})).await.problem(403, "forbidden");
        an.patch(&format!("{members}/{}", lid.id()), "\"1\"", json!({"role": "admin"})).await.expect(200);
        an.patch(&format!("{members}/{}", lid.id()), "\"1\"", json!({"role": "booker"})).await
            .problem(412, "precondition-failed");
        an.delete(&members).await.expect(204);
        an.get(&members).await.problem(403, "forbidden");
        an.delete(&members).await.problem(404, "not-found");
        assert_eq!(roles(&lid, &organisation).await, [("lid@example.org".to_owned(), "admin".to_owned())]);
    }

    async fn of_admins_who_all_leave_at_once_one_stays(app: TestApp) {
        for round in 0..6 {
            let mut admins = vec![app.person("admin0@example.org").await];
            let organisation = found(&admins[0], &format!("Comité {round}")).await;
            for n in 1..6 {
                admins.push(add(&app, &admins[0], &organisation, &format!("admin{n}@example.org"), "admin").await);
            }
            let asked: Vec<_> = admins
                .iter()
                .enumerate()
                .map(|(n, admin)| {
                    let own = format!("{organisation}/members/{}", admin.id());
                    let ask = match n % 3 {
                        0 => admin.delete(&own),
                        1 => admin.delete(&format!("{organisation}/members")),
                        _ => admin.patch(&own, "*", json!({"role": "booker"})),
                    };
                    tokio::spawn(ask.into_future())
                })
                .collect();
            let mut refused = 0;
            for answer in asked {
                let answer = answer.await.unwrap();
                if answer.status == 409 {
                    answer.problem(409, "in-use");
                    refused += 1;
                } else {
                    assert!(answer.status < 300, "{answer:#?}");
                }
            }
            let left = "SELECT count(*) AS n FROM memberships WHERE organisation_id = $1 AND role = 'admin'";
            assert_eq!((refused, app.rows.count(left, [uuid(&organisation).into()]).await), (1, 1));
        }
    }

    async fn two_admins_who_put_each_other_out_do_not_both_succeed(app: TestApp) {
        for round in 0..10 {
            let an = app.person("an@example.org").await;
            let organisation = found(&an, &format!("Comité {round}")).await;
            let ben = add(&app, &an, &organisation, "ben@example.org", "admin").await;
            let of = |who: &crate::support::actor::Actor| format!("{organisation}/members/{}", who.id());
            let (one, other) =
                tokio::join!(an.delete(&of(&ben)).into_future(), ben.delete(&of(&an)).into_future());
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [204, 403], "the right is judged as it is when it is used");
        }
    }

    async fn members_see_each_other_and_admins_their_addresses(app: TestApp) {
        let world = app.world().await;
        let an = app.person("an@example.org").await;
        let organisation = found(&an, "Comité").await;
        let members = format!("{organisation}/members");
        let lid = add(&app, &an, &organisation, "lid@example.org", "booker").await;
        let desk = app.staff(StaffRole::Desk, world.centre).await;
        for (who, seen) in [(&an, 2), (&lid, 1), (&desk, 2)] {
            let list = who.get(&members).await.expect(200);
            let items = list.json["items"].as_array().unwrap();
            assert_eq!(items.iter().filter(|item| item.get("email").is_some()).count(), seen, "{}", who.email());
            assert_eq!(items.len(), 2);
        }
        let stranger = app.person("stranger@example.org").await;
        for path in [members.clone(), format!("{members}/{}", an.id()), format!("{organisation}/invitations")] {
            stranger.get(&path).await.problem(403, "forbidden");
            app.anonymous().get(&path).await.problem(401, "unauthorized");
        }
        lid.get(&format!("{organisation}/invitations")).await.problem(403, "forbidden");
        an.get(&format!("{members}/{}", stranger.id())).await.problem(404, "not-found");
        let page = an.get(&format!("{members}?limit=1")).await.expect(200);
        let next = page.json["next_cursor"].as_str().unwrap();
        let rest = an.get(&format!("{members}?limit=1&cursor={next}")).await.expect(200);
        assert_ne!(page.json["items"], rest.json["items"]);
        assert_eq!(rest.json["next_cursor"], Value::Null);
        an.api(Method::DELETE, "/organisations/0198c0de-7000-7000-8000-000000000000/members").await
            .problem(404, "not-found");
    }
}

fn uuid(organisation: &str) -> uuid::Uuid {
    organisation.rsplit('/').next().unwrap().parse().unwrap()
}
