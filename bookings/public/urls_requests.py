"""/requests/: what became of a request."""

from django.urls import path

from bookings.public import (
    again,
    calendar,
    change,
    counter,
    day,
    details,
    lookup,
    mail,
    messages,
    move,
    new_days,
    notice,
    page,
    postpone,
    survey,
    withdraw,
)

app_name = "requests"
urlpatterns = [
    path("", lookup.lookup, name="lookup"),
    path("<uuid:public_id>/mail/", mail.mail, name="mail"),
    path("<uuid:public_id>/", page.page, name="page"),
    path("<uuid:public_id>/counter/", counter.counter, name="counter"),
    path("<uuid:public_id>/change/", change.change, name="change"),
    path("<uuid:public_id>/details/", details.details, name="details"),
    path("<uuid:public_id>/move/", move.move, name="move"),
    path("<uuid:public_id>/move/<int:order>/", move.move_session, name="move-session"),
    path("<uuid:public_id>/drop/", move.drop, name="drop"),
    path("<uuid:public_id>/postpone/<int:order>/", postpone.postpone, name="postpone"),
    path("<uuid:public_id>/days/<int:order>/", new_days.new_days, name="new-days"),
    path("<uuid:public_id>/messages/", messages.messages, name="messages"),
    path("<uuid:public_id>/again/", again.again, name="again"),
    path("<uuid:public_id>/withdraw/", withdraw.withdraw, name="withdraw"),
    path("<uuid:public_id>/survey/<int:order>/", survey.survey, name="survey"),
    path("<uuid:public_id>/notice/", notice.notice, name="notice"),
    path("<uuid:public_id>/day/<int:order>/", day.day, name="day"),
    path("<uuid:public_id>/day/<int:order>/sheet/", day.sheet, name="day-sheet"),
    path("<uuid:public_id>/audience/<int:order>/", day.audience, name="audience-sheet"),
    path("<uuid:public_id>/calendar/<int:order>/", calendar.calendar, name="calendar"),
]
