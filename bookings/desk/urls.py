"""/desk/: the office's pages."""

from django.urls import path

from bookings.desk.views import (
    entry,
    home,
    inbox,
    mails,
    mailtexts,
    replies,
    requests,
    resending,
    results,
    steps,
    turn,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("requests/", inbox.inbox, name="inbox"),
    path("requests/search/", inbox.search, name="search"),
    path("requests/new/", entry.new, name="new"),
    path("requests/<uuid:public_id>/", requests.page, name="request"),
    path("requests/<uuid:public_id>/anew/", entry.anew, name="anew"),
    path("requests/<uuid:public_id>/<slug:name>/", steps.request_step, name="request-step"),
    path("asks/<uuid:public_id>/<slug:name>/", steps.ask_step, name="ask-step"),
    path("sessions/<uuid:public_id>/<slug:name>/", steps.session_step, name="session-step"),
    path("replies/", replies.replies, name="replies"),
    path("replies/decided/", replies.decided, name="replies-decided"),
    path("replies/automatic/", replies.automatic, name="replies-automatic"),
    path("replies/automatic/<uuid:public_id>/", replies.bring_in, name="reply-bring-in"),
    path("replies/<uuid:public_id>/", replies.reply, name="reply"),
    path("mails/", mails.mails, name="mails"),
    path("mails/search/", mails.search, name="mail-search"),
    path("mails/in/<uuid:public_id>/", mails.mail_in, name="mail-in"),
    path("mails/<uuid:public_id>/", mails.mail, name="mail"),
    path("mails/<uuid:public_id>/resend/", resending.resend, name="mail-resend"),
    path("mails/<uuid:public_id>/<slug:decision>/", mails.decide, name="mail-decide"),
    path("mail-texts/", mailtexts.mail_texts, name="mail-texts"),
    path("mail-texts/<slug:kind>/<slug:language>/", mailtexts.mail_text, name="mail-text"),
    path(
        "mail-texts/<slug:kind>/<slug:language>/history/",
        mailtexts.history,
        name="mail-text-history",
    ),
    path(
        "mail-texts/<slug:kind>/<slug:language>/restore/",
        mailtexts.restore,
        name="mail-text-restore",
    ),
    path("turn/", turn.turn, name="turn"),
    path("turn/departments/", turn.departments, name="turn-departments"),
    path("turn/lecturers/", turn.lecturers, name="turn-lecturers"),
    path("turn/undo/", turn.undo, name="turn-undo"),
    path("turn/sessions/<uuid:public_id>/ask/", turn.ask, name="turn-ask"),
    path("results/", results.results, name="results"),
]
