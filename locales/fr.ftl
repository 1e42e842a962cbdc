# Français. Chaque clé existe dans chaque langue, avec les mêmes variables.

## Jour et heure

weekday-1 = lundi
weekday-2 = mardi
weekday-3 = mercredi
weekday-4 = jeudi
weekday-5 = vendredi
weekday-6 = samedi
weekday-7 = dimanche
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
day-of-month = { $day ->
    [1] 1er
   *[other] { $day }
}
date = { $weekday } { $day } { $month } { $year }
clock = { $hour }h{ $minute }
moment = { $date } à { $clock }
span-one-day = { $date }, de { $from } à { $until }
span-two-days = { $date } à { $from } jusqu’au { $end-date } à { $until }
subject-moment = { $weekday } { $day } { $month }, { $clock }
clock-changes = Attention : l’heure change cette nuit-là.
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}

## Argent et distance

price = { $euros },{ $cents } €
price-free = gratuit
distance-here = dans le même centre
distance-metres = à { $metres } mètres de là
distance-kilometres = à { $whole },{ $tenth } km de là

## Dans chaque mail

mail-hello = Bonjour { $name }
mail-hello-nobody = Bonjour
mail-regards = Cordialement
mail-automatic = Ce mail a été envoyé automatiquement.
mail-questions-phone = Des questions ? Appelez le { $phone } et donnez le code { $reference }.
mail-questions-reply = Des questions ? Répondez simplement à ce mail.
mail-button-not-working = Le bouton ne marche pas ? Ouvrez ce lien :
mail-link-valid = Le lien fonctionne pendant { $duration }, et une seule fois.
mail-not-you = Ce n’était pas vous ? Alors vous ne devez rien faire.

## Se connecter

mail-verify-address-subject = Confirmez votre adresse mail pour Lokaal
mail-verify-address-text = Quelqu’un a demandé un compte Lokaal avec cette adresse mail. C’était vous ? Alors confirmez que cette adresse est la vôtre.
mail-verify-address-button = Oui, c’est mon adresse
mail-sign-in-link-subject = Votre lien pour vous connecter à Lokaal
mail-sign-in-link-text = Ce lien vous connecte sans mot de passe. Ne le transmettez à personne.
mail-sign-in-link-button = Se connecter

## Associations

mail-invitation-subject = { $organisation } vous invite sur Lokaal
mail-invitation-text = { $inviter } vous invite à devenir membre de { $organisation }.
mail-invitation-booker = Vous pourrez ensuite réserver des salles pour { $organisation }.
mail-invitation-admin = Vous pourrez ensuite réserver des salles et gérer les membres de { $organisation }.
mail-invitation-not-you = Vous ne connaissez pas cette association ? Alors vous ne devez rien faire.
mail-invitation-button = Voir l’invitation
mail-join-request-subject = { $person } veut devenir membre de { $organisation }
mail-join-request-text = { $person } voudrait réserver des salles pour { $organisation }. Vous connaissez cette personne ? Alors dites oui ou non.
mail-join-request-message = Voici son message ({ $person })
mail-join-request-button = Voir la demande
mail-join-accepted-subject = ✓ Vous êtes maintenant membre de { $organisation }
mail-join-accepted-text = { $organisation } a dit oui. Vous pouvez maintenant réserver des salles pour cette association.
mail-join-accepted-button = Vers l’association
mail-merged-subject = { $merged } fait maintenant partie de { $organisation }
mail-merged-text = { $merged } et { $organisation } étaient deux noms pour une même association. Nous les avons réunies : il n’y a plus que { $organisation }.
mail-merged-since = Les membres, les réservations, les détenteurs de clés et les montants à payer ont suivi. Réservez désormais pour { $organisation }.
mail-merged-wrong = Ce n’est pas exact ? Téléphonez alors à l’accueil de votre centre.

## Réservations : objet, réponse et explication

mail-request-received-subject = Demande reçue : { $room }, { $moment }
mail-request-received-verdict = Un peu de patience : l’accueil examine votre demande.
mail-request-received-text = Nous avons bien reçu votre demande. En attendant, nous gardons la salle pour vous.
mail-nothing-to-do = Vous ne devez rien faire maintenant.
mail-request-waiting-subject = À répondre : { $room }, { $moment }
mail-request-waiting-verdict = Cette demande attend votre réponse.
mail-request-waiting-text = Acceptez la demande ou refusez-la. En attendant, la salle reste occupée.
mail-answer-reminder-subject = Rappel : { $room }, { $moment }
mail-answer-reminder-verdict = Cette demande attend toujours votre réponse.
mail-answer-reminder-text = La moitié du temps est déjà passée. Sans réponse, la demande expire d’elle-même.
mail-option-held-subject = Option : { $room }, { $moment }
mail-option-held-verdict = Pas encore sûr : la salle est gardée pour vous un moment.
mail-option-held-text = Dites-nous à temps si vous prenez la salle. Sinon, l’option expire d’elle-même.
mail-confirmed-subject = Confirmé : { $room }, { $moment }
mail-confirmed-verdict = Oui, votre réservation est confirmée.
mail-confirmed-text = Le rendez-vous pour votre agenda est en annexe. Vous ne pouvez pas venir ? Alors annulez le plus tôt possible.
mail-declined-subject = Pas possible : { $room }, { $moment }
mail-declined-verdict = Non, votre demande ne peut pas être acceptée.
mail-declined-text = Nous ne pouvons pas vous donner cette salle à ce moment. Vous ne devez rien payer.
mail-changed-subject = Modifié : { $room }, { $moment }
mail-changed-verdict = Oui, votre réservation est modifiée.
mail-changed-text = L’heure et le lieu nouveaux sont ci-dessus. Le nouveau rendez-vous pour votre agenda est en annexe.
mail-changed-wait-verdict = Un peu de patience : l’accueil examine votre changement.
mail-changed-wait-text = L’heure et le lieu nouveaux sont ci-dessus. Ils ne sont sûrs qu’après notre réponse.
mail-cancelled-subject = Annulé : { $room }, { $moment }
mail-cancelled-verdict = Non, cette réservation n’a pas lieu.
mail-cancelled-by-booker-text = Votre réservation est annulée, comme demandé.
mail-cancelled-by-centre-text = Le centre a dû annuler votre réservation. Nous en sommes désolés.
mail-cancelled-calendar = L’annexe retire le rendez-vous de votre agenda.
mail-expired-subject = Expiré : { $room }, { $moment }
mail-expired-verdict = Non, votre demande a expiré.
mail-expired-text = Nous ne vous avons pas répondu à temps. C’est notre faute, et nous en sommes désolés. Vous ne devez rien payer.
mail-expired-option-verdict = Non, cette option a expiré.
mail-expired-option-text = L’option n’a pas été confirmée à temps. La salle est donc de nouveau libre. Vous ne devez rien payer.
mail-answer-by = Vous recevrez une réponse au plus tard le { $moment }.
mail-call-centre = Le temps est court. Appelez le centre pour une réponse : { $phone }.
mail-call-centre-nobody = Le temps est court. Contactez vous-même le centre.
mail-desk-answer-by = Répondez au plus tard le { $moment }.
mail-desk-review = Pourquoi l’accueil l’examine : { $reasons }.
mail-hold-until = L’option court jusqu’au { $moment }.
mail-reason = Raison : { $reason }
mail-previous = Avant, c’était { $when }.
mail-previous-room = Avant, c’était { $room }, { $when }.
mail-due-nothing = Vous ne devez rien payer.
mail-due = Vous devez encore payer { $price }.
mail-alternatives = Ceci est encore libre :
mail-booking-button = Voir la réservation
mail-desk-button = Voir la demande

## Données d’une réservation

labelled = { $label } : { $value }
label-reference = Code
label-title = Pour quoi
label-organisation = Association
label-attendees = Nombre de personnes
label-price = Prix
label-booker = Demandé par
label-phone = Téléphone
label-note = Remarque

## Pourquoi l’accueil l’examine

review-always = cette salle demande toujours une réponse
review-outside_staffed_hours = il n’y a pas de personnel à ce moment
review-no_key_holder = il n’y a pas de détenteur de clé
review-kind = le type d’association
review-attendees = le nombre de personnes
review-amplified_music = musique amplifiée
review-alcohol = alcool
review-no_shows = absences dans le passé
review-incidents = des incidents antérieurs

## Agenda

calendar-reference = Code : { $reference }
calendar-phone = Téléphone du centre : { $phone }

## La page derrière le lien d’un courriel

page-link-verify-title = Confirmer votre adresse
page-link-verify-button = Confirmer
page-link-sign-in-title = Se connecter
page-link-sign-in-button = Se connecter
page-link-invitation-title = Accepter l’invitation
page-link-invitation-button = Accepter
page-link-for = Ce lien a été envoyé à { $email }.
page-link-press = Appuyez sur « { $button } » pour continuer. Le lien fonctionne une seule fois.
page-link-name = Votre nom
page-link-password = Un mot de passe d’au moins 10 caractères (peut rester vide : vous vous connectez alors par un lien)
page-link-done-title = C’est fait
page-link-proved = Votre adresse { $email } est confirmée et vous êtes connecté.
page-link-token = Lokaal n’a pas encore ses propres pages. Pour l’essayer dans le navigateur, copiez ce texte, ouvrez l’API et collez-le sous « Authorize ». Il fonctionne pendant { $minutes }.
page-link-docs = L’API dans le navigateur
page-link-gone-title = Ce lien ne fonctionne plus
page-link-gone = Il a déjà été utilisé ou il est trop ancien. Demandez-en un nouveau.
page-link-used = Il a déjà été utilisé. Vous n’avez plus rien à faire.
page-link-old = Il est trop ancien. Demandez-en un nouveau.
page-link-late = Il est trop ancien. Appelez le centre si vous voulez encore répondre.
page-link-stop-late = Il est trop ancien. Utilisez le lien d’un message plus récent.
page-link-over = Cela a été réglé entre-temps, ou a expiré. Appelez le centre si vous avez des questions.

## Jours fériés et vacances scolaires

holidays-public = Jours fériés
holidays-school = Vacances scolaires
holiday-new-year = Nouvel An
holiday-easter-monday = Lundi de Pâques
holiday-labour-day = Fête du Travail
holiday-ascension = Ascension
holiday-whit-monday = Lundi de Pentecôte
holiday-national-day = Fête nationale
holiday-assumption = Assomption
holiday-all-saints = Toussaint
holiday-armistice = Armistice
holiday-christmas = Noël
holiday-autumn-break = Vacances d’automne
holiday-christmas-break = Vacances de Noël
holiday-carnival-break = Vacances de carnaval
holiday-easter-break = Vacances de Pâques
holiday-ascension-break = Congé de l’Ascension
holiday-summer-break = Vacances d’été

## Séries

mail-series-confirmed-subject = Série confirmée : { $room }, à partir de { $moment }
mail-series-confirmed-verdict = Oui, la salle est à vous à toutes les dates ci-dessous.
mail-series-confirmed-text = Votre série est confirmée. Un seul rendez-vous pour votre agenda est en annexe, avec toutes les dates. Vous ne pouvez pas venir un jour ? Alors annulez seulement ce jour.
mail-series-requested-subject = Demande de série : { $room }, à partir de { $moment }
mail-series-requested-verdict = Un peu de patience : l’accueil examine votre demande.
mail-series-requested-text = Nous avons bien reçu votre demande de série. En attendant, nous gardons la salle pour vous.
mail-series-waiting-subject = À répondre, une série : { $room }, à partir de { $moment }
mail-series-waiting-verdict = Cette série attend votre réponse.
mail-series-waiting-text = Acceptez les dates ou refusez-les. En attendant, la salle reste occupée.
mail-series-cancelled-subject = Série annulée : { $room }, à partir de { $moment }
mail-series-cancelled-verdict = Non, ces dates n’ont pas lieu.
mail-series-cancelled-by-booker-text = Les dates ci-dessous sont annulées, comme demandé.
mail-series-cancelled-by-centre-text = Le centre a dû annuler les dates ci-dessous. Nous en sommes désolés.
mail-series-dates-confirmed = Confirmé
mail-series-dates-requested = En attente d’une réponse de l’accueil
mail-series-dates-cancelled = Annulé
mail-series-dates-skipped = Non réservé : occupé ou non autorisé
mail-series-dates-declined = Refusé
mail-series-dates-expired = Expiré
mail-series-declined-subject = Série impossible : { $room }, à partir de { $moment }
mail-series-declined-verdict = Non, ces dates ne peuvent pas avoir lieu.
mail-series-declined-text = Nous ne pouvons pas vous donner la salle aux dates ci-dessous. Vous n’avez rien à payer.
mail-series-expired-subject = Série expirée : { $room }, à partir de { $moment }
mail-series-expired-verdict = Non, votre demande pour ces dates a expiré.
mail-series-expired-text = Nous ne vous avons pas répondu à temps. C’est notre faute, et nous en sommes désolés. Vous n’avez rien à payer.
mail-series-alternatives = À la place de la première date, ceci est encore libre :
mail-series-changed-subject = Série modifiée : { $room }, à partir de { $moment }
mail-series-changed-verdict = Oui, votre série est modifiée.
mail-series-changed-text = Vous trouvez ci-dessous les dates avec leurs nouvelles heures. Un seul nouveau rendez-vous pour votre agenda est en annexe, avec toutes les dates.
mail-series-changed-wait-verdict = Un peu de patience : l’accueil examine votre modification.
mail-series-changed-wait-text = Vous trouvez ci-dessous les dates avec leurs nouvelles heures. Elles ne sont sûres qu’après notre réponse.
mail-series-shortened-subject = Série raccourcie : { $room }, à partir de { $moment }
mail-series-shortened-verdict = Oui, ces dates restent comme elles étaient.
mail-series-shortened-text = Les dates suivantes continuent comme une nouvelle série. Vous recevez un autre mail à ce sujet. L’annexe les retire de l’ancien rendez-vous dans votre agenda.
mail-series-dates-stayed = Pas modifié, car la nouvelle heure est occupée ou non autorisée
mail-series-ends-subject = Fin de série : { $room }, dernière fois { $moment }
mail-series-ends-verdict = C’est la dernière date de votre série.
mail-series-ends-text = Vous voulez continuer après l’été ? Alors renouvelez votre série maintenant, ou demandez-le à l’accueil. Vous gardez ainsi le même jour et la même heure. Vous arrêtez ? Alors vous n’avez rien à faire.

## La liste d’une série, sur papier

series-list-waits = pas encore sûr : l’accueil examine la demande
series-list-cancelled = n’a pas lieu
series-list-skipped = non réservé
series-list-nothing = Il n’y a pas de dates.

## Fermetures

closure-holiday = vacances
closure-maintenance = entretien
closure-refurbishment = rénovation
closure-own-activity = une activité du centre lui-même
closure-public-authority = sur ordre des autorités
closure-utility-failure = une panne de chauffage, d’eau ou d’électricité
mail-closure-closed = La salle est fermée : { $when }. Raison : { $reason }.
mail-closure-no-cost = Cela ne vous coûte rien. Vous ne payez pas ce que nous annulons.
mail-closure-accept = Acceptez la nouvelle place avant { $moment }. Sinon nous annulons cette réservation, sans frais.
mail-closure-button = Accepter la nouvelle place
mail-closure-bookings = { $count ->
    [one] { $count } réservation
   *[other] { $count } réservations
}
mail-closure-subject = … Fermeture : { $bookings } à vous
mail-closure-text = C’est pourquoi nous devons changer vos réservations ci-dessous. Nous le regrettons.
mail-closure-calendar = Les pièces jointes mettent votre agenda à jour. Ouvrez chacune une fois.
mail-closure-move-list = Déplacées
mail-closure-offer-list = Proposées : à accepter
mail-closure-cancel-list = Annulées
mail-closure-move-subject = Déplacée : { $room }, { $moment }
mail-closure-move-verdict = Oui, votre réservation a lieu, à une autre place ou à une autre heure.
mail-closure-move-text = La nouvelle heure et la nouvelle place sont ci-dessus. Cela ne convient pas ? Annulez alors.
mail-closure-offer-subject = Une autre place pour vous : { $room }, { $moment }
mail-closure-offer-verdict = Pas encore certain : nous gardons cette place jusqu’à votre réponse.
mail-closure-offer-text = Nous pouvons vous proposer l’heure et la place ci-dessus.
mail-closure-cancel-subject = Annulée : { $room }, { $moment }
mail-closure-cancel-verdict = Non, cette réservation n’a pas lieu.
mail-closure-cancel-text = Nous n’avons trouvé aucune autre place pour votre réservation. Nous le regrettons.
mail-closure-at-once-text = Nous avons dû fermer tout de suite et n’avons pas pu chercher une autre place. Nous le regrettons. Appelez-nous : nous chercherons ensemble.
mail-warning-closure = Attention : la salle devra peut-être fermer, { $when }. Raison : { $reason }. Ce n’est pas encore certain. Si cela arrive, nous cherchons une autre place avec vous.
mail-warning-recall = Attention : l’hôte du bâtiment peut encore avoir besoin de ce temps lui-même, jusqu’à { $days } avant. Nous cherchons alors une autre place avec vous.
mail-warning-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
page-link-offers-title = Accepter la nouvelle place
page-link-offers-button = Accepter
page-link-offers-done = Merci. Vous avez accepté : { $bookings }.
mail-returns-subject = Votre ancienne place est de nouveau libre : { $room }, { $moment }
mail-returns-verdict = Pas encore certain : nous gardons votre ancienne place jusqu’à votre réponse.
mail-returns-text = La salle rouvre plus tôt que prévu. Voulez-vous revenir à l’heure et à la place ci-dessus ? Dites-le à temps. Sinon vous gardez la place que vous avez maintenant, et celle-ci va à d’autres.
mail-returns-now-room = Vous avez maintenant : { $room }, { $when }.
mail-returns-now = Vous avez maintenant : { $when }.
mail-returns-until = Nous la gardons pour vous jusqu’au { $moment }.
mail-returns-button = Revenir
mail-returns-many-subject = … Vos anciennes places sont de nouveau libres : { $bookings }
mail-returns-many-text = Des salles rouvrent plus tôt que prévu. Voulez-vous revenir à vos anciennes places ? Dites-le à temps. Sinon vous gardez ce que vous avez maintenant, et celles-ci vont à d’autres.
mail-returns-list = De nouveau libres, et gardées pour vous
page-link-returns-title = Revenir à l’ancienne place
page-link-returns-button = Revenir
page-link-returns-done = Merci. De retour à l’ancienne place : { $bookings }.

## Liste d’attente

mail-place-free-subject = Libre pour vous : { $room }, { $moment }
mail-place-free-verdict = Pas encore certain : vous l’attendiez, et nous la gardons un moment pour vous.
mail-place-free-text = Une place que vous attendiez est libre. La voulez-vous ? Dites-le à temps. Sinon elle va au suivant.
mail-place-free-button = Prendre la place
page-link-held-title = Prendre la place
page-link-held-button = Prendre

## Agendas que l'on suit

feed-taken = Occupé
feed-closed = Fermé
feed-mine = Mes réservations
export-name = Réservations
hours-of-day = de { $from } à { $until }
day-sheet-nothing = Rien n’est prévu ici aujourd’hui.

## Messages au sujet d’une réservation

mail-comment-subject = Message du centre : { $room }, { $moment }
mail-comment-text = L’accueil vous a écrit au sujet de cette réservation :
mail-comment-for-desk-subject = Message au sujet de { $room }, { $moment }
mail-comment-for-desk-text = La personne qui a réservé vous a écrit :
mail-comment-confirmed-verdict = Oui, cette réservation est confirmée.
mail-comment-requested-verdict = Encore un peu de patience : cette demande attend une réponse.
mail-comment-held-verdict = Pas encore certain : la salle est gardée un moment.
mail-comment-declined-verdict = Non, cette demande est refusée.
mail-comment-expired-verdict = Non, cette demande a expiré.
mail-comment-cancelled-verdict = Non, cette réservation n’a pas lieu.

mail-statement-subject = Décompte de { $month } pour { $organisation }
mail-statement-text = Le décompte de { $month } pour { $organisation } est prêt. Vous le trouvez, avec toutes les réservations, parmi les décomptes de votre association. Payez avec la communication structurée.
mail-statement-amount = À payer
mail-statement-reference = Communication
statement-title = Décompte de { $month }
statement-number = Numéro
statement-month = Mois
statement-reference = Communication structurée
statement-paid-on = Payé le
statement-head-what = Description
statement-head-quantity = Quantité
statement-head-unit = Prix à la pièce
statement-head-amount = Montant
statement-total = À payer
statement-cancelled = annulée
statement-is-paid = Ce décompte est payé.
statement-pay = Payez { $amount } avec la communication { $reference }.
price-line-hour = { $text } (par heure)
price-line-half-hour = { $text } (demi-heure)
price-line-daypart = { $text } (par partie de journée)
price-line-free-of-charge = Gratuit pour ce type d’association
price-line-cancellation = Non facturé après annulation

## Who came

mail-released-subject = Personne n’est venu : { $room }, { $moment }
mail-released-verdict = Non, le reste de cette réservation est libéré.
mail-released-text = Personne n’était là au début. Nous avons donc donné le reste du temps à d’autres. Vous étiez là ? Appelez-nous.
mail-no-shows-subject = Personne n’est venu { $times } en { $months }
mail-no-shows-text = Personne n’est venu aux réservations de { $organisation } : { $times } en { $months }.
mail-no-shows-private = Personne n’est venu à vos réservations : { $times } en { $months }.
mail-no-shows-review = Désormais, l’accueil regarde d’abord vos réservations, dans les salles ci-dessous. Vous attendez sa réponse.
mail-no-shows-rooms = Salles où l’accueil regarde d’abord
mail-no-shows-cancel = Vous ne pouvez pas venir ? Annulez à temps, pour que d’autres puissent utiliser la salle.
mail-no-shows-times = { $count ->
    [one] { $count } fois
   *[other] { $count } fois
}
mail-no-shows-months = { $count ->
    [one] { $count } mois
   *[other] { $count } mois
}
page-door-nothing = Il n’y a pas de réservation ici maintenant. Vous pouvez dire que vous êtes là à partir de { $minutes } avant le début, jusqu’à la fin.
page-door-people = Combien êtes-vous ? (peut rester vide)
page-door-button = Nous sommes là
page-door-noted = Il est noté que vous êtes là.
page-door-thanks = Merci. C’est noté.
page-door-number = Donnez un nombre de personnes, ou laissez vide.
page-door-not-now = Cette réservation n’est pas en cours.

## Les messages que l’on peut arrêter

topic-reminder = rappels d’une réservation
topic-renewal = rappels pour prolonger une série
topic-day-sheet = programmes du jour du centre
topic-requests = listes de demandes
mail-stop = Plus de { $topic } ? Arrêtez-les ici :
page-link-stop-title = Arrêter des messages
page-link-stop-what = Il s’agit des { $topic }. Les messages sur une décision ou sur de l’argent sont toujours envoyés.
page-link-stop-button = Arrêter
page-link-stop-done = Vous ne recevrez plus de { $topic }. Avec un compte, vous pouvez les réactiver.

## La veille

mail-reminder-subject = Rappel : { $room }, { $moment }
mail-reminder-verdict = Oui, votre réservation a lieu.
mail-reminder-text = Votre réservation approche. L’heure et l’adresse se trouvent ci-dessus.
mail-reminder-staffed = Le personnel sera là. Vous pouvez simplement entrer.
mail-reminder-key-holder = Il n’y aura pas de personnel. { $name } ouvre la porte, téléphone { $phone }.
mail-reminder-nobody = Il n’y aura peut-être pas de personnel. Appelez à temps pour savoir qui ouvre : { $phone }.
mail-reminder-nobody-known = Il n’y aura peut-être pas de personnel. Demandez à temps au centre qui ouvre.
mail-reminder-outside = En dehors des heures du centre, appelez { $phone }.
mail-reminder-cancel = Vous ne pouvez pas venir ? Annulez maintenant, pour que d’autres puissent utiliser la salle.

## Le matin du guichet

mail-day-sheet-subject = { $centre } : { $date }
mail-day-sheet-text = Voici ce qui a lieu à { $centre } le { $date }.
mail-day-sheet-bookings = Réservations
mail-day-sheet-closures = Fermé
mail-day-sheet-centre = tout le centre
mail-requests-subject = { $centre } : { $requests } à traiter
mail-requests-text = Ces demandes attendent votre réponse. Sans réponse, elles expirent d’elles-mêmes.
mail-requests-list = Les plus urgentes d’abord
mail-requests-count = { $count ->
    [one] { $count } demande
   *[other] { $count } demandes
}
mail-desk-people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
mail-desk-more = { $count ->
    [one] Et encore { $count } qui ne figurent pas ici.
   *[other] Et encore { $count } qui ne figurent pas ici.
}
mail-desk-key-holder = { $name } ouvre
mail-desk-not-confirmed = pas encore confirmé
mail-desk-by = au plus tard { $moment }

## Voisins : incidents et signalements

incident-noise = bruit
incident-dirt = lieux laissés sales
incident-damage = dégâts
incident-late_key = clé rendue en retard
incident-state-open = L’accueil n’a encore rien décidé.
incident-state-warned = L’accueil donne un avertissement.
incident-state-charged = L’accueil facture des frais.
incident-state-settled = C’est réglé. Il n’y aura pas de suite.
incident-state-dismissed = L’incident est classé et ne compte plus.
report-noise = bruit
report-dirt = saleté
report-damage = dégâts
report-other = autre chose
mail-incident-noted-subject = Un problème est survenu : { $what } ({ $reference })
mail-incident-noted-text = Un problème est survenu lors d’une réservation de { $organisation }.
mail-incident-noted-private = Un problème est survenu lors de votre réservation.
mail-incident-decided-subject = Décision de l’accueil : { $what } ({ $reference })
mail-incident-decided-text = L’accueil a pris une décision sur le problème lors d’une réservation de { $organisation }.
mail-incident-decided-private = L’accueil a pris une décision sur le problème lors de votre réservation.
mail-incident-replied-subject = Réponse à un incident : { $what } ({ $reference })
mail-incident-replied-text = { $organisation } répond à un incident.
mail-incident-replied-private = La personne qui a réservé répond à un incident.
mail-incident-by-neighbour = Une personne du voisinage l’a signalé.
mail-incident-what = Quoi
mail-incident-when = Quand
mail-incident-booking = Réservation
mail-incident-time = Heures de la réservation
mail-incident-place = Salle
mail-incident-description = Ce qui s’est passé
mail-incident-outcome = Explication de l’accueil
mail-incident-reply = Réponse à l’accueil
mail-incident-answer = Vous le voyez autrement ? Répondez à ce mail, ou dites-le auprès de l’incident même.
mail-incidents-subject = Trop de problèmes : { $times } en { $months }
mail-incidents-text = Des problèmes sont survenus lors de réservations de { $organisation } : { $times } en { $months }.
mail-incidents-private = Des problèmes sont survenus lors de vos réservations : { $times } en { $months }.
mail-incidents-review = Désormais, l’accueil regarde d’abord vos réservations, dans les salles ci-dessous. Vous attendez sa réponse.
mail-incidents-rooms = Salles où l’accueil regarde d’abord
mail-incidents-cancel = Après un certain temps, un incident ne compte plus. Un incident classé ne compte pas non plus.
mail-report-subject = Signalement du voisinage : { $what } ({ $centre })
mail-report-text = Une personne près de { $centre } signale quelque chose. Les signalements montrent quelles réservations étaient en cours.
mail-report-duty = Une personne près de { $centre } signale quelque chose. Vous y êtes alors de garde : allez voir si vous pouvez.
mail-report-words = Signalement
mail-report-contact = Joignable via
## Clés et permanences

mail-duty-offered-subject = Pouvez-vous ouvrir ? { $centre }, { $moment }
mail-duty-offered-host-subject = Pouvez-vous accueillir ? { $centre }, { $moment }
mail-duty-offered-text = Nous cherchons quelqu’un pour ces heures. La première personne qui dit oui les prend.
mail-duty-offered-until = Vous pouvez répondre jusqu’au { $deadline }. Ensuite, l’accueil décide.
mail-duty-offered-button = Je peux
mail-duty-coming-subject = Vous ouvrez { $centre } : { $moment }
mail-duty-coming-host-subject = Vous accueillez à { $centre } : { $moment }
mail-duty-coming-text = Merci de le faire. Voici ce que vous devez savoir.
mail-duty-coming-cannot = Vous ne pouvez pas venir ? Appuyez alors sur le bouton. Nous cherchons quelqu’un d’autre.
mail-duty-coming-button = Je ne peux pas
mail-duty-taken-subject = C’est noté : vous ouvrez { $centre }, { $moment }
mail-duty-taken-host-subject = C’est noté : vous accueillez à { $centre }, { $moment }
mail-duty-taken-text = Merci. Ces heures sont pour vous. Vous en saurez plus une semaine avant.
mail-duty-dropped-subject = Vous ne devez pas venir : { $centre }, { $moment }
mail-duty-dropped-text = Personne n’est plus nécessaire à ces heures, ou quelqu’un d’autre vient. Merci quand même.
mail-duty-for-desk-subject = Qui ouvre ? { $centre }, { $moment }
mail-duty-for-desk-offered = Quelqu’un ne peut pas venir. Nous demandons aux autres bénévoles, jusqu’au { $deadline }.
mail-duty-for-desk-decide = Il n’y a personne pour ces heures. Choisissez qui ouvre, ouvrez vous-mêmes ou appelez qui a réservé. Rien n’est annulé.
mail-duty-for-desk-bookings = Réservations à ces heures
mail-key-needed-subject = Qui ouvre ? { $centre }, { $moment }
mail-key-needed-text = Il n’y a alors pas de personnel. La réservation { $reference } n’a pas de porteur de clé qui peut ouvrir.
mail-key-needed-until = Désignez quelqu’un avant le { $deadline }. Ensuite, l’accueil décide.
mail-key-late-subject = Rapportez la clé { $key }
mail-key-late-text = La clé { $key } de { $centre } devait être rendue le { $deadline }. Rapportez-la vite.
mail-key-late-for-desk-subject = La clé { $key } n’est pas revenue
mail-key-late-for-desk-text = { $holder } devait rapporter la clé { $key } le { $deadline }.
mail-duty-when = Quand
mail-duty-where = Où
mail-duty-note = Pour ouvrir
mail-duty-tasks = Ce que vous faites
mail-duty-rooms = Ce qui doit être prêt
mail-duty-contacts = Qui demander
mail-duty-opens = Vous ouvrez à { $clock }.
mail-duty-takes-over = Vous recevez la clé de { $who } à { $clock }.
mail-duty-hands-over = Vous donnez la clé à { $who } à { $clock }.
mail-duty-closes = Vous fermez à { $clock }.
mail-duty-desk = l’accueil
page-link-take-duty-title = Prendre ces heures
page-link-take-duty-button = Je peux
page-link-take-duty-done = Merci. Ces heures sont pour vous.
page-link-decline-duty-title = Dire que vous ne pouvez pas venir
page-link-decline-duty-button = Je ne peux pas
page-link-decline-duty-done = C’est noté. Nous cherchons quelqu’un d’autre.
