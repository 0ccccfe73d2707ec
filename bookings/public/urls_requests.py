"""/requests/: what became of a request."""

from django.urls import path

from bookings.public import calendar, change, counter, lookup, page, survey, withdraw

app_name = "requests"
urlpatterns = [
    path("", lookup.lookup, name="lookup"),
    path("<uuid:public_id>/", page.page, name="page"),
    path("<uuid:public_id>/counter/", counter.counter, name="counter"),
    path("<uuid:public_id>/change/", change.change, name="change"),
    path("<uuid:public_id>/withdraw/", withdraw.withdraw, name="withdraw"),
    path("<uuid:public_id>/survey/<int:order>/", survey.survey, name="survey"),
    path("<uuid:public_id>/calendar/<int:order>/", calendar.calendar, name="calendar"),
]
