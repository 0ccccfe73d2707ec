"""What the pages say is true at that moment."""

import pytest

from bookings.actions import answering
from bookings.models import Assignment
from bookings.status import Reason, RequestStatus
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, NOW


def text(page) -> str:
    return page.content.decode()


def test_when_nobody_is_asked_any_more_the_office_is_looking(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.ASKING)
    assert "担当の課に聞いています" in text(citizen.open_page(request))

    ask = Assignment.objects.get()
    answering.decline(
        assignment_id=ask.pk, version=ask.version, by=DEPARTMENT, at=NOW,
        reason=Reason.LECTURER_BUSY,
    )  # fmt: skip

    page = citizen.open_page(request)
    assert page.context["words"].heading == "事務局で調整しています"
    assert "担当の課に聞いています" not in text(page)


@pytest.mark.parametrize(
    ("moment", "state"), [("2026-11-30 10:00", "later"), ("2026-12-17 08:00", "here")]
)
def test_the_day_of_the_lecture_is_here_only_on_that_day(citizen, clock_at, moment, state) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    clock_at(moment)

    points = citizen.open_page(request).context["points"]

    assert [point.state for point in points if point.words == "講座の日"] == [state]


def test_a_kind_that_was_left_open_is_not_shown_as_chosen(citizen) -> None:
    citizen.start()
    citizen.fill()

    rows = {row.name: row.lines for row, _url in citizen.get("check").context["rows"]}

    assert rows["団体の種類"] == ("えらんでいません",)
    assert rows["電話"] == ("090-0000-0001",)


def test_a_day_of_another_year_names_its_year(citizen) -> None:
    citizen.start()
    citizen.fill("who")

    page = citizen.post("when", {"typed_day": "2020/12/17"}, button="add")

    assert "2020年12月17日（木）はもうすぎました" in text(page)
