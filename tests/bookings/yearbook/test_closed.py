"""The report of a closed year: as it was printed then, with what was amended since."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.counting.folding import fold_all
from bookings.models import LectureSession
from bookings.yearbook import printing
from bookings.yearbook.closed import amendments_of
from lectures.models import Category, Lecture
from tests.bookings.counting import closings
from tests.factories.town import at, make_town

LATER = at("2027-06-01 10:00")


@pytest.fixture
def town(site, clock_at):
    clock_at(closings.SPRING)
    return make_town(site)


def test_the_tables_stay_and_what_changed_is_listed(town):
    session = closings.held(town, at("2026-12-03 10:00"))
    closings.aimed(town)
    closings.closed()
    then = printing.report_of(2026, at=closings.SPRING)

    LectureSession.objects.filter(pk=session.pk).update(state="planned")
    fold_all(at=LATER)
    today = printing.report_of(2026, at=LATER)

    assert today.tables[:-1] == then.tables[:-1]
    assert then.tables[-1].rows == ()
    assert [row[2:] for row in today.tables[-1].rows] == [
        (
            "2026-12-03",
            "実施済 1回、23人",
            "予定",
            "実施済→予定、23人→0人、いろいろな年代→分からない",
        )
    ]
    assert "に締めた数です。" in today.notes[1]
    assert printing.pages_in(printing.pdf_of(today)) > 1


@pytest.mark.parametrize("folded", [True, False])
def test_what_moved_from_one_row_to_another_is_said_at_once(town, folded):
    """On paper one must see what makes the tables of then those of today."""
    session = closings.held(town, at("2026-12-03 10:00"))
    closings.aimed(town)
    closings.closed()

    other = Category.objects.create(site=town.site, name="環境")
    Lecture.objects.filter(pk=session.lecture_id).update(category=other)
    if folded:
        fold_all(at=LATER)
    [row] = printing.report_of(2026, at=LATER).tables[-1].rows

    assert row[0] == ("2027-06-01" if folded else "－")
    assert row[3:] == ("実施済 1回、23人", "実施済 1回、23人", f"{town.lecture.category}→環境")


def test_the_list_asks_as_many_questions_for_one_as_for_three(town):
    counts = []
    for number in (1, 3):
        for day in range(number):
            closings.held(town, at(f"2026-12-{number * 5 + day:02} 10:00"))
    closing = closings.closed()
    for number in (1, 3):
        first = LectureSession.objects.order_by("pk").values_list("pk", flat=True)[:number]
        LectureSession.objects.filter(pk__in=list(first)).update(state="planned")
        fold_all(at=LATER)
        with CaptureQueriesContext(connection) as asked:
            assert len(amendments_of(closing, on=LATER.date()).rows) == number
        counts.append(len(asked))
    assert counts[0] == counts[1]
