"""/consult/: asking the office before, or instead of, a request."""

from django.urls import path

from bookings.public import consult, consulted

app_name = "consult"
urlpatterns = [
    path("", consult.new, name="new"),
    path("<uuid:public_id>/", consulted.page, name="page"),
    path("<uuid:public_id>/withdraw/", consulted.withdraw, name="withdraw"),
]
