"""/desk/: the office's pages."""

from django.urls import path

from bookings.desk.views import entry, home, inbox, mails, replies, requests, results, steps

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
    path("replies/<uuid:public_id>/", replies.reply, name="reply"),
    path("mails/", mails.mails, name="mails"),
    path("mails/<uuid:public_id>/", mails.mail, name="mail"),
    path("mails/<uuid:public_id>/<slug:decision>/", mails.decide, name="mail-decide"),
    path("results/", results.results, name="results"),
]
