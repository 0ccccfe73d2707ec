"""数のちがう報告: two people counted otherwise; both stand until the office says which counts."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from bookings import doctor
from bookings.actions import reporting, settling
from bookings.actions.moves import Actor, By, Refused
from bookings.actions.reporting import Numbers
from bookings.counting import year_count
from bookings.desk.attention import matters_now
from bookings.models import DifferingReports, RequestEvent, SessionReport
from bookings.status import RequestStatus, Verb, Way
from tests.bookings.desk.pressing import done, errors, press
from tests.factories.bookings import make_request
from tests.factories.town import OFFICE, at

MORNING = at("2026-12-18 09:00")
BY_MAIL = By(Actor.LECTURER, Way.EMAIL)
ON_PAGE = By(Actor.DEPARTMENT, Way.WEB)


@pytest.fixture
def office(town, clerk, clock_at) -> Client:
    clock_at(MORNING)
    client = Client()
    client.force_login(clerk)
    return client


@pytest.fixture
def session(town):
    return make_request(town, status=RequestStatus.CONFIRMED).sessions.get()


def say(session, adults: int, *, by: By = ON_PAGE, **more) -> SessionReport:
    numbers = Numbers(adults=adults, children=0, minutes=60)
    return reporting.report(session_id=session.pk, numbers=numbers, by=by, at=MORNING, **more)


def two_differ(session, town) -> None:
    say(session, 20, by=BY_MAIL, lecturer=town.lecturers[0])
    say(session, 25, words="名簿で数えました")


def waits() -> list[tuple[str, int]]:
    return [(str(row.sentence), row.count) for row in matters_now(at=MORNING)]


def table(page) -> list[list[str]]:
    """Adults, who and words of each report on the request's page."""
    soup = BeautifulSoup(page.content, "html.parser")
    rows = soup.find("caption", string="実施の報告（新しい順）").parent.select("tbody tr")
    return [
        [row.th.get_text(" ", strip=True).partition(" ")[2].partition(" ")[2]]
        + [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in rows
    ]


def test_both_stand_side_by_side_and_the_newest_counts(office, session, town):
    two_differ(session, town)
    page = office.get(reverse("desk:request", args=[session.request.public_id]))

    assert table(page) == [
        ["いま数えている", "25", "0", "60", "担当課 ウェブ", "名簿で数えました"],
        ["数がちがう", "20", "0", "60", "講師 田中 一郎 メールの文", "－"],
    ]
    assert ("数のちがう報告がある講座", 1) in waits()
    assert year_count(2026, at=MORNING).people == 25


def test_what_came_on_paper_is_a_third_one(office, session, town):
    two_differ(session, town)
    page = press(
        office,
        "session",
        session,
        "report",
        adults="24",
        children="0",
        minutes="60",
        way="fax",
        words="",
    )
    done(page, session.request)
    form = office.get(reverse("desk:session-step", args=[session.public_id, "settle"])).context[
        "form"
    ]

    assert [version for version, _words in form.fields["counts"].choices] == [3, 2, 1]
    assert "大人24人、子ども0人、60分（講師 ファックス 入力 山田" in str(
        form.fields["counts"].choices[0][1]
    )


def test_the_office_says_which_counts(office, session, town):
    two_differ(session, town)
    done(
        press(office, "session", session, "settle", counts="1", words="会場の記録と同じです"),
        session.request,
    )

    newest = SessionReport.objects.latest("version")
    event = RequestEvent.objects.latest("pk")
    assert (newest.version, newest.adults, newest.way) == (3, 20, "desk")
    assert (event.verb, event.note.text) == (Verb.REPORT_SETTLED, "会場の記録と同じです")
    assert DifferingReports.objects.count() == 0
    assert [words for words, _count in waits() if "ちがう報告" in words] == []
    assert year_count(2026, at=MORNING).people == 20
    assert list(doctor.checks(at=MORNING)) == []


def test_nothing_chosen_says_what_to_do(office, session, town):
    two_differ(session, town)
    page = press(office, "session", session, "settle", words="わけ")

    assert errors(page) == ["どの報告で数えるかをえらんでください。"]
    assert (page.status_code, "わけ" in page.content.decode()) == (422, True)


def test_the_same_numbers_from_two_are_no_difference(session, town):
    say(session, 20, by=BY_MAIL, lecturer=town.lecturers[0])
    say(session, 20)

    assert (SessionReport.objects.count(), DifferingReports.objects.count()) == (2, 0)


def test_who_corrects_their_own_number_is_not_at_odds_with_themselves(session):
    say(session, 20)
    say(session, 22)

    assert DifferingReports.objects.count() == 0


def test_a_correction_that_agrees_ends_the_difference(session, town):
    two_differ(session, town)
    say(session, 25, by=BY_MAIL, lecturer=town.lecturers[0])

    assert DifferingReports.objects.count() == 0


def test_a_new_number_after_the_decision_is_a_new_difference(session, town):
    two_differ(session, town)
    settling.settle(session_id=session.pk, version=1, by=OFFICE, at=MORNING)
    say(session, 26)

    assert DifferingReports.objects.count() == 1


def test_what_is_settled_cannot_be_settled_again(session, town):
    two_differ(session, town)
    settling.settle(session_id=session.pk, version=1, by=OFFICE, at=MORNING)

    with pytest.raises(Refused, match="もうちがっていません"):
        settling.settle(session_id=session.pk, version=2, by=OFFICE, at=MORNING)


def test_without_the_comparison_the_later_number_would_win_in_silence(session, town, monkeypatch):
    monkeypatch.setattr(reporting, "compare", lambda session, at: False)
    two_differ(session, town)

    assert [words for words, _count in waits() if "ちがう報告" in words] == []


def test_whoever_reports_is_told_kindly_that_another_counted_otherwise(
    client, session, town, clock_at
):
    clock_at(MORNING)
    say(session, 20, by=BY_MAIL, lecturer=town.lecturers[0])
    grant = reporting.report_grant(session, lecturer=None, at=MORNING)
    address = client.get(f"/k/{grant.token}/").headers["Location"]
    told = client.post(address, {"adults": "25", "children": "0", "minutes": "60"}, follow=True)

    assert "ほかの方からも報告が届いていて、数がちがいます。" in told.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_report_as_for_three(
    office, session, town, django_assert_max_num_queries, count
):
    for number in range(count):
        say(session, 20 + number, by=BY_MAIL if number % 2 else ON_PAGE)
    address = reverse("desk:request", args=[session.request.public_id])
    office.get(address)
    with django_assert_max_num_queries(45) as seen:
        office.get(address)
    queries.setdefault("page", len(seen.captured_queries))

    assert len(seen.captured_queries) == queries["page"]


queries: dict[str, int] = {}
