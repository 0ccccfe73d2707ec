"""One step for what came on paper: each part that was typed is kept by its own action."""

from bookings.actions import listening, reporting, surveying
from bookings.desk.forms.paper_in import PapersForm
from bookings.desk.steps.step import Heard
from bookings.models import LectureSession


def keep(session: LectureSession, form: PapersForm, heard: Heard) -> None:
    """All or nothing. Refused, by whichever part cannot be kept."""
    data = form.cleaned_data
    if form.numbers is not None:
        reporting.report(
            session_id=session.pk,
            numbers=form.numbers,
            by=heard.from_lecturer(form),
            at=heard.at,
            words=data["words"],
            lecturer=form.reporter,
        )
    if form.marks is not None:
        surveying.answer(
            session_id=session.pk,
            marks=form.marks,
            by=heard.from_group(form),
            at=heard.at,
            words=data["group_words"],
        )
    if form.tallies is not None:
        listening.tally(session_id=session.pk, counts=form.tallies, by=heard.office, at=heard.at)
