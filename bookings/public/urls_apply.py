"""/apply/: from a lecture to a sent request."""

from django.urls import path

from bookings.public import centres, check, consult, question, resume, start, when

app_name = "apply"
urlpatterns = [
    path("<uuid:public_id>/", start.start, name="start"),
    path("<uuid:public_id>/resume/", resume.resume, name="resume"),
    path("<uuid:public_id>/who/", question.question, {"step": "who"}, name="who"),
    path("<uuid:public_id>/classes/", question.question, {"step": "classes"}, name="classes"),
    path("<uuid:public_id>/consult/", consult.of_draft, name="consult"),
    path("<uuid:public_id>/when/", when.when, name="when"),
    path("<uuid:public_id>/where/", question.question, {"step": "where"}, name="where"),
    path("<uuid:public_id>/centres/", centres.centres, name="centres"),
    path("<uuid:public_id>/contact/", question.question, {"step": "contact"}, name="contact"),
    path("<uuid:public_id>/check/", check.check, name="check"),
    path("<uuid:public_id>/done/", check.done, name="done"),
]
