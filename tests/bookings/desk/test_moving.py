"""Another day without dragging: chosen, looked at, decided once."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from bookings.actions import sessions
from bookings.actions.allocating import lecturers_on
from bookings.models import Duty, LectureSession
from bookings.rules import Slot
from bookings.status import RequestStatus
from lectures.models import Absence, Blackout
from lectures.zones import local
from notifications.models import OutgoingEmail
from tests.bookings.desk.pressing import done, errors, look, move, press, step_url
from tests.factories.bookings import make_request
from tests.factories.town import NOW, OFFICE, at

R = RequestStatus
TYPED = {"day": "12月24日", "starts": "13時", "place": "same"}


@pytest.fixture
def session(town):
    return make_request(town, status=R.CONFIRMED).sessions.select_related("request").get()


def words(page) -> list[str]:
    return [row.words for row in page.context["plan"].beside]


def marks(page) -> dict[int, tuple[str, str]]:
    weeks = page.context["month"].weeks
    return {cell.day.day: (cell.mark, cell.words) for week in weeks for cell in week if cell}


def test_looking_shows_before_and_after_and_the_letters_but_changes_nothing(office, session):
    before = OutgoingEmail.objects.count()

    page = look(office, "session", session, "reschedule", **TYPED)

    assert page.context["plan"].lines == (
        ("12月17日（木） 10時〜11時", "12月24日（木） 13時〜14時"),
    )
    kinds = {str(row.kind) for row in page.context["foreseen"].letters}
    assert "日時・会場変更の知らせ" in kinds
    assert OutgoingEmail.objects.count() == before
    session.refresh_from_db()
    assert f"{local(session.starts_at):%m-%d}" == "12-17"


def test_deciding_moves_it(office, session):
    done(move(office, session, **TYPED), session.request)

    session.refresh_from_db()
    assert f"{local(session.starts_at):%m-%d %H:%M}" == "12-24 13:00"


def test_a_decision_holds_only_for_what_was_looked_at(office, session):
    page = press(office, "session", session, "reschedule", decide="1", checked="other", **TYPED)

    assert page.status_code == 200
    assert "もう一度確かめてください" in page.content.decode()
    session.refresh_from_db()
    assert f"{local(session.starts_at):%m-%d}" == "12-17"


def test_a_lecturer_who_is_taken_forbids_it_and_is_named_with_the_other_session(
    office, town, session
):
    other = make_request(town, status=R.CONFIRMED, lecturers=False).sessions.get()
    slot = Slot(at("2026-12-24 13:30"), at("2026-12-24 14:30"))
    sessions.reschedule(session_id=other.pk, slot=slot, by=OFFICE, at=NOW)
    sessions.name_lecturers(
        session_id=other.pk, lecturer_ids=[town.lecturers[0].pk], by=OFFICE, at=NOW
    )

    page = look(office, "session", session, "reschedule", **TYPED)

    assert page.status_code == 422
    assert "もうほかの予定が入っています" in errors(page)[0]
    first = page.context["plan"].beside[0]
    assert (first.forbids, first.session) == (True, other)
    assert 'name="decide"' not in page.content.decode()


def test_absences_days_off_and_hours_are_warnings(office, town, session):
    lecturer = lecturers_on(session)[0]
    day = date(2026, 12, 24)
    Absence.objects.create(site=town.site, lecturer=lecturer, starts_on=day, ends_on=day)
    Absence.objects.create(site=town.site, department=town.department, starts_on=day, ends_on=day)
    Blackout.objects.create(site=town.site, reason="庁舎点検", starts_on=day, ends_on=day)

    page = look(office, "session", session, "reschedule", **TYPED)

    assert page.status_code == 200
    assert words(page)[:2] == ["田中 一郎は、その日は不在です。", "防災課は、その日は不在です。"]
    assert any("庁舎点検" in sentence for sentence in words(page))
    assert 'name="decide"' in page.content.decode()


@pytest.mark.parametrize(("opens", "warned"), [(None, True), (time(12), True), (time(18), False)])
def test_the_hours_of_a_duty_are_a_warning(office, town, session, opens, warned):
    day = date(2026, 12, 24)
    Duty.objects.create(
        site=town.site, submission_id=uuid4(), cause="election", first_on=day, last_on=day,
        from_time=opens, until_time=opens and time(21), decided_at=NOW, undo_until=NOW,
    )  # fmt: skip

    page = look(office, "session", session, "reschedule", **TYPED)

    assert any("申込条件の外です" in sentence for sentence in words(page)) is warned


def test_the_same_place_at_the_same_time_is_told(office, town, session):
    other = make_request(
        town, status=R.CONFIRMED, lecturers=False, centre_id=town.centre.pk, venue_name=""
    ).sessions.get()
    typed = {"day": "12/17", "starts": "10時半", "place": "centre", "centre": f"c{town.centre.pk}"}

    page = look(office, "session", session, "reschedule", **typed)

    assert other in [row.session for row in page.context["plan"].beside]
    assert any("同じ時間の講座があります" in sentence for sentence in words(page))


def test_a_day_is_picked_and_nothing_typed_is_lost(office, session):
    page = press(
        office, "session", session, "reschedule", pick="2026-12-22", starts="１４時", place="other",
        venue_name="桜が丘集会所",
    )  # fmt: skip

    html = page.content.decode()
    assert page.status_code == 200
    assert all(typed in html for typed in ("2026/12/22", "１４時", "桜が丘集会所"))


def test_another_month_is_shown_and_the_chosen_day_kept(office, session):
    page = press(office, "session", session, "reschedule", month="2027-01", day="12/22")

    assert page.context["month"].first == date(2027, 1, 1)
    assert 'value="12/22"' in page.content.decode()


def test_the_month_marks_days_off_and_other_appointments(office, town, session):
    lecturer = lecturers_on(session)[0]
    for lecturer in town.lecturers[:1]:
        Absence.objects.create(
            site=town.site, lecturer=lecturer,
            starts_on=date(2026, 12, 10), ends_on=date(2026, 12, 10),
        )  # fmt: skip
    Blackout.objects.create(
        site=town.site, reason="年末年始", starts_on=date(2026, 12, 28), ends_on=date(2027, 1, 4)
    )

    page = office.get(step_url("session", session, "reschedule"))

    found = marks(page)
    assert found[28] == ("×", "年末年始")
    assert found[10][0] == "△"
    assert found[11] == ("○", "重なる予定はありません")


@pytest.mark.parametrize(
    "typed",
    [
        {"pick": "x"}, {"month": "0000-13"}, {"month": "9999-12"}, {"day": "12月99日"},
        {"place": "centre", "centre": "c99999"}, {"starts": "25時"}, {"checked": "x" * 5000},
        {"day": "2020/1/1", "starts": "10時", "place": "same"},
        {"day": "0001-01-01", "starts": "0時", "place": "same", "look": "1"},
        {"day": "9999-12-31", "starts": "23時", "place": "same", "look": "1"},
        {"day": "2199-12-31", "starts": "23時", "place": "same", "look": "1"},
    ],
)  # fmt: skip
def test_nonsense_gets_a_sentence(office, session, typed):
    page = press(office, "session", session, "reschedule", **typed)
    opened = office.get(step_url("session", session, "reschedule"), typed)

    assert page.status_code in (200, 422)
    assert opened.status_code == 200


def test_the_page_costs_the_same_however_much_the_town_does(
    office, town, session, django_assert_max_num_queries
):
    many = [
        LectureSession(
            site=town.site, request=session.request, lecture=session.lecture,
            department=session.department, fiscal_year=session.fiscal_year, order=number + 2,
            starts_at=session.starts_at + timedelta(hours=number),
            ends_at=session.ends_at + timedelta(hours=number),
        )
        for number in range(150)
    ]  # fmt: skip
    LectureSession.objects.bulk_create(many)

    with django_assert_max_num_queries(45):
        office.get(step_url("session", session, "reschedule"))
