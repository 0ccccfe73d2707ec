"""/results/: how many lectures were held."""

from django.urls import path

from bookings.public import results

app_name = "results"
urlpatterns = [path("", results.results, name="page")]
