"""The PDF of a closed year: printed later it says the same on every page, and lists the amendments."""

import io
import re

import pytest
from pypdf import PdfReader

from bookings.actions.reporting import Numbers
from bookings.counting.folding import fold_all
from bookings.models import LectureSession
from bookings.status import SessionState
from bookings.yearbook import printing
from lectures.models import Category, Department, FiscalYear, Lecture
from tests.bookings.counting import closings
from tests.factories.town import at, make_town

LATER = at("2027-06-01 10:00")
MADE = re.compile(r"作成：.*")
LISTED = "締めたあとの訂正"


@pytest.fixture
def session(site, clock_at) -> LectureSession:
    """One of three that were held in the year; the year is closed."""
    clock_at(closings.SPRING)
    town = make_town(site)
    held = [closings.held(town, at(f"2026-{month}-03 10:00")) for month in ("09", "10", "12")]
    closings.aimed(town)
    closings.closed()
    return held[0]


def printed(*, moment) -> tuple[list[str], list[bytes]]:
    """The words of each page, without when it was made, and how each looks."""
    report = printing.report_of(2026, at=moment)
    pages = PdfReader(io.BytesIO(printing.pdf_of(report))).pages
    return [MADE.sub("", page.extract_text()) for page in pages], printing.pictures_of(report)


def much_happens(session: LectureSession) -> None:
    """A correction, another year's sessions, and new names for what the year was counted by."""
    closings.tell(
        session, numbers=Numbers(35, 0, 60), by=closings.at_desk("名簿で数え直しました"), at=LATER
    )
    other = LectureSession.objects.exclude(pk=session.pk).order_by("pk")[0]
    copied = other.starts_at.replace(year=2027, month=5)
    year, _made = FiscalYear.objects.get_or_create(year=2027, defaults={"site_id": other.site_id})
    LectureSession.objects.create(
        site_id=other.site_id, request=other.request, lecture=other.lecture, order=9,
        department=other.department, fiscal_year=year, state=SessionState.DELIVERED,
        starts_at=copied, ends_at=copied + (other.ends_at - other.starts_at), venue_name="集会所",
    )  # fmt: skip
    Department.objects.update(name="危機管理課")
    Category.objects.update(name="くらし")
    Lecture.objects.update(title="新しい題")
    fold_all(at=LATER)


def test_the_reprint_is_the_first_print_and_the_listed_amendments(session):
    words, pictures = printed(moment=closings.SPRING)

    much_happens(session)
    words_now, pictures_now = printed(moment=LATER)

    assert len(words) == len(pictures) == len(words_now) == len(pictures_now) > 3
    assert words_now[:-1] == words[:-1]
    assert pictures_now[1:-1] == pictures[1:-1]  # the first says when it was made
    head, _heading, none = words[-1].partition(LISTED)
    head_now, _heading, listed = words_now[-1].partition(LISTED)
    assert head_now == head
    assert "訂正はありません。" in none
    assert f"{session.request.reference}" in listed
    assert "実施済 1回、23人" in listed
    assert "実施済 1回、35人" in listed
    assert "訂正はありません。" not in listed


def test_at_the_same_moment_it_is_the_same_file(session):
    first, again = (printing.pdf_of(printing.report_of(2026, at=LATER)) for _time in "12")

    assert first == again


def test_without_the_kept_tables_it_would_say_other_numbers(session, monkeypatch):
    words, _pictures = printed(moment=closings.SPRING)
    much_happens(session)

    monkeypatch.setattr(printing, "standing", lambda year: None)  # the twin
    assert printed(moment=LATER)[0][:-1] != words[:-1]
