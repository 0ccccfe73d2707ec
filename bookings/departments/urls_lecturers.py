"""/lecturers/: a lecturer's own yes or no, and a department's name for what was agreed without an ask."""

from django.urls import path

from bookings.departments import consenting

app_name = "consents"
urlpatterns = [path("<uuid:public_id>/", consenting.page, name="page")]
