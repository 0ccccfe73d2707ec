"""/results/: how many lectures were held."""

from django.urls import path

from bookings.public import gallery, results

app_name = "results"
urlpatterns = [
    path("", results.results, name="page"),
    path("photos/<uuid:public_id>/", gallery.picture, name="photo"),
]
