"""/answers/: what a department says to an ask."""

from django.urls import path

from bookings.departments import answering, changing, naming, undoing

app_name = "answers"
urlpatterns = [
    path("<uuid:public_id>/", answering.page, name="page"),
    path("<uuid:public_id>/undo/", undoing.undo, name="undo"),
    path("<uuid:public_id>/lecturers/", naming.of_ask, name="lecturers"),
    path("<uuid:public_id>/change/", changing.change, name="change"),
]
