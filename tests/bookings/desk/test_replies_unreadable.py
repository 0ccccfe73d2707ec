"""A person's press that has a mail read again, while our own reader stumbles over it."""

import pytest

from bookings.actions import queue
from bookings.actions.moves import Refused
from bookings.actions.replies import hearing
from bookings.models import Answer, WaitingReply
from lectures.models import DepartmentMember, Lecturer
from tests.bookings.desk.waiting import decide, page_of
from tests.bookings.replying import LATER, waiting
from tests.factories.replies import DEPARTMENT
from tests.factories.town import OFFICE


@pytest.fixture
def broken(monkeypatch):
    """From now on the reader raises at every mail."""
    return lambda: monkeypatch.setattr(hearing.answers, "read", lambda text, *, context: 1 / 0)


def unchanged(entry: WaitingReply) -> bool:
    before = (entry.why, entry.decision, entry.assignment.state)
    entry.refresh_from_db()
    rows = (DepartmentMember.objects.count(), Answer.objects.count())
    return (entry.why, entry.decision, entry.assignment.state, *rows) == (*before, 0, 0)


@pytest.mark.parametrize(
    ("text", "sender", "decision", "typed"),
    [
        ("承諾", "new@city.mikagami.example", "trust", {"name": "新人 三郎"}),
        ("承諾 山本", DEPARTMENT, "register", {"name": "山本 次郎", "kana": ""}),
    ],
)
def test_a_press_that_reads_again_what_cannot_be_read_says_so_and_does_nothing(
    office, ask, broken, text, sender, decision, typed
):
    entry = waiting(text, ask, sender=sender)
    broken()

    page = decide(office, entry, decision, **typed)

    assert (page.status_code, unchanged(entry)) == (422, True)
    assert "機械で読み直そうとして、うまくいきませんでした" in page.content.decode()
    assert not Lecturer.objects.filter(name="山本 次郎").exists()


def test_a_mail_whose_stored_meaning_cannot_be_read_is_shown_and_not_applied(office, ask, caplog):
    entry = waiting("承諾 10:30 山本", ask)
    WaitingReply.objects.update(understood={"kind": "accept", "words": "秘密"})

    page = office.get(page_of(entry))
    with pytest.raises(Refused, match="返事を読み取れませんでした"):
        queue.apply_understood(waiting_id=entry.pk, by=OFFICE, at=LATER)

    assert (page.status_code, unchanged(entry)) == (200, True)
    assert "秘密" not in caplog.text
