# English. Every key stands in every language, with the same variables.

## Date and time

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
day-of-month = { $day }
date = { $weekday } { $day } { $month } { $year }
clock = { $hour }:{ $minute }
moment = { $date } at { $clock }
span-one-day = { $date }, { $from } to { $until }
span-two-days = { $date } at { $from } to { $end-date } at { $until }
subject-moment = { $weekday } { $day } { $month }, { $clock }
clock-changes = Please note: the clock changes that night.
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

## Money and distance

price = €{ $euros }.{ $cents }
price-free = free
distance-here = in the same centre
distance-metres = { $metres } metres away
distance-kilometres = { $whole }.{ $tenth } km away

## In every mail

mail-hello = Hello { $name }
mail-hello-nobody = Hello
mail-regards = Kind regards
mail-automatic = This mail was sent automatically.
mail-questions-phone = Questions? Call { $phone } and give the code { $reference }.
mail-questions-reply = Questions? Just reply to this mail.
mail-button-not-working = Does the button not work? Open this link:
mail-link-valid = The link works for { $duration }, and only once.
mail-not-you = Was this not you? Then you need not do anything.

## Signing in

mail-verify-address-subject = Confirm your mail address for Lokaal
mail-verify-address-text = Somebody asked for an account at Lokaal with this mail address. Was it you? Then confirm that this address is yours.
mail-verify-address-button = Yes, this is my address
mail-sign-in-link-subject = Your link to sign in to Lokaal
mail-sign-in-link-text = This link signs you in without a password. Do not pass it on to anyone.
mail-sign-in-link-button = Sign in

## Organisations

mail-invitation-subject = { $organisation } invites you to Lokaal
mail-invitation-text = { $inviter } invites you to become a member of { $organisation }.
mail-invitation-booker = You can then book rooms for { $organisation }.
mail-invitation-admin = You can then book rooms and manage the members of { $organisation }.
mail-invitation-not-you = Do you not know this organisation? Then you need not do anything.
mail-invitation-button = See the invitation
mail-join-request-subject = { $person } wants to join { $organisation }
mail-join-request-text = { $person } would like to book rooms for { $organisation }. Do you know this person? Then say yes or no.
mail-join-request-message = { $person } wrote
mail-join-request-button = See the request
mail-join-accepted-subject = ✓ You are now a member of { $organisation }
mail-join-accepted-text = { $organisation } said yes. You can now book rooms for this organisation.
mail-join-accepted-button = To the organisation
mail-merged-subject = { $merged } is now part of { $organisation }
mail-merged-text = { $merged } and { $organisation } were two names for one association. We put them together: from now on there is only { $organisation }.
mail-merged-since = All members, bookings, key-holders and what is due went along. From now on, book for { $organisation }.
mail-merged-wrong = Is that not right? Then phone the desk of your centre.

## Bookings: subject, answer and explanation

mail-request-received-subject = Request received: { $room }, { $moment }
mail-request-received-verdict = Please wait: the desk is looking at your request.
mail-request-received-text = We have received your request. We keep the room free for you meanwhile.
mail-nothing-to-do = You need not do anything now.
mail-request-waiting-subject = To answer: { $room }, { $moment }
mail-request-waiting-verdict = This request is waiting for your answer.
mail-request-waiting-text = Approve the request or decline it. The room stays taken meanwhile.
mail-answer-reminder-subject = Reminder: { $room }, { $moment }
mail-answer-reminder-verdict = This request is still waiting for your answer.
mail-answer-reminder-text = Half of the time has already gone. Without an answer the request lapses by itself.
mail-option-held-subject = Option: { $room }, { $moment }
mail-option-held-verdict = Not certain yet: the room is kept for you for a while.
mail-option-held-text = Let us know in time whether you take the room. Otherwise the option lapses by itself.
mail-confirmed-subject = Confirmed: { $room }, { $moment }
mail-confirmed-verdict = Yes, your booking is confirmed.
mail-confirmed-text = Attached is an entry for your calendar. Can you not come after all? Then please cancel as early as you can.
mail-declined-subject = Not possible: { $room }, { $moment }
mail-declined-verdict = No, your request cannot go ahead.
mail-declined-text = We cannot give you this room then. You have nothing to pay.
mail-changed-subject = Changed: { $room }, { $moment }
mail-changed-verdict = Yes, your booking has been changed.
mail-changed-text = The new time and place are above. Attached is the new entry for your calendar.
mail-changed-wait-verdict = Please wait: the desk is looking at your change.
mail-changed-wait-text = The new time and place are above. They are certain only after our answer.
mail-cancelled-subject = Cancelled: { $room }, { $moment }
mail-cancelled-verdict = No, this booking does not go ahead.
mail-cancelled-by-booker-text = Your booking is cancelled, as you asked.
mail-cancelled-by-centre-text = The centre had to cancel your booking. We are sorry.
mail-cancelled-calendar = The attachment takes the entry out of your calendar.
mail-expired-subject = Lapsed: { $room }, { $moment }
mail-expired-verdict = No, your request has lapsed.
mail-expired-text = We did not answer you in time. That is our fault, and we are sorry. You have nothing to pay.
mail-expired-option-verdict = No, this option has lapsed.
mail-expired-option-text = The option was not confirmed in time. So the room is free again. You have nothing to pay.
mail-answer-by = You will have an answer by { $moment } at the latest.
mail-call-centre = There is little time. Call the centre for an answer: { $phone }.
mail-call-centre-nobody = There is little time. Please get in touch with the centre yourself.
mail-desk-answer-by = Please answer by { $moment } at the latest.
mail-desk-review = Why the desk looks at it: { $reasons }.
mail-hold-until = The option runs until { $moment }.
mail-reason = Reason: { $reason }
mail-previous = It used to be { $when }.
mail-previous-room = It used to be { $room }, { $when }.
mail-due-nothing = You have nothing to pay.
mail-due = You still have to pay { $price }.
mail-alternatives = These are still free:
mail-booking-button = See the booking
mail-desk-button = See the request

## Details of a booking

labelled = { $label }: { $value }
label-reference = Code
label-title = What for
label-organisation = Organisation
label-attendees = Number of people
label-price = Price
label-booker = Asked for by
label-phone = Telephone
label-note = Note

## Why the desk looks at it

review-always = this room always needs an answer
review-outside_staffed_hours = there is no staff at that time
review-no_key_holder = there is no key-holder
review-kind = the kind of organisation
review-attendees = the number of people
review-amplified_music = amplified music
review-alcohol = alcohol
review-no_shows = did not show up in the past
review-incidents = earlier incidents

## Calendar

calendar-reference = Code: { $reference }
calendar-phone = Telephone of the centre: { $phone }

## The page behind the link in a mail

page-link-verify-title = Confirm your address
page-link-verify-button = Confirm
page-link-sign-in-title = Sign in
page-link-sign-in-button = Sign in
page-link-invitation-title = Accept the invitation
page-link-invitation-button = Accept
page-link-for = This link was sent to { $email }.
page-link-press = Press ‘{ $button }’ to go on. The link works once.
page-link-name = Your name
page-link-password = A password of at least 10 characters (may stay empty: then you sign in with a link)
page-link-done-title = Done
page-link-proved = Your address { $email } is proved and you are signed in.
page-link-token = Lokaal has no pages of its own yet. To try it in the browser, copy this text, open the API and paste it under ‘Authorize’. It works for { $minutes }.
page-link-docs = The API in the browser
page-link-gone-title = This link no longer works
page-link-gone = It was used already or is too old. Ask for a new one.
page-link-used = It was used already. There is nothing left to do.
page-link-old = It is too old. Ask for a new one.
page-link-late = It is too old. Phone the centre if you still want to answer.
page-link-stop-late = It is too old. Use the link in a newer mail.
page-link-over = This was settled meanwhile, or has lapsed. Phone the centre if you have questions.

## Public and school holidays

holidays-public = Public holidays
holidays-school = School holidays
holiday-new-year = New Year’s Day
holiday-easter-monday = Easter Monday
holiday-labour-day = Labour Day
holiday-ascension = Ascension Day
holiday-whit-monday = Whit Monday
holiday-national-day = National Day
holiday-assumption = Assumption Day
holiday-all-saints = All Saints’ Day
holiday-armistice = Armistice Day
holiday-christmas = Christmas Day
holiday-autumn-break = Autumn break
holiday-christmas-break = Christmas break
holiday-carnival-break = Carnival break
holiday-easter-break = Easter break
holiday-ascension-break = Ascension break
holiday-summer-break = Summer break

## Series

mail-series-confirmed-subject = Series confirmed: { $room }, from { $moment }
mail-series-confirmed-verdict = Yes, the room is yours on all dates below.
mail-series-confirmed-text = Your series is confirmed. Attached is one entry for your calendar, with all dates. Can you not come on a day? Then please cancel that day only.
mail-series-requested-subject = Request for a series: { $room }, from { $moment }
mail-series-requested-verdict = Please wait: the desk is looking at your request.
mail-series-requested-text = We have received your request for a series. We keep the room free for you meanwhile.
mail-series-waiting-subject = To answer, a series: { $room }, from { $moment }
mail-series-waiting-verdict = This series is waiting for your answer.
mail-series-waiting-text = Approve the dates or decline them. The room stays taken meanwhile.
mail-series-cancelled-subject = Series cancelled: { $room }, from { $moment }
mail-series-cancelled-verdict = No, these dates do not go ahead.
mail-series-cancelled-by-booker-text = The dates below are cancelled, as you asked.
mail-series-cancelled-by-centre-text = The centre had to cancel the dates below. We are sorry.
mail-series-dates-confirmed = Confirmed
mail-series-dates-requested = Waiting for an answer from the desk
mail-series-dates-cancelled = Cancelled
mail-series-dates-skipped = Not booked: taken or not allowed
mail-series-dates-declined = Declined
mail-series-dates-expired = Lapsed
mail-series-declined-subject = Series not possible: { $room }, from { $moment }
mail-series-declined-verdict = No, these dates cannot go ahead.
mail-series-declined-text = We cannot give you the room on the dates below. You have nothing to pay.
mail-series-expired-subject = Series lapsed: { $room }, from { $moment }
mail-series-expired-verdict = No, your request for these dates has lapsed.
mail-series-expired-text = We did not answer you in time. That is our fault, and we are sorry. You have nothing to pay.
mail-series-alternatives = In place of the first date, these are still free:
mail-series-changed-subject = Series changed: { $room }, from { $moment }
mail-series-changed-verdict = Yes, your series has been changed.
mail-series-changed-text = The dates with their new hours are below. Attached is one new entry for your calendar, with all dates.
mail-series-changed-wait-verdict = Please wait: the desk is looking at your change.
mail-series-changed-wait-text = The dates with their new hours are below. They are certain only after our answer.
mail-series-shortened-subject = Series ends earlier: { $room }, from { $moment }
mail-series-shortened-verdict = Yes, these dates stay as they were.
mail-series-shortened-text = The later dates go on as a new series. You get another mail about them. The attachment takes them out of the old entry in your calendar.
mail-series-dates-stayed = Not changed, as the new time is taken or not allowed
mail-series-ends-subject = Series ends: { $room }, for the last time { $moment }
mail-series-ends-verdict = This is the last date of your series.
mail-series-ends-text = Would you like to go on after the summer? Then renew your series now, or ask the desk. That way you keep the same day and the same hour. Are you stopping? Then you need not do anything.

## The list of a series, on paper

series-list-waits = not certain yet: the desk is looking at it
series-list-cancelled = does not go ahead
series-list-skipped = not booked
series-list-nothing = There are no dates.

## Closures

closure-holiday = holiday
closure-maintenance = maintenance
closure-refurbishment = refurbishment
closure-own-activity = an activity of the centre itself
closure-public-authority = by order of the authorities
closure-utility-failure = a breakdown of heating, water or power
mail-closure-closed = The room is closed: { $when }. Reason: { $reason }.
mail-closure-no-cost = This costs you nothing. What we cancel, you do not pay for.
mail-closure-accept = Please accept the new place before { $moment }. Otherwise we cancel that booking, at no cost.
mail-closure-button = Accept the new place
mail-closure-bookings = { $count ->
    [one] { $count } booking
   *[other] { $count } bookings
}
mail-closure-subject = … Closure: { $bookings } of yours
mail-closure-text = That is why we have to change your bookings below. We are sorry.
mail-closure-calendar = The attachments bring your calendar up to date. Open each of them once.
mail-closure-move-list = Moved
mail-closure-offer-list = Offered: please accept
mail-closure-cancel-list = Cancelled
mail-closure-move-subject = Moved: { $room }, { $moment }
mail-closure-move-verdict = Yes, your booking goes ahead, in another place or at another time.
mail-closure-move-text = The new time and place are above. Does that not suit you? Then please cancel.
mail-closure-offer-subject = Another place for you: { $room }, { $moment }
mail-closure-offer-verdict = Not certain yet: we keep this place for you until you answer.
mail-closure-offer-text = We can offer you the time and place above instead.
mail-closure-cancel-subject = Cancelled: { $room }, { $moment }
mail-closure-cancel-verdict = No, this booking does not go ahead.
mail-closure-cancel-text = We found no other place for your booking. We are sorry.
mail-closure-at-once-text = We had to close at once, and could not look for another place. We are sorry. Call us, and we look together.
mail-warning-closure = Please note: the room may have to close, { $when }. Reason: { $reason }. That is not certain yet. If it happens, we look for another place with you.
mail-warning-recall = Please note: the host of the building may still need this time itself, until { $days } before it begins. Then we look for another place with you.
mail-warning-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
page-link-offers-title = Accept the new place
page-link-offers-button = Accept
page-link-offers-done = Thank you. You have accepted: { $bookings }.
mail-returns-subject = Your old place is free again: { $room }, { $moment }
mail-returns-verdict = Not certain yet: we keep your old place for you until you answer.
mail-returns-text = The room is open again sooner than we said. Would you like to go back to the time and place above? Then say so in time. Otherwise you keep the place that you have now, and this one goes to others.
mail-returns-now-room = You now have: { $room }, { $when }.
mail-returns-now = You now have: { $when }.
mail-returns-until = We keep it for you until { $moment }.
mail-returns-button = Go back
mail-returns-many-subject = … Your old places are free again: { $bookings }
mail-returns-many-text = Rooms are open again sooner than we said. Would you like to go back to your old places? Then say so in time. Otherwise you keep what you have now, and these go to others.
mail-returns-list = Free again, and kept for you
page-link-returns-title = Go back to the old place
page-link-returns-button = Go back
page-link-returns-done = Thank you. Back in the old place: { $bookings }.

## Waiting list

mail-place-free-subject = Free for you: { $room }, { $moment }
mail-place-free-verdict = Not certain yet: you waited for it, and we keep it for you for a while.
mail-place-free-text = A place that you waited for is free. Would you like it? Then say so in time. Otherwise it goes to the next.
mail-place-free-button = Take the place
page-link-held-title = Take the place
page-link-held-button = Take it

## Calendars that one follows

feed-taken = Taken
feed-closed = Closed
feed-mine = My bookings
export-name = Bookings
hours-of-day = { $from } to { $until }
day-sheet-nothing = Nothing takes place here today.

## Messages about a booking

mail-comment-subject = Message from the centre: { $room }, { $moment }
mail-comment-text = The desk wrote to you about this booking:
mail-comment-for-desk-subject = Message about { $room }, { $moment }
mail-comment-for-desk-text = The booker wrote to you about this booking:
mail-comment-confirmed-verdict = Yes, this booking is confirmed.
mail-comment-requested-verdict = Not yet: this request is not answered yet.
mail-comment-held-verdict = Not certain yet: the room is kept for a while.
mail-comment-declined-verdict = No, this request is declined.
mail-comment-expired-verdict = No, this request has lapsed.
mail-comment-cancelled-verdict = No, this booking does not go ahead.

mail-statement-subject = Statement of { $month } for { $organisation }
mail-statement-text = The statement of { $month } for { $organisation } is ready. You find it, with every booking, among the statements of your organisation. Please pay with the structured communication.
mail-statement-amount = To pay
mail-statement-reference = Communication
statement-title = Statement of { $month }
statement-number = Number
statement-month = Month
statement-reference = Structured communication
statement-paid-on = Paid on
statement-head-what = Description
statement-head-quantity = Quantity
statement-head-unit = Price of one
statement-head-amount = Amount
statement-total = To pay
statement-cancelled = cancelled
statement-is-paid = This statement is paid.
statement-pay = Pay { $amount } with the communication { $reference }.
price-line-hour = { $text } (per hour)
price-line-half-hour = { $text } (half an hour)
price-line-daypart = { $text } (per part of the day)
price-line-free-of-charge = Free of charge for this kind of organisation
price-line-cancellation = Not charged after cancellation

## Who came

mail-released-subject = Nobody came: { $room }, { $moment }
mail-released-verdict = No, the rest of this booking is given up.
mail-released-text = Nobody was there at the start, so we gave the rest of the time to others. Were you there? Then please call us.
mail-no-shows-subject = Nobody came { $times } in { $months }
mail-no-shows-text = Nobody came to bookings of { $organisation }: { $times } in { $months }.
mail-no-shows-private = Nobody came to your bookings: { $times } in { $months }.
mail-no-shows-review = From now on the desk looks at your bookings first, in the rooms below. You wait for its answer.
mail-no-shows-rooms = Rooms where the desk looks first
mail-no-shows-cancel = Can you not come? Then please cancel in time, so that others can use the room.
mail-no-shows-times = { $count ->
    [one] { $count } time
   *[other] { $count } times
}
mail-no-shows-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
page-door-nothing = There is no booking here now. You can say that you are here from { $minutes } before it begins until it ends.
page-door-people = How many are you? (may stay empty)
page-door-button = We are here
page-door-noted = It is noted that you are here.
page-door-thanks = Thank you. It is noted.
page-door-number = Please give a number of people, or leave it empty.
page-door-not-now = That booking is not on now.

## Mails that can be switched off

topic-reminder = reminders of a booking
topic-renewal = reminders to renew a series
topic-day-sheet = day sheets of the centre
topic-requests = lists of requests
mail-stop = No more { $topic }? Switch them off here:
page-link-stop-title = Switch off mails
page-link-stop-what = These are { $topic }. Mails about a decision or about money are always sent.
page-link-stop-button = Switch off
page-link-stop-done = You get no more { $topic }. If you have an account, you can switch them on again there.

## The day before

mail-reminder-subject = Reminder: { $room }, { $moment }
mail-reminder-verdict = Yes, your booking goes ahead.
mail-reminder-text = Your booking is near. The time and the address are above.
mail-reminder-staffed = There will be staff. You can simply walk in.
mail-reminder-key-holder = There will be no staff. { $name } opens the door, telephone { $phone }.
mail-reminder-nobody = There may be no staff then. Phone in time to know who opens: { $phone }.
mail-reminder-nobody-known = There may be no staff then. Ask the centre in time who opens.
mail-reminder-outside = Outside the hours of the centre, phone { $phone }.
mail-reminder-cancel = You cannot come after all? Please cancel now, so that somebody else can use the room.

## The morning of the desk

mail-day-sheet-subject = { $centre }: { $date }
mail-day-sheet-text = This takes place in { $centre } on { $date }.
mail-day-sheet-bookings = Bookings
mail-day-sheet-closures = Closed
mail-day-sheet-centre = the whole centre
mail-requests-subject = { $centre }: { $requests } to answer
mail-requests-text = These requests wait for your answer. Without an answer they lapse by themselves.
mail-requests-list = The most urgent first
mail-requests-count = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}
mail-desk-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
mail-desk-more = { $count ->
    [one] And { $count } that are not listed here.
   *[other] And { $count } that are not listed here.
}
mail-desk-key-holder = { $name } opens
mail-desk-not-confirmed = not confirmed yet
mail-desk-by = by { $moment }

## Neighbours: incidents and reports

incident-noise = noise
incident-dirt = left dirty
incident-damage = damage
incident-late_key = key returned late
incident-state-open = The desk has decided nothing yet.
incident-state-warned = The desk gives a warning.
incident-state-charged = The desk charges costs.
incident-state-settled = It has been put right. Nothing more will follow.
incident-state-dismissed = The incident is dismissed and no longer counts.
report-noise = noise
report-dirt = dirt
report-damage = damage
report-other = something else
mail-incident-noted-subject = Something went wrong: { $what } ({ $reference })
mail-incident-noted-text = Something went wrong at a booking of { $organisation }.
mail-incident-noted-private = Something went wrong at your booking.
mail-incident-decided-subject = Decision of the desk: { $what } ({ $reference })
mail-incident-decided-text = The desk has decided about what went wrong at a booking of { $organisation }.
mail-incident-decided-private = The desk has decided about what went wrong at your booking.
mail-incident-replied-subject = Reply to an incident: { $what } ({ $reference })
mail-incident-replied-text = { $organisation } replies to an incident.
mail-incident-replied-private = Who booked replies to an incident.
mail-incident-by-neighbour = A neighbour reported it.
mail-incident-what = What
mail-incident-when = When
mail-incident-booking = Booking
mail-incident-time = Time of the booking
mail-incident-place = Room
mail-incident-description = What happened
mail-incident-outcome = In the words of the desk
mail-incident-reply = Reply to the desk
mail-incident-answer = Do you see it otherwise? Answer this mail, or say so at the incident itself.
mail-incidents-subject = Something went wrong too often: { $times } in { $months }
mail-incidents-text = Something went wrong at bookings of { $organisation }: { $times } in { $months }.
mail-incidents-private = Something went wrong at your bookings: { $times } in { $months }.
mail-incidents-review = From now on the desk looks at your bookings first, in the rooms below. You wait for its answer.
mail-incidents-rooms = Rooms where the desk looks first
mail-incidents-cancel = After a time an old incident no longer counts. One that is dismissed does not count either.
mail-report-subject = Report from a neighbour: { $what } ({ $centre })
mail-report-text = A neighbour of { $centre } reports something. The reports show which bookings were under way.
mail-report-duty = A neighbour of { $centre } reports something. You are on duty there then: please have a look if you can.
mail-report-words = Report
mail-report-contact = To be reached at
## Keys and duties

mail-duty-offered-subject = Can you open? { $centre }, { $moment }
mail-duty-offered-host-subject = Can you be the host? { $centre }, { $moment }
mail-duty-offered-text = We look for somebody for these hours. The first who says yes has them.
mail-duty-offered-until = You can answer until { $deadline }. After that the desk decides.
mail-duty-offered-button = I can
mail-duty-coming-subject = You open { $centre }: { $moment }
mail-duty-coming-host-subject = You are the host at { $centre }: { $moment }
mail-duty-coming-text = Thank you for doing this. Below is what you need to know.
mail-duty-coming-cannot = Can you not come? Then press the button. We look for somebody else.
mail-duty-coming-button = I can’t
mail-duty-taken-subject = Noted: you open { $centre }, { $moment }
mail-duty-taken-host-subject = Noted: you are the host at { $centre }, { $moment }
mail-duty-taken-text = Thank you. These hours are yours. You hear more a week before.
mail-duty-dropped-subject = You need not come: { $centre }, { $moment }
mail-duty-dropped-text = Nobody is needed any more in these hours, or somebody else comes. Thank you all the same.
mail-duty-for-desk-subject = Who opens? { $centre }, { $moment }
mail-duty-for-desk-offered = Somebody cannot come. We ask the others on the rota, until { $deadline }.
mail-duty-for-desk-decide = There is nobody for these hours. Choose who opens, open yourselves, or call who booked. Nothing was cancelled.
mail-duty-for-desk-bookings = Bookings in these hours
mail-key-needed-subject = Who opens? { $centre }, { $moment }
mail-key-needed-text = There is no staff then. Booking { $reference } has no key-holder who may open.
mail-key-needed-until = Name one before { $deadline }. After that the desk decides.
mail-key-late-subject = Please bring key { $key } back
mail-key-late-text = Key { $key } of { $centre } was to be back on { $deadline }. Please bring it soon.
mail-key-late-for-desk-subject = Key { $key } is not back
mail-key-late-for-desk-text = { $holder } was to bring key { $key } back on { $deadline }.
mail-duty-when = When
mail-duty-where = Where
mail-duty-note = To open
mail-duty-tasks = What you do
mail-duty-rooms = What is to be ready
mail-duty-contacts = Whom to ask for
mail-duty-opens = You open at { $clock }.
mail-duty-takes-over = You take the key over from { $who } at { $clock }.
mail-duty-hands-over = You hand the key over to { $who } at { $clock }.
mail-duty-closes = You close at { $clock }.
mail-duty-desk = the desk
page-link-take-duty-title = Take these hours
page-link-take-duty-button = I can
page-link-take-duty-done = Thank you. These hours are yours.
page-link-decline-duty-title = Say that you cannot come
page-link-decline-duty-button = I can’t
page-link-decline-duty-done = It is noted. We look for somebody else.
