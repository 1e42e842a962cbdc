# Nederlands: de taal waarop de andere terugvallen. Niveau B1, hoogstens vijftien woorden in een zin.
# Elke sleutel staat in elke taal, met dezelfde veranderlijken.

## Dag en uur

weekday-1 = maandag
weekday-2 = dinsdag
weekday-3 = woensdag
weekday-4 = donderdag
weekday-5 = vrijdag
weekday-6 = zaterdag
weekday-7 = zondag
month-1 = januari
month-2 = februari
month-3 = maart
month-4 = april
month-5 = mei
month-6 = juni
month-7 = juli
month-8 = augustus
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december
day-of-month = { $day }
date = { $weekday } { $day } { $month } { $year }
clock = { $hour }.{ $minute }
moment = { $date } om { $clock } uur
span-one-day = { $date }, { $from } tot { $until } uur
span-two-days = { $date } om { $from } uur tot { $end-date } om { $until } uur
subject-moment = { $weekday } { $day } { $month }, { $clock } uur
clock-changes = Let op: die nacht verandert het uur.
minutes = { $count ->
    [one] { $count } minuut
   *[other] { $count } minuten
}
hours = { $count ->
    [one] { $count } uur
   *[other] { $count } uur
}
days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagen
}

## Geld en afstand

price = € { $euros },{ $cents }
price-free = gratis
distance-here = in hetzelfde centrum
distance-metres = { $metres } meter verder
distance-kilometres = { $whole },{ $tenth } km verder

## In elke mail

mail-hello = Dag { $name }
mail-hello-nobody = Dag
mail-regards = Vriendelijke groet
mail-automatic = Deze mail is automatisch verstuurd.
mail-questions-phone = Vragen? Bel { $phone } en noem de code { $reference }.
mail-questions-reply = Vragen? Antwoord gewoon op deze mail.
mail-button-not-working = Werkt de knop niet? Open dan deze link:
mail-link-valid = De link werkt { $duration }, en maar één keer.
mail-not-you = Hebt u dit niet gevraagd? Dan hoeft u niets te doen.

## Aanmelden

mail-verify-address-subject = Bevestig uw mailadres voor Lokaal
mail-verify-address-text = Iemand heeft met dit mailadres een account gevraagd bij Lokaal. Was u dat? Bevestig dan dat dit adres van u is.
mail-verify-address-button = Ja, dit is mijn adres
mail-sign-in-link-subject = Uw link om aan te melden bij Lokaal
mail-sign-in-link-text = Met deze link meldt u zich aan, zonder wachtwoord. Geef de link aan niemand door.
mail-sign-in-link-button = Aanmelden

## Verenigingen

mail-invitation-subject = { $organisation } nodigt u uit bij Lokaal
mail-invitation-text = { $inviter } nodigt u uit om lid te worden van { $organisation }.
mail-invitation-booker = U kunt daarna zalen reserveren voor { $organisation }.
mail-invitation-admin = U kunt daarna zalen reserveren en de leden van { $organisation } beheren.
mail-invitation-not-you = Kent u deze vereniging niet? Dan hoeft u niets te doen.
mail-invitation-button = Uitnodiging bekijken
mail-join-request-subject = { $person } wil lid worden van { $organisation }
mail-join-request-text = { $person } wil graag zalen reserveren voor { $organisation }. Kent u deze persoon? Zeg dan ja of nee.
mail-join-request-message = Dit schreef { $person }
mail-join-request-button = Vraag bekijken
mail-join-accepted-subject = ✓ U bent nu lid van { $organisation }
mail-join-accepted-text = { $organisation } heeft ja gezegd. U kunt nu zalen reserveren voor deze vereniging.
mail-join-accepted-button = Naar de vereniging
mail-merged-subject = { $merged } hoort nu bij { $organisation }
mail-merged-text = { $merged } en { $organisation } waren twee namen voor één vereniging. We hebben ze samengevoegd: vanaf nu is er alleen nog { $organisation }.
mail-merged-since = Alle leden, reservaties, sleutelhouders en wat nog te betalen is, gingen mee. Reserveer voortaan voor { $organisation }.
mail-merged-wrong = Klopt dit niet? Bel dan naar de balie van uw centrum.

## Reservaties: onderwerp, antwoord en uitleg

mail-request-received-subject = Aanvraag ontvangen: { $room }, { $moment }
mail-request-received-verdict = Nog even wachten: de balie bekijkt uw aanvraag.
mail-request-received-text = Wij hebben uw aanvraag goed ontvangen. Wij houden de zaal intussen voor u vrij.
mail-nothing-to-do = U hoeft nu niets te doen.
mail-request-waiting-subject = Te beantwoorden: { $room }, { $moment }
mail-request-waiting-verdict = Deze aanvraag wacht op uw antwoord.
mail-request-waiting-text = Keur de aanvraag goed of wijs ze af. De zaal blijft intussen bezet.
mail-answer-reminder-subject = Herinnering: { $room }, { $moment }
mail-answer-reminder-verdict = Deze aanvraag wacht nog altijd op uw antwoord.
mail-answer-reminder-text = De helft van de tijd is al voorbij. Zonder antwoord vervalt de aanvraag vanzelf.
mail-option-held-subject = Optie: { $room }, { $moment }
mail-option-held-verdict = Nog niet zeker: de zaal is tijdelijk voor u vrijgehouden.
mail-option-held-text = Laat ons op tijd weten of u de zaal neemt. Anders vervalt de optie vanzelf.
mail-confirmed-subject = Bevestigd: { $room }, { $moment }
mail-confirmed-verdict = Ja, uw reservatie is bevestigd.
mail-confirmed-text = In de bijlage zit een afspraak voor uw agenda. Kunt u toch niet komen? Annuleer dan zo vroeg mogelijk.
mail-declined-subject = Niet mogelijk: { $room }, { $moment }
mail-declined-verdict = Nee, uw aanvraag kan niet doorgaan.
mail-declined-text = Wij kunnen u deze zaal dan niet geven. U hoeft niets te betalen.
mail-changed-subject = Gewijzigd: { $room }, { $moment }
mail-changed-verdict = Ja, uw reservatie is gewijzigd.
mail-changed-text = Hierboven staan de nieuwe tijd en plaats. In de bijlage zit de nieuwe afspraak voor uw agenda.
mail-changed-wait-verdict = Nog even wachten: de balie bekijkt uw wijziging.
mail-changed-wait-text = Hierboven staan de nieuwe tijd en plaats. Ze zijn pas zeker na ons antwoord.
mail-cancelled-subject = Geannuleerd: { $room }, { $moment }
mail-cancelled-verdict = Nee, deze reservatie gaat niet door.
mail-cancelled-by-booker-text = Uw reservatie is geannuleerd, zoals gevraagd.
mail-cancelled-by-centre-text = Het centrum moest uw reservatie annuleren. Dat spijt ons.
mail-cancelled-calendar = Met de bijlage verdwijnt de afspraak uit uw agenda.
mail-expired-subject = Vervallen: { $room }, { $moment }
mail-expired-verdict = Nee, uw aanvraag is vervallen.
mail-expired-text = Wij hebben u niet op tijd geantwoord. Dat is onze fout, en het spijt ons. U hoeft niets te betalen.
mail-expired-option-verdict = Nee, deze optie is vervallen.
mail-expired-option-text = De optie is niet op tijd bevestigd. Daarom is de zaal weer vrij. U hoeft niets te betalen.
mail-answer-by = U krijgt ten laatste op { $moment } een antwoord.
mail-call-centre = De tijd is kort. Bel het centrum voor een antwoord: { $phone }.
mail-call-centre-nobody = De tijd is kort. Neem zelf contact op met het centrum.
mail-desk-answer-by = Antwoord ten laatste op { $moment }.
mail-desk-review = Daarom kijkt de balie mee: { $reasons }.
mail-hold-until = De optie loopt tot { $moment }.
mail-reason = Reden: { $reason }
mail-previous = Vroeger was dit { $when }.
mail-previous-room = Vroeger was dit { $room }, { $when }.
mail-due-nothing = U hoeft niets te betalen.
mail-due = U moet nog { $price } betalen.
mail-alternatives = Dit is nog vrij:
mail-booking-button = Reservatie bekijken
mail-desk-button = Aanvraag bekijken

## Gegevens van een reservatie

labelled = { $label }: { $value }
label-reference = Code
label-title = Waarvoor
label-organisation = Vereniging
label-attendees = Aantal personen
label-price = Prijs
label-booker = Aangevraagd door
label-phone = Telefoon
label-note = Opmerking

## Waarom de balie meekijkt

review-always = deze zaal vraagt altijd een antwoord
review-outside_staffed_hours = er is dan geen personeel
review-no_key_holder = er is geen sleutelhouder
review-kind = het soort vereniging
review-attendees = het aantal personen
review-amplified_music = luide muziek
review-alcohol = alcohol
review-no_shows = vroeger niet komen opdagen
review-incidents = vroegere incidenten

## Agenda

calendar-reference = Code: { $reference }
calendar-phone = Telefoon van het centrum: { $phone }

## De pagina achter de link in een mail

page-link-verify-title = Uw adres bevestigen
page-link-verify-button = Bevestigen
page-link-sign-in-title = Aanmelden
page-link-sign-in-button = Aanmelden
page-link-invitation-title = Uitnodiging aanvaarden
page-link-invitation-button = Aanvaarden
page-link-for = Deze link is gestuurd naar { $email }.
page-link-press = Druk op ‘{ $button }’ om verder te gaan. De link werkt één keer.
page-link-name = Uw naam
page-link-password = Een wachtwoord, minstens 10 tekens (mag leeg blijven: dan meldt u zich aan met een link)
page-link-done-title = Het is gelukt
page-link-proved = Uw adres { $email } is bevestigd en u bent aangemeld.
page-link-token = Lokaal heeft nog geen eigen pagina’s. Om het in de browser te proberen: kopieer deze tekst, open de API en plak hem onder ‘Authorize’. Hij werkt { $minutes }.
page-link-docs = De API in de browser
page-link-gone-title = Deze link werkt niet meer
page-link-gone = Hij is al gebruikt of te oud. Vraag een nieuwe link.
page-link-used = Hij is al gebruikt. U hoeft niets meer te doen.
page-link-old = Hij is te oud. Vraag een nieuwe link.
page-link-late = Hij is te oud. Bel het centrum als u nog wilt antwoorden.
page-link-stop-late = Hij is te oud. Gebruik de link in een nieuwere mail.
page-link-over = Dit is intussen al geregeld of vervallen. Bel het centrum als u vragen hebt.

## Feestdagen en schoolvakanties

holidays-public = Feestdagen
holidays-school = Schoolvakanties
holiday-new-year = Nieuwjaar
holiday-easter-monday = Paasmaandag
holiday-labour-day = Dag van de Arbeid
holiday-ascension = O.L.H. Hemelvaart
holiday-whit-monday = Pinkstermaandag
holiday-national-day = Nationale feestdag
holiday-assumption = O.L.V. Hemelvaart
holiday-all-saints = Allerheiligen
holiday-armistice = Wapenstilstand
holiday-christmas = Kerstmis
holiday-autumn-break = Herfstvakantie
holiday-christmas-break = Kerstvakantie
holiday-carnival-break = Krokusvakantie
holiday-easter-break = Paasvakantie
holiday-ascension-break = Hemelvaartvakantie
holiday-summer-break = Zomervakantie

## Reeksen

mail-series-confirmed-subject = Reeks bevestigd: { $room }, vanaf { $moment }
mail-series-confirmed-verdict = Ja, de zaal is voor u op alle data hieronder.
mail-series-confirmed-text = Uw reeks is bevestigd. In de bijlage zit één afspraak voor uw agenda, met alle data. Kunt u op een dag niet komen? Annuleer dan alleen die dag.
mail-series-requested-subject = Aanvraag voor een reeks: { $room }, vanaf { $moment }
mail-series-requested-verdict = Nog even wachten: de balie bekijkt uw aanvraag.
mail-series-requested-text = Wij hebben uw aanvraag voor een reeks goed ontvangen. Wij houden de zaal intussen voor u vrij.
mail-series-waiting-subject = Te beantwoorden, een reeks: { $room }, vanaf { $moment }
mail-series-waiting-verdict = Deze reeks wacht op uw antwoord.
mail-series-waiting-text = Keur de data goed of wijs ze af. De zaal blijft intussen bezet.
mail-series-cancelled-subject = Reeks geannuleerd: { $room }, vanaf { $moment }
mail-series-cancelled-verdict = Nee, deze data gaan niet door.
mail-series-cancelled-by-booker-text = De data hieronder zijn geannuleerd, zoals gevraagd.
mail-series-cancelled-by-centre-text = Het centrum moest de data hieronder annuleren. Dat spijt ons.
mail-series-dates-confirmed = Bevestigd
mail-series-dates-requested = Wachten op een antwoord van de balie
mail-series-dates-cancelled = Geannuleerd
mail-series-dates-skipped = Niet gereserveerd: bezet of niet toegelaten
mail-series-dates-declined = Afgewezen
mail-series-dates-expired = Vervallen
mail-series-declined-subject = Reeks niet mogelijk: { $room }, vanaf { $moment }
mail-series-declined-verdict = Nee, deze data kunnen niet doorgaan.
mail-series-declined-text = Wij kunnen u de zaal op de data hieronder niet geven. U hoeft niets te betalen.
mail-series-expired-subject = Reeks vervallen: { $room }, vanaf { $moment }
mail-series-expired-verdict = Nee, uw aanvraag voor deze data is vervallen.
mail-series-expired-text = Wij hebben u niet op tijd geantwoord. Dat is onze fout, en het spijt ons. U hoeft niets te betalen.
mail-series-alternatives = Dit is nog vrij in plaats van de eerste datum:
mail-series-changed-subject = Reeks gewijzigd: { $room }, vanaf { $moment }
mail-series-changed-verdict = Ja, uw reeks is gewijzigd.
mail-series-changed-text = Hieronder staan de data met hun nieuwe uren. In de bijlage zit één nieuwe afspraak voor uw agenda, met alle data.
mail-series-changed-wait-verdict = Nog even wachten: de balie bekijkt uw wijziging.
mail-series-changed-wait-text = Hieronder staan de data met hun nieuwe uren. Ze zijn pas zeker na ons antwoord.
mail-series-shortened-subject = Reeks loopt korter: { $room }, vanaf { $moment }
mail-series-shortened-verdict = Ja, deze data blijven zoals ze waren.
mail-series-shortened-text = De latere data gaan verder als een nieuwe reeks. Daarover krijgt u een aparte mail. De bijlage haalt ze uit de oude afspraak in uw agenda.
mail-series-dates-stayed = Niet gewijzigd, want de nieuwe tijd is bezet of niet toegelaten
mail-series-ends-subject = Reeks loopt af: { $room }, laatste keer { $moment }
mail-series-ends-verdict = Dit is de laatste datum van uw reeks.
mail-series-ends-text = Wilt u na de zomer verdergaan? Verleng uw reeks dan nu, of vraag het aan de balie. Zo houdt u dezelfde dag en hetzelfde uur. Stopt u? Dan hoeft u niets te doen.

## De lijst van een reeks, op papier

series-list-waits = nog niet zeker: de balie bekijkt het
series-list-cancelled = gaat niet door
series-list-skipped = niet gereserveerd
series-list-nothing = Er zijn geen data.

## Sluitingen

closure-holiday = vakantie
closure-maintenance = onderhoud
closure-refurbishment = verbouwing
closure-own-activity = een eigen activiteit van het centrum
closure-public-authority = op bevel van de overheid
closure-utility-failure = een defect aan verwarming, water of stroom
mail-closure-closed = De zaal is gesloten: { $when }. Reden: { $reason }.
mail-closure-no-cost = Dit kost u niets. Wat wij annuleren, betaalt u niet.
mail-closure-accept = Aanvaard de nieuwe plaats voor { $moment }. Anders annuleren wij die reservatie, zonder kosten.
mail-closure-button = De nieuwe plaats aanvaarden
mail-closure-bookings = { $count ->
    [one] { $count } reservatie
   *[other] { $count } reservaties
}
mail-closure-subject = … Sluiting: { $bookings } van u
mail-closure-text = Daarom moeten wij uw reservaties hieronder veranderen. Dat spijt ons.
mail-closure-calendar = De bijlagen werken uw agenda bij. Open elke bijlage één keer.
mail-closure-move-list = Verplaatst
mail-closure-offer-list = Aangeboden: graag aanvaarden
mail-closure-cancel-list = Geannuleerd
mail-closure-move-subject = Verplaatst: { $room }, { $moment }
mail-closure-move-verdict = Ja, uw reservatie gaat door, op een andere plaats of een ander uur.
mail-closure-move-text = De nieuwe tijd en plaats staan hierboven. Past dat niet? Annuleer dan.
mail-closure-offer-subject = Een andere plaats voor u: { $room }, { $moment }
mail-closure-offer-verdict = Nog niet zeker: wij houden deze plaats vrij tot uw antwoord.
mail-closure-offer-text = Wij kunnen u de tijd en plaats hierboven aanbieden.
mail-closure-cancel-subject = Geannuleerd: { $room }, { $moment }
mail-closure-cancel-verdict = Nee, deze reservatie gaat niet door.
mail-closure-cancel-text = Wij vonden geen andere plaats voor uw reservatie. Dat spijt ons.
mail-closure-at-once-text = Wij moesten meteen sluiten en konden geen andere plaats zoeken. Dat spijt ons. Bel ons, dan zoeken wij samen.
mail-warning-closure = Let op: misschien moet de zaal sluiten, { $when }. Reden: { $reason }. Dat is nog niet zeker. Gebeurt het, dan zoeken wij met u een andere plaats.
mail-warning-recall = Let op: de gastheer van het gebouw kan deze tijd nog zelf nodig hebben, tot { $days } vooraf. Dan zoeken wij met u een andere plaats.
mail-warning-days = { $count ->
    [one] { $count } dag
   *[other] { $count } dagen
}
page-link-offers-title = De nieuwe plaats aanvaarden
page-link-offers-button = Aanvaarden
page-link-offers-done = Bedankt. U hebt aanvaard: { $bookings }.
mail-returns-subject = Uw oude plaats is weer vrij: { $room }, { $moment }
mail-returns-verdict = Nog niet zeker: wij houden uw oude plaats vrij tot uw antwoord.
mail-returns-text = De zaal is vroeger open dan wij zeiden. Wilt u terug naar de tijd en plaats hierboven? Zeg het dan op tijd. Anders houdt u de plaats die u nu hebt, en krijgt iemand anders deze.
mail-returns-now-room = U hebt nu: { $room }, { $when }.
mail-returns-now = U hebt nu: { $when }.
mail-returns-until = Wij houden ze voor u vrij tot { $moment }.
mail-returns-button = Teruggaan
mail-returns-many-subject = … Uw oude plaatsen zijn weer vrij: { $bookings }
mail-returns-many-text = Zalen zijn vroeger open dan wij zeiden. Wilt u terug naar uw oude plaatsen? Zeg het dan op tijd. Anders houdt u wat u nu hebt, en krijgt iemand anders deze.
mail-returns-list = Weer vrij, en voor u gehouden
page-link-returns-title = Teruggaan naar de oude plaats
page-link-returns-button = Teruggaan
page-link-returns-done = Bedankt. Terug op de oude plaats: { $bookings }.

## Wachtlijst

mail-place-free-subject = Vrij voor u: { $room }, { $moment }
mail-place-free-verdict = Nog niet zeker: u wachtte hierop, en wij houden het even vrij.
mail-place-free-text = Een plaats waarop u wachtte, is vrij. Wilt u die? Zeg het dan op tijd. Anders gaat ze naar de volgende.
mail-place-free-button = De plaats nemen
page-link-held-title = De plaats nemen
page-link-held-button = Nemen

## Agenda's die men volgt

feed-taken = Bezet
feed-closed = Gesloten
feed-mine = Mijn reservaties
export-name = Reservaties
hours-of-day = { $from } tot { $until } uur
day-sheet-nothing = Vandaag staat hier niets op het programma.

## Berichten bij een reservatie

mail-comment-subject = Bericht van het centrum: { $room }, { $moment }
mail-comment-text = De balie schreef u over deze reservatie:
mail-comment-for-desk-subject = Bericht over { $room }, { $moment }
mail-comment-for-desk-text = Wie reserveerde, schreef u over deze reservatie:
mail-comment-confirmed-verdict = Ja, deze reservatie is bevestigd.
mail-comment-requested-verdict = Nog even wachten: deze aanvraag is nog niet beantwoord.
mail-comment-held-verdict = Nog niet zeker: de zaal is tijdelijk vrijgehouden.
mail-comment-declined-verdict = Nee, deze aanvraag is afgewezen.
mail-comment-expired-verdict = Nee, deze aanvraag is vervallen.
mail-comment-cancelled-verdict = Nee, deze reservatie gaat niet door.

mail-statement-subject = Afrekening van { $month } voor { $organisation }
mail-statement-text = De afrekening van { $month } voor { $organisation } staat klaar. U vindt ze met alle reservaties bij de afrekeningen van uw vereniging. Gebruik bij de betaling de gestructureerde mededeling.
mail-statement-amount = Te betalen
mail-statement-reference = Mededeling
statement-title = Afrekening van { $month }
statement-number = Nummer
statement-month = Maand
statement-reference = Gestructureerde mededeling
statement-paid-on = Betaald op
statement-head-what = Omschrijving
statement-head-quantity = Aantal
statement-head-unit = Prijs per stuk
statement-head-amount = Bedrag
statement-total = Te betalen
statement-cancelled = geannuleerd
statement-is-paid = Deze afrekening is betaald.
statement-pay = Betaal { $amount } met de mededeling { $reference }.
price-line-hour = { $text } (per uur)
price-line-half-hour = { $text } (half uur)
price-line-daypart = { $text } (per dagdeel)
price-line-free-of-charge = Gratis voor deze soort vereniging
price-line-cancellation = Niet aangerekend na annulering

## Who came

mail-released-subject = Niemand kwam: { $room }, { $moment }
mail-released-verdict = Nee, de rest van deze reservatie vervalt.
mail-released-text = Bij het begin was er niemand. Daarom gaven wij de rest van de tijd aan anderen. Was u er wel? Bel ons dan.
mail-no-shows-subject = Niemand kwam: { $times } in { $months }
mail-no-shows-text = Niemand kwam naar reservaties van { $organisation }: { $times } in { $months }.
mail-no-shows-private = Niemand kwam naar uw reservaties: { $times } in { $months }.
mail-no-shows-review = Voortaan bekijkt de balie uw reservaties eerst, in de zalen hieronder. U wacht dan op haar antwoord.
mail-no-shows-rooms = Zalen waar de balie eerst kijkt
mail-no-shows-cancel = Kunt u niet komen? Annuleer dan op tijd, zodat anderen de zaal kunnen gebruiken.
mail-no-shows-times = { $count ->
    [one] { $count } keer
   *[other] { $count } keer
}
mail-no-shows-months = { $count ->
    [one] { $count } maand
   *[other] { $count } maanden
}
page-door-nothing = Er is hier nu geen reservatie. U kunt zeggen dat u er bent vanaf { $minutes } voor het begin tot het einde.
page-door-people = Met hoeveel bent u? (mag leeg blijven)
page-door-button = Wij zijn er
page-door-noted = Er is genoteerd dat u er bent.
page-door-thanks = Bedankt. Het is genoteerd.
page-door-number = Geef een aantal personen, of laat het leeg.
page-door-not-now = Die reservatie is nu niet bezig.

## Mails die men kan uitzetten

topic-reminder = herinneringen aan een reservatie
topic-renewal = herinneringen om een reeks te verlengen
topic-day-sheet = dagoverzichten van het centrum
topic-requests = overzichten van aanvragen
mail-stop = Wilt u geen { $topic } meer? Zet ze hier uit:
page-link-stop-title = Mails uitzetten
page-link-stop-what = Het gaat om { $topic }. Mails over een beslissing of over geld krijgt u altijd.
page-link-stop-button = Uitzetten
page-link-stop-done = U krijgt geen { $topic } meer. Hebt u een account? Daar kunt u ze weer aanzetten.

## De dag vooraf

mail-reminder-subject = Herinnering: { $room }, { $moment }
mail-reminder-verdict = Ja, uw reservatie gaat door.
mail-reminder-text = Uw reservatie komt eraan. Hierboven staan het uur en het adres.
mail-reminder-staffed = Er is dan personeel. U kunt gewoon binnen.
mail-reminder-key-holder = Er is dan geen personeel. { $name } opent de deur, telefoon { $phone }.
mail-reminder-nobody = Er is dan misschien geen personeel. Bel op tijd om te weten wie opent: { $phone }.
mail-reminder-nobody-known = Er is dan misschien geen personeel. Vraag het centrum op tijd wie opent.
mail-reminder-outside = Buiten de uren van het centrum belt u { $phone }.
mail-reminder-cancel = Kunt u toch niet komen? Annuleer dan nu, zodat iemand anders de zaal kan gebruiken.

## De ochtend van de balie

mail-day-sheet-subject = { $centre }: { $date }
mail-day-sheet-text = Dit staat op het programma in { $centre } op { $date }.
mail-day-sheet-bookings = Reservaties
mail-day-sheet-closures = Gesloten
mail-day-sheet-centre = het hele centrum
mail-requests-subject = { $centre }: { $requests } te beantwoorden
mail-requests-text = Deze aanvragen wachten op uw antwoord. Zonder antwoord vervallen ze vanzelf.
mail-requests-list = De dringendste eerst
mail-requests-count = { $count ->
    [one] { $count } aanvraag
   *[other] { $count } aanvragen
}
mail-desk-people = { $count ->
    [one] { $count } persoon
   *[other] { $count } personen
}
mail-desk-more = { $count ->
    [one] En nog { $count } die hier niet staan.
   *[other] En nog { $count } die hier niet staan.
}
mail-desk-key-holder = { $name } opent
mail-desk-not-confirmed = nog niet bevestigd
mail-desk-by = ten laatste { $moment }

## Buren: incidenten en meldingen

incident-noise = lawaai
incident-dirt = vuil achtergelaten
incident-damage = schade
incident-late_key = sleutel te laat terug
incident-state-open = De balie heeft nog niets beslist.
incident-state-warned = De balie geeft een waarschuwing.
incident-state-charged = De balie rekent kosten aan.
incident-state-settled = Het is in orde gebracht. Er volgt niets meer.
incident-state-dismissed = Het incident vervalt en telt niet meer mee.
report-noise = lawaai
report-dirt = vuil
report-damage = schade
report-other = iets anders
mail-incident-noted-subject = Er liep iets mis: { $what } ({ $reference })
mail-incident-noted-text = Bij een reservatie van { $organisation } liep iets mis.
mail-incident-noted-private = Bij uw reservatie liep iets mis.
mail-incident-decided-subject = Beslissing van de balie: { $what } ({ $reference })
mail-incident-decided-text = De balie besliste over wat bij een reservatie van { $organisation } misliep.
mail-incident-decided-private = De balie besliste over wat bij uw reservatie misliep.
mail-incident-replied-subject = Antwoord op een incident: { $what } ({ $reference })
mail-incident-replied-text = { $organisation } antwoordt op een incident.
mail-incident-replied-private = Wie reserveerde, antwoordt op een incident.
mail-incident-by-neighbour = Iemand uit de buurt meldde het.
mail-incident-what = Wat
mail-incident-when = Wanneer
mail-incident-booking = Reservatie
mail-incident-time = Tijd van de reservatie
mail-incident-place = Zaal
mail-incident-description = Wat er gebeurde
mail-incident-outcome = Uitleg van de balie
mail-incident-reply = Antwoord aan de balie
mail-incident-answer = Ziet u het anders? Antwoord op deze mail, of zeg het bij het incident zelf.
mail-incidents-subject = Er liep te vaak iets mis: { $times } in { $months }
mail-incidents-text = Bij reservaties van { $organisation } liep iets mis: { $times } in { $months }.
mail-incidents-private = Bij uw reservaties liep iets mis: { $times } in { $months }.
mail-incidents-review = Voortaan bekijkt de balie uw reservaties eerst, in de zalen hieronder. U wacht dan op haar antwoord.
mail-incidents-rooms = Zalen waar de balie eerst kijkt
mail-incidents-cancel = Een oud incident telt na een tijd niet meer mee. Een incident dat vervalt, telt ook niet mee.
mail-report-subject = Melding uit de buurt: { $what } ({ $centre })
mail-report-text = Iemand uit de buurt van { $centre } meldt iets. Bij de meldingen ziet u welke reservaties toen bezig waren.
mail-report-duty = Iemand uit de buurt van { $centre } meldt iets. U hebt daar dan dienst: ga kijken als dat kan.
mail-report-words = Melding
mail-report-contact = Bereikbaar via
## Sleutels en dienst

mail-duty-offered-subject = Kunt u openen? { $centre }, { $moment }
mail-duty-offered-host-subject = Kunt u gastheer zijn? { $centre }, { $moment }
mail-duty-offered-text = Voor deze uren zoeken wij iemand. Wie eerst ja zegt, neemt ze.
mail-duty-offered-until = U kunt antwoorden tot { $deadline }. Daarna beslist de balie.
mail-duty-offered-button = Ik kan
mail-duty-coming-subject = U opent { $centre }: { $moment }
mail-duty-coming-host-subject = U bent gastheer in { $centre }: { $moment }
mail-duty-coming-text = Bedankt dat u dit doet. Hieronder staat wat u moet weten.
mail-duty-coming-cannot = Kunt u niet komen? Druk dan op de knop. Wij zoeken iemand anders.
mail-duty-coming-button = Ik kan niet
mail-duty-taken-subject = Genoteerd: u opent { $centre }, { $moment }
mail-duty-taken-host-subject = Genoteerd: u bent gastheer in { $centre }, { $moment }
mail-duty-taken-text = Bedankt. Deze uren zijn voor u. Een week ervoor hoort u meer.
mail-duty-dropped-subject = U hoeft niet te komen: { $centre }, { $moment }
mail-duty-dropped-text = In deze uren is niemand meer nodig, of komt iemand anders. Toch bedankt.
mail-duty-for-desk-subject = Wie opent? { $centre }, { $moment }
mail-duty-for-desk-offered = Iemand kan niet komen. Wij vragen de anderen van de beurtrol, tot { $deadline }.
mail-duty-for-desk-decide = Voor deze uren is er niemand. Kies wie opent, open zelf, of bel wie reserveerde. Er is niets geannuleerd.
mail-duty-for-desk-bookings = Reservaties in deze uren
mail-key-needed-subject = Wie opent? { $centre }, { $moment }
mail-key-needed-text = Dan is er geen personeel. Voor reservatie { $reference } is er geen sleutelhouder die mag openen.
mail-key-needed-until = Duid er een aan voor { $deadline }. Daarna beslist de balie.
mail-key-late-subject = Breng sleutel { $key } terug
mail-key-late-text = Sleutel { $key } van { $centre } moest terug zijn op { $deadline }. Breng hem snel terug.
mail-key-late-for-desk-subject = Sleutel { $key } is niet terug
mail-key-late-for-desk-text = { $holder } moest sleutel { $key } terugbrengen op { $deadline }.
mail-duty-when = Wanneer
mail-duty-where = Waar
mail-duty-note = Om te openen
mail-duty-tasks = Wat u doet
mail-duty-rooms = Wat er klaar moet staan
mail-duty-contacts = Naar wie u vraagt
mail-duty-opens = U opent om { $clock }.
mail-duty-takes-over = U neemt om { $clock } de sleutel over van { $who }.
mail-duty-hands-over = U geeft de sleutel om { $clock } aan { $who }.
mail-duty-closes = U sluit om { $clock }.
mail-duty-desk = de balie
page-link-take-duty-title = Deze uren nemen
page-link-take-duty-button = Ik kan
page-link-take-duty-done = Bedankt. Deze uren zijn voor u.
page-link-decline-duty-title = Zeggen dat u niet kunt
page-link-decline-duty-button = Ik kan niet
page-link-decline-duty-done = Het is genoteerd. Wij zoeken iemand anders.
