//! What each kind of problem means and what to do about it, in plain words.

use crate::http::problem::{self, Kind};

/// Meaning and advice.
pub(super) fn words(kind: Kind) -> (&'static str, &'static str) {
    let known = WORDS.iter().find(|(known, ..)| *known == kind);
    known.map_or((kind.title, "Read the members of the answer."), |(_, meaning, advice)| (meaning, advice))
}

const WORDS: &[(Kind, &str, &str)] = &[
    (
        problem::MALFORMED,
        "The request is broken: its body is not JSON, or a header makes no sense.",
        "Mend the request; the detail says where reading stopped. Sending the same again will not help.",
    ),
    (
        problem::UNAUTHORIZED,
        "Nobody is signed in, or the access token is too old or was not made here. When signing in: the address and \
         the password do not belong together, or the link was used or is too old.",
        "Refresh the token or sign in again. Send it as 'Authorization: Bearer' followed by the token.",
    ),
    (
        problem::FORBIDDEN,
        "We know who you are, and you may not do this.",
        "Ask the desk of the centre or the admin of your organisation.",
    ),
    (
        problem::NOT_FOUND,
        "There is nothing at this address, or it is not for you to see.",
        "Check the address and the identifier in it.",
    ),
    (
        problem::METHOD_NOT_ALLOWED,
        "The address exists but does not know the method of the request.",
        "Use one of the methods in the header Allow.",
    ),
    (
        problem::BOOKING_CONFLICT,
        "Somebody else has the room, its places or its equipment for at least a part of that time, or it is closed \
         then. 'conflicts' says when, 'alternatives' offers up to five times and rooms that are free.",
        "Take one of the alternatives or choose another time. Set-up and clean-up need their time too.",
    ),
    (
        problem::INVALID_TRANSITION,
        "A booking goes from step to step, and this one is past the step that you asked for: a cancelled booking, for \
         one, can't be confirmed.",
        "Read the booking again to see where it stands.",
    ),
    (
        problem::IN_USE,
        "Something still depends on what you want to change or remove. 'in_use' lists it.",
        "Move or cancel what is listed first.",
    ),
    (
        problem::IDEMPOTENCY_CONFLICT,
        "A request with this idempotency key is being worked on at this moment.",
        "Wait a second and send the same again: you get the answer of the first.",
    ),
    (
        problem::PRECONDITION_FAILED,
        "Somebody changed it after you read it; your change would have undone theirs.",
        "Read it again, look at what is new, and send your change with the new ETag.",
    ),
    (problem::PAYLOAD_TOO_LARGE, "The body of the request is larger than this service reads.", "Send less at once."),
    (
        problem::UNSUPPORTED_MEDIA_TYPE,
        "This service reads JSON, and the request says that it carries something else.",
        "Send JSON with the header 'Content-Type: application/json'.",
    ),
    (
        problem::VALIDATION,
        "The request could be read, but parts of it are missing, unknown or wrong. 'errors' names each of them by its \
         place, with a fixed code and in words.",
        "Mend all that is listed and send it again.",
    ),
    (
        problem::RULE_VIOLATED,
        "The room is lent by rules, such as opening hours or how far ahead it can be booked, and this booking breaks \
         some of them. 'violations' lists all of them with their limits.",
        "Change the booking until it fits. Where there is a good reason, the desk can set a rule aside.",
    ),
    (
        problem::IDEMPOTENCY_MISMATCH,
        "This idempotency key was used for a request with another body.",
        "Make a new key for a new request; use a key again only to send the very same again.",
    ),
    (
        problem::PRECONDITION_REQUIRED,
        "A change must say which version it changes, so that nobody undoes the work of another unseen.",
        "Read the thing first and send its ETag back in the header If-Match.",
    ),
    (
        problem::RATE_LIMITED,
        "More requests came from your address than this service takes from one.",
        "Wait as many seconds as the header Retry-After says, then go on more slowly.",
    ),
    (
        problem::INTERNAL,
        "Something broke on our side. Nothing of your request was kept half-way.",
        "Try again later. If it stays, tell us the value of the header X-Request-Id: it leads us to the cause.",
    ),
    (
        problem::UNAVAILABLE,
        "The service is starting, stopping, or waits for its database; or the request took too long.",
        "Try again after as many seconds as the header Retry-After says, with the same idempotency key where you \
         sent one.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_explained_once() {
        for kind in problem::ALL {
            assert_eq!(WORDS.iter().filter(|(known, ..)| known == kind).count(), 1, "{}", kind.slug);
        }
        assert_eq!(WORDS.len(), problem::ALL.len());
    }
}
