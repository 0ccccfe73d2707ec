"""/reports/: what a department or a lecturer says after a session."""

from django.urls import path

from bookings.departments import naming, photos, reporting

app_name = "reports"
urlpatterns = [
    path("<uuid:public_id>/", reporting.page, name="page"),
    path("<uuid:public_id>/lecturers/", naming.of_own_session, name="lecturers"),
    path("<uuid:public_id>/photos/", photos.page, name="photos"),
    path("<uuid:public_id>/photos/<uuid:photo_id>/", photos.picture, name="photo"),
    path("<uuid:public_id>/photos/<uuid:photo_id>/remove/", photos.remove, name="photo-remove"),
]
