"""/api/results/."""

from django.urls import path

from bookings.public import results_api

app_name = "results-api"
urlpatterns = [
    path("", results_api.Years.as_view(), name="years"),
    path("<int:year>/", results_api.Year.as_view(), name="year"),
]
