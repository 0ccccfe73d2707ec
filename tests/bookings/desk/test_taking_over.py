"""One click gives the work of a department that ended without a successor to another one."""

from datetime import date

import pytest
from django.urls import reverse

from bookings import doctor
from bookings.actions import supporting, taking_over, turning
from bookings.actions.allocating import lecturers_on
from bookings.actions.moves import Refused
from bookings.rules import Slot
from bookings.status import AssignmentState, RequestStatus, Support
from lectures import reorganising
from lectures.models import Department, Lecturer
from lectures.reorganising import Change, Fate
from notifications.models import OutgoingEmail
from tests.bookings.replying import taken
from tests.factories.bookings import make_request
from tests.factories.replies import asked
from tests.factories.town import NOW, OFFICE, at, make_department

TODAY, DAY = date(2026, 11, 22), date(2026, 12, 1)
FUKUSHI = "fukushi@city.mikagami.example"
BEFORE, AFTER = at("2026-11-30 10:00"), at("2026-12-02 10:00")


@pytest.fixture
def heir(town) -> Department:
    return make_department(town.site, code="0401", name="福祉課", email=FUKUSHI)


@pytest.fixture
def session(town):
    return make_request(town, status=RequestStatus.CONFIRMED).sessions.get()


def end(code: str = "0305") -> Department:
    reorganising.reorganise([Change(Fate.END, code)], day=DAY, today=TODAY)
    return Department.objects.get(code=code)


def hand_over(old: Department, heir: Department, moment=AFTER) -> list[OutgoingEmail]:
    """The mails of the click."""
    before = OutgoingEmail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    taking_over.take_over(department_id=old.pk, successor_id=heir.pk, by=OFFICE, at=moment)
    return list(OutgoingEmail.objects.filter(pk__gt=before).order_by("pk"))


def test_what_was_accepted_keeps_its_date_and_lecturer_and_the_successor_hears(session, heir):
    old = end()

    (mail,) = hand_over(old, heir)

    assert (mail.kind, mail.to_address) == ("lecturer_invited", FUKUSHI)
    assert ("福祉課 ご担当さま" in mail.text, "田中 一郎" in mail.text) == (True, True)
    assert mail.calendar_method == "REQUEST"
    session.refresh_from_db()
    assert (session.state, session.starts_at) == ("planned", at("2026-12-17 10:00"))
    assert [row.name for row in lecturers_on(session)] == ["田中 一郎"]
    assert {row.name for row in Lecturer.objects.of(heir, on=DAY)} == {"田中 一郎", "鈴木 花"}
    assert turning.cares(at=AFTER) == []
    assert list(doctor.checks(at=AFTER)) == []


def test_what_was_asked_is_asked_anew_and_the_successor_answers(town, heir):
    ask = asked(town)
    old = end()

    (mail,) = hand_over(old, heir)

    assert (mail.kind, mail.to_address) == ("department_asked", FUKUSHI)
    ask.refresh_from_db()
    assert (ask.asked_at, ask.reminded_at) == (AFTER, None)
    outcome = taken("承諾 10:00 鈴木", ask, sender=FUKUSHI, moment=at("2026-12-02 11:00"),
                    pulled=at("2026-12-02 11:01"))  # fmt: skip
    assert (outcome.kind, ask.state) == ("accept", AssignmentState.ACCEPTED)
    assert list(doctor.checks(at=at("2026-12-02 12:00"))) == []


def test_several_matters_of_one_request_are_all_told(session, town, heir):
    slot = Slot(session.starts_at, session.ends_at)
    supporting.ask_support(
        request_id=session.request_id, support=Support.SIGN_LANGUAGE,
        department_id=town.department.pk, slot=slot, by=OFFICE, at=NOW,
    )  # fmt: skip
    old = end()

    mails = hand_over(old, heir)

    assert [(mail.kind, mail.to_address) for mail in mails] == [
        ("lecturer_invited", FUKUSHI), ("department_support_asked", FUKUSHI),
    ]  # fmt: skip
    assert list(doctor.checks(at=AFTER)) == []


def test_before_the_end_nobody_is_told_yet_and_the_table_is_taken_back_as_a_whole(session, heir):
    old = end()

    assert hand_over(old, heir, BEFORE) == []
    assert turning.cares(at=BEFORE) == []
    assert reorganising.planned(today=TODAY) == [(DAY, [(old, heir)])]
    reorganising.undo(day=DAY, today=TODAY)

    old.refresh_from_db()
    assert (old.ends_on, old.successor) == (None, None)
    assert [row.name for row in Lecturer.objects.of(old, on=DAY).order_by("pk")] == [
        "田中 一郎", "鈴木 花",
    ]  # fmt: skip


def test_one_that_was_absorbed_by_what_ended_comes_along(session, town, heir):
    third = make_department(town.site, code="0402", name="文化課", email="b@city.mikagami.example")
    reorganising.reorganise(
        [Change(Fate.MERGE, "0305", successor="0402")], day=date(2026, 11, 25), today=TODAY
    )
    end("0402")
    (care,) = turning.cares(at=AFTER)
    assert (care.orphans, care.ended) == ((town.department,), (third,))

    (mail,) = hand_over(third, heir)

    assert mail.to_address == FUKUSHI
    assert turning.cares(at=AFTER) == []


@pytest.mark.parametrize("code", ["0305", "0402"])
def test_itself_or_one_that_is_not_there_cannot_take_over(session, town, code):
    make_department(town.site, code="0402", name="文化課", email="b@city.mikagami.example")
    old = end()
    Department.objects.filter(code="0402").update(ends_on=date(2026, 11, 30))

    with pytest.raises(Refused, match="その日にある、ほかの課"):
        hand_over(old, Department.objects.get(code=code))


# On the desk


def press(office, old: Department, code: str):
    page = reverse("desk:turn-take-over", args=[old.public_id])
    return office.post(page, {"successor": code}, follow=True).content.decode()


@pytest.fixture
def later(office, town, clock_at):
    clock_at(AFTER)
    return office


def test_the_office_presses_once_and_a_second_time_is_told_so(later, session, heir):
    old = end()
    shown = later.get(reverse("desk:turn")).content.decode()

    pages = [press(later, old, "0401") for _time in range(2)]

    assert ("防災課を引き継ぐ課" in shown, '<option value="0401">福祉課' in shown) == (True, True)
    assert "防災課の仕事は、福祉課が引き継ぎます。" in pages[0]
    assert "引き継ぐ課のないもの" not in pages[0]
    assert "引き継ぐ課がもうあります" in pages[1]
    assert OutgoingEmail.objects.filter(to_address=FUKUSHI).count() == 1


@pytest.mark.parametrize("code", ["", "9999", "\x00", "0305"])
def test_nothing_that_is_chosen_wrongly_changes_anything(later, session, heir, code):
    old = end()

    assert "えらんでください" in press(later, old, code)

    old.refresh_from_db()
    assert old.successor is None
