"""/direct/: what a department gave without the office."""

from django.urls import path

from bookings.departments import direct

app_name = "direct"
urlpatterns = [
    path("<uuid:public_id>/", direct.page, name="page"),
    path("<uuid:public_id>/none/<uuid:ask>/", direct.none, name="none"),
    path("<uuid:public_id>/undo/<uuid:session>/", direct.undo, name="undo"),
]
