"""講師 田中: one line that names who goes, to an ask that was accepted without a name.

Read like 承諾 田中 to the time that stands, with all its doubts: what says more than names, or a
name that is not one lecturer's alone, goes to a person.
"""

import re
from datetime import datetime

from bookings import answers
from bookings.actions import hosting, sessions
from bookings.actions.allocating import Clash
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.replies.hearing import Heard, context_of
from bookings.actions.replies.standing import BEFORE_IT, moved_since
from bookings.actions.replies.waits import Stop, Waits, Why
from bookings.answers import Accept, AnswerContext, Unclear, Understood
from bookings.answers.newtext import new_lines
from bookings.models import Assignment, LectureSession
from bookings.status import Way
from notifications.inbox import reading
from notifications.models import InboundEmail

_BY_NAME = re.compile(r"^(?:派遣|担当)?(?:講師|うかがう人|伺う人)(?:は|\s|:|名|者)")


def name(
    inbound: InboundEmail, assignment: Assignment, heard: Heard, *, at: datetime
) -> LectureSession | Waits | None:
    """The session whose lecturers the mail has named; None: it does not try to.

    For a proven sender on the department's list only; the caller has made sure of that.
    """
    session = sessions.session_of_answer(assignment)
    if session is None or heard.way != Way.EMAIL:
        return None
    if hosting.staying_on(session, assignment.department):
        return None
    said = _said(inbound, assignment, heard, at=at)
    if isinstance(said, Unclear) and said.unknown_names:
        return Waits(Stop(Why.UNKNOWN_LECTURER, said.sentence), assignment, said)
    if not isinstance(said, Accept) or not said.lecturer_ids or not _keeps_time(said, assignment):
        return None
    if moved_since(session, inbound, said_at=heard.said_at):
        return Waits(BEFORE_IT, assignment, said)
    by = By(Actor.DEPARTMENT, Way.EMAIL)
    try:
        return sessions.name_by_mail(assignment, lecturer_ids=said.lecturer_ids, by=by, at=at)
    except Clash as refusal:
        return Waits(Stop(Why.CLASH, refusal.sentence), assignment, said)
    except Refused as refusal:
        return Waits(Stop(Why.UNCLEAR, refusal.sentence), assignment, said)


def read_names(text: str, *, context: AnswerContext) -> Understood | None:
    """A text with one line 講師 …, understood as if 承諾 stood before it; None: no such line."""
    lines = new_lines(text, sent_text=context.sent_text)
    naming = [line for line in lines if _BY_NAME.match(line.plain)]
    if len(naming) != 1 or naming[0].doubtful or text.count(naming[0].raw) != 1:
        return None
    return answers.read(
        text.replace(naming[0].raw, f"承諾 {naming[0].raw.strip()}"), context=context
    )


def _said(
    inbound: InboundEmail, assignment: Assignment, heard: Heard, *, at: datetime
) -> Understood:
    """承諾 田中 sent again with the name counts as well."""
    if isinstance(heard.understood, Accept) and heard.understood.lecturer_ids:
        return heard.understood
    text = reading.text_of(bytes(inbound.raw or b""))
    return read_names(text, context=context_of(assignment, at=at)) or heard.understood


def _keeps_time(said: Accept, assignment: Assignment) -> bool:
    return said.rank in (None, assignment.rank) and said.starts_at in (None, assignment.starts_at)
