"""The report of a closed year: as it was printed then, with what was amended since."""

import pytest

from bookings.counting.folding import fold_all
from bookings.models import LectureSession
from bookings.yearbook import printing
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
        ("2026-12-03", "実施済 1回、23人", "予定")
    ]
    assert "に締めた数です。" in today.notes[1]
    assert printing.pages_in(printing.pdf_of(today)) > 1
