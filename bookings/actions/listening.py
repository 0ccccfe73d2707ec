"""聞いた人のアンケート: anybody with the sheet's address answers; the office reads the words first.

An answer is no event: nobody can be named for it, and a hall of people would fill the history.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import By, MoveNotAllowed, Refused, locked_session, record
from bookings.actions.surveying import Marks
from bookings.models import AudienceAnswer, AudienceTally, LectureSession, audience
from bookings.status import SessionState, Verb

Tallies = Mapping[tuple[str, int], int]  # (question, mark): how many sheets


@transaction.atomic
def answer(*, session_id: int, marks: Marks, at: datetime, words: str = "") -> AudienceAnswer:
    """One listener's. Refused: not begun, or over."""
    session = LectureSession.objects.get(pk=session_id)
    if not audience.is_open(session, at=at):
        raise MoveNotAllowed(_("このアンケートは、いまは受け付けていません。"))
    return AudienceAnswer.objects.create(
        site_id=session.site_id,
        session=session,
        understood=marks.understood,
        useful=marks.useful,
        words=words.strip(),
        at=at,
    )


@transaction.atomic
def read(*, answer_id: int, reading: str) -> AudienceAnswer:
    """The office has read the words: others may see them, or nobody does."""
    row = AudienceAnswer.objects.select_for_update().get(pk=answer_id)
    if reading not in (AudienceAnswer.Reading.SHOWN, AudienceAnswer.Reading.KEPT):
        raise Refused(_("見せるか見せないかを、えらんでください。"))
    row.reading = reading
    row.save(update_fields=["reading"])
    return row


@transaction.atomic
def erase_words(*, answer_id: int) -> AudienceAnswer:
    """A name or a telephone number, say: the marks stay."""
    row = AudienceAnswer.objects.select_for_update().get(pk=answer_id)
    row.words, row.reading = "", AudienceAnswer.Reading.KEPT
    row.save(update_fields=["words", "reading"])
    return row


@transaction.atomic
def tally(*, session_id: int, counts: Tallies, by: By, at: datetime) -> None:
    """What the office counted on sheets of paper, in place of what it counted before.

    A question that `counts` does not name stays as it was.
    """
    request, session = locked_session(session_id)
    if session.state != SessionState.DELIVERED:
        raise Refused(_("「実施済」になってから、入れられます。"))
    rows = AudienceTally.objects.filter(session=session, question__in={key[0] for key in counts})
    before = {(row.question, row.mark): row.count for row in rows}
    after = {key: count for key, count in counts.items() if count}
    if after == before:
        return
    rows.delete()
    AudienceTally.objects.bulk_create(
        AudienceTally(
            site_id=session.site_id, session=session, question=question, mark=mark, count=count
        )
        for (question, mark), count in sorted(after.items())
    )
    record(request, verb=Verb.AUDIENCE_TALLIED, by=by, at=at, session=session)
