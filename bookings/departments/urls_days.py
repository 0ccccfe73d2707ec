"""/days/: what a department writes about the day of a session."""

from django.urls import path

from bookings.departments import day

app_name = "days"
urlpatterns = [
    path("<uuid:public_id>/", day.page, name="page"),
    path("<uuid:public_id>/sheet/", day.sheet, name="sheet"),
    path("<uuid:public_id>/audience/", day.audience, name="audience-sheet"),
]
