"""/consult/: asking the office before, or instead of, a request."""

from django.urls import path

from bookings.public import consult

app_name = "consult"
urlpatterns = [
    path("", consult.new, name="new"),
    path("<uuid:public_id>/", consult.done, name="done"),
]
