"""A centre's closing days: no page offers them, and none accepts them."""

from datetime import date, time

import pytest
from django.test import Client

from accounts.models import Role, User
from bookings.actions import answering, asking, changing, deciding, places, submitting, wishing
from bookings.actions.replies.applying import proposal_problem
from bookings.actions.sessions import Venue
from bookings.actions.submitting import RulesBroken
from bookings.desk.forms.entry import sheet
from bookings.desk.forms.waiving import waivers
from bookings.models import BookingRequest, EventNote
from bookings.rules import Slot, Wish
from bookings.status import RequestStatus, Verb
from lectures.models import Centre, CentreClosure
from lectures.roles import give_role
from tests.bookings.public.conftest import WHERE
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, GROUP, NOW, OFFICE, at, particulars

THURSDAY, FRIDAY, MONDAY = date(2026, 12, 17), date(2026, 12, 18), date(2026, 12, 21)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def thursdays(town) -> Centre:
    """The town's centre is shut on Thursdays, the day of the first wish."""
    Centre.objects.update(closed_weekdays="3")
    town.centre.refresh_from_db()
    return town.centre


@pytest.fixture
def office(site) -> Client:
    user = User.objects.create_user("clerk@city.mikagami.example", "himitsu-no-kotoba")
    give_role(user, site=site, role=Role.OFFICE)
    client = Client()
    client.force_login(user)
    return client


def cell(month, day: date):
    return next(cell for cell in month.cells if cell.day == day)


def test_the_place_is_refused_with_the_wish_the_day_the_reason_and_what_to_do(
    citizen, thursdays
) -> None:
    citizen.start()
    citizen.fill("who", "when")

    page = citizen.post("where")

    said = (
        "第1希望：12月17日（木）は、北川地域交流センターが休みです（毎週木曜日が休館日）。"
        "ほかの会場か、ほかの日をえらんでください。"
    )
    assert [link.sentence for link in page.context["links"]] == [said]
    assert text(page).count(said) == 2  # in the summary, and beside the field
    kept = BookingRequest.objects.get().typed["where"]
    assert (kept["place"], kept["booked"]) == (WHERE["place"], WHERE["booked"])


def test_another_place_goes_on(citizen, thursdays) -> None:
    Centre.objects.create(site=citizen.town.site, code="02", name="南センター", address="南1")
    citizen.start()
    citizen.fill("who", "when")

    assert citizen.post("where", place="02").status_code == 302


def test_on_the_way_back_the_month_does_not_offer_its_closed_days(citizen, thursdays) -> None:
    citizen.start()
    citizen.fill("who", "when")
    before = citizen.get("when", "?month=2026-12").context["month"]
    citizen.post("where")

    after = citizen.get("when", "?month=2026-12")

    assert cell(before, THURSDAY).can_be_asked
    assert not cell(after.context["month"], THURSDAY).can_be_asked
    assert cell(after.context["month"], FRIDAY).can_be_asked
    assert ("北川地域交流センターが休みです", "17日・24日・31日") in after.context["month"].reasons
    assert "会場をかえると、えらべる日も変わります" in text(after)


def test_a_closed_day_in_figures_is_refused_and_kept(citizen, thursdays) -> None:
    citizen.start()
    citizen.fill("who")
    citizen.post("when", wish1_day="2026-12-18")
    citizen.post("where")

    page = citizen.post("when", button="add", wish1_day="2026-12-18", typed_day="12月24日")

    assert "12月24日（木）は、北川地域交流センターが休みです" in text(page)
    assert 'value="12月24日"' in text(page)


def test_the_finder_says_on_which_of_my_days_each_place_is_shut(citizen, thursdays) -> None:
    CentreClosure.objects.create(
        site=citizen.town.site, centre=thursdays, starts_on=date(2026, 12, 5), reason="工事"
    )
    Centre.objects.update(closed_days="第3水曜日は午前だけ開きます")
    citizen.start()
    citizen.fill("who", "when")

    shown = citizen.get("centres").context["found"][0]

    assert shown.shut == ["第1希望の12月17日（木）は休みです（毎週木曜日が休館日）。"]
    assert shown.closing == ["毎週木曜日", "12月5日（土）（工事）", "第3水曜日は午前だけ開きます"]


def test_a_promised_day_on_which_the_place_is_shut_is_refused(citizen, thursdays) -> None:
    citizen.start()
    citizen.fill("who")
    citizen.post(
        "when",
        {"agreed": "yes", "agreed_day": "2026-12-17", "agreed_times": "10時〜11時", "agreed_with": "田中"},
    )  # fmt: skip

    assert "約束した日：12月17日（木）は、北川地域交流センターが休みです" in text(
        citizen.post("where")
    )


def test_what_became_shut_meanwhile_is_refused_when_it_is_sent(citizen, town) -> None:
    citizen.start()
    citizen.fill()
    Centre.objects.update(closed_weekdays="3")

    response = citizen.post("check")

    assert citizen.url("where") in response["Location"]
    assert BookingRequest.objects.get().status == RequestStatus.DRAFT


def test_an_action_refuses_it_beside_the_place_and_the_office_may_let_it_go(
    town, thursdays
) -> None:
    def enter(**more: object) -> BookingRequest:
        return submitting.enter(
            lecture_id=town.lecture.pk,
            particulars=particulars(centre_id=thursdays.pk, venue_name="", venue_address=""),
            by=OFFICE, at=NOW, **more,
        )  # fmt: skip

    with pytest.raises(RulesBroken) as broken:
        enter()
    assert [(field, problem.code) for field, problem in broken.value.problems] == [
        ("venue", "house_shut")
    ]

    row = enter(waive=["house_shut"])

    note = EventNote.objects.get(event__request=row, event__verb=Verb.SUBMITTED).text
    assert note.startswith(
        "決まりの外で受け付けました：12月17日（木）は、北川地域交流センターが休みです"
    )


def held(town, day: str = "2026-12-18", **more: object) -> BookingRequest:
    """Asked for at the town's centre, on a Friday."""
    return make_request(
        town, centre_id=town.centre.pk, venue_name="", venue_address="",
        wishes=(Wish(date.fromisoformat(day), "morning"),), **more,
    )  # fmt: skip


def moved(citizen, request: BookingRequest, **typed: str):
    page = citizen.open_page(request, "move/")
    url = f"/requests/{request.public_id}/move/"
    return citizen.client.post(url, {"version": page.context["row"].version, **typed})


def test_the_month_of_moving_follows_the_place_that_is_chosen(citizen, thursdays) -> None:
    request = held(citizen.town)
    page = citizen.open_page(request, "move/")

    other = moved(citizen, request, place="other", month="2026-12")

    assert not cell(page.context["month"], THURSDAY).can_be_asked
    assert cell(other.context["month"], THURSDAY).can_be_asked


def test_moving_to_a_day_on_which_the_place_is_shut_is_refused(citizen, thursdays) -> None:
    request = held(citizen.town)

    page = moved(
        citizen, request, place="same", send="1", wish1_day="2026-12-17", wish1_part="morning"
    )

    assert page.status_code == 422
    assert "12月17日（木）は、北川地域交流センターが休みです" in text(page)


def test_moving_to_a_place_that_is_shut_on_the_day_that_stays_is_refused(
    citizen, thursdays
) -> None:
    request = make_request(citizen.town)

    page = moved(citizen, request, place="01", booked="yes", send="1")

    assert page.status_code == 422
    assert [link.target for link in page.context["page"].links] == ["id_place_0"]


def test_moving_to_a_place_that_is_shut_on_the_day_that_is_asked_for_is_refused(
    citizen, thursdays
) -> None:
    request = make_request(citizen.town, wishes=(Wish(FRIDAY, "morning"),))
    asking.ask(
        request_id=request.pk, rank=None, by=OFFICE, at=NOW,
        slot=Slot(at("2026-12-24 10:00"), at("2026-12-24 11:00")),
    )  # fmt: skip
    request.refresh_from_db()

    with pytest.raises(RulesBroken, match="12月24日（木）は、北川地域交流センターが休みです"):
        changing.move(
            request_id=request.pk, wishes=(), venue=Venue(centre_id=thursdays.pk),
            seen=request.version, by=GROUP, at=NOW,
        )  # fmt: skip


def test_a_fixed_day_keeps_its_place_from_a_place_that_is_shut_then(town, thursdays) -> None:
    request = make_request(town, status=RequestStatus.CONFIRMED)

    with pytest.raises(RulesBroken):
        wishing.wish(
            session_id=request.sessions.get().pk, wishes=(), venue=Venue(centre_id=thursdays.pk),
            seen=request.version, by=GROUP, at=NOW,
        )  # fmt: skip
    with pytest.raises(RulesBroken):
        places.refuse_shut(Venue(centre_id=thursdays.pk), [THURSDAY])


def test_a_proposal_for_a_closed_day_waits_for_a_person(town, thursdays) -> None:
    (ask,) = asking.ask(request_id=held(town).pk, by=OFFICE, at=NOW)
    shut = Slot(at("2026-12-24 10:00"), at("2026-12-24 11:00"))

    assert "北川地域交流センターが休みです" in proposal_problem(ask, [shut], at=NOW)


def test_a_proposed_day_that_is_shut_is_no_button(citizen, thursdays) -> None:
    request = held(citizen.town)
    (ask,) = asking.ask(request_id=request.pk, by=OFFICE, at=NOW)
    slots = (
        Slot(at("2026-12-24 10:00"), at("2026-12-24 11:00")),
        Slot(at("2026-12-25 10:00"), at("2026-12-25 11:00")),
    )
    answering.counter(assignment_id=ask.pk, version=ask.version, slots=slots, by=DEPARTMENT, at=NOW)

    form = citizen.open_page(request).context["counter_form"]

    assert [words for _value, words in form.dates] == ["12月25日（金） 10時〜11時"]
    assert form.shut == ["12月24日（木） 10時〜11時（北川地域交流センターが休みです）"]


def test_the_desk_needs_a_tick_to_fix_a_closed_day(office, town, thursdays) -> None:
    request = held(town)
    url = f"/desk/requests/{request.public_id}/agreed/"
    typed = {
        "day": "12月17日", "starts": "10時", "ends": "",
        "version": office.get(url).context["booking_request"].version,
    }  # fmt: skip

    refused = office.post(url, typed)
    assert "会場の休館日でも、この日にする" in text(refused)
    request.refresh_from_db()
    assert request.status == RequestStatus.SUBMITTED

    office.post(url, {**typed, "house_shut": "on"})

    request.refresh_from_db()
    assert request.status == RequestStatus.CONFIRMED
    note = EventNote.objects.get(event__request=request, event__verb=Verb.CONFIRMED).text
    assert "毎週木曜日が休館日" in note


def test_without_the_rule_the_closed_day_would_be_fixed(town, thursdays) -> None:
    """The twin: the action itself takes what the office has decided."""
    request = held(town)

    deciding.confirm_agreed(
        request_id=request.pk, slot=Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00")),
        lecturer_ids=[], by=OFFICE, at=NOW,
    )  # fmt: skip

    assert request.sessions.get().starts_at == at("2026-12-17 10:00")


def test_the_hours_of_a_wish_do_not_matter_for_a_closed_day(citizen, thursdays) -> None:
    """An exact time is no way around."""
    citizen.start()
    citizen.fill("who")
    citizen.post("when", wish1_part="", wish1_times=f"{time(10):%H時}〜{time(11):%H時}")

    assert "第1希望：12月17日（木）は" in text(citizen.post("where"))


def test_at_the_telephone_the_box_for_closing_days_appears_and_lets_the_rule_go(
    town, thursdays
) -> None:
    typed = {
        "group_name": "寿会", "people": "25人", "kind": "seniors", "wishes": "R8.12.17 午前",
        "place": "01", "booked": "yes", "representative": "鈴木 一", "same_person": "on",
        "contact_kana": "スズキ　ハジメ", "phone": "090-1234-5678", "notify_by": "phone",
    }  # fmt: skip
    refused = sheet(town.lecture, at=NOW, data=typed)
    assert not refused.is_valid()
    assert [box.code for box in waivers(refused.forms, ())] == ["house_shut"]

    assert sheet(town.lecture, at=NOW, data=typed, waive={"house_shut"}).is_valid()
