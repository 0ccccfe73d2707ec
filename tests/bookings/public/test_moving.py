"""日にち・会場: before a date is fixed at once; a fixed date is kept until the department answers."""

from datetime import date, time

import pytest
from django.test import Client

from bookings import keys
from bookings.actions import changing, sessions, wishing
from bookings.actions.moves import Refused
from bookings.desk import matters
from bookings.doctor import allocations, histories
from bookings.models import Assignment, ChangeWish, EventMail, LectureSession, RequestEvent
from bookings.rules import Slot, Wish
from bookings.status import AssignmentState, RequestStatus, SessionState, Verb
from tests.factories.bookings import make_request
from tests.factories.town import DEPARTMENT, GROUP, NOW, OFFICE, Town, at, make_lecturer

ANOTHER = {"wish1_day": "2026-12-22", "wish1_part": "", "wish1_times": "14時〜15時"}
SAME = {"place": "same", "other_name": "", "other_address": ""}
HALL = {
    "place": "other", "other_name": "北町ホール", "other_address": "みかがみ市北町1-1",
    "booked": "yes",
}  # fmt: skip
DAY = (Wish(date(2026, 12, 24), "morning"),)


def text(response) -> str:
    return response.content.decode()


def posted(citizen, request, path: str, **typed):
    page = citizen.open_page(request, path)
    assert page.status_code == 200
    version = page.context["row"].version
    url = f"/requests/{request.public_id}/{path}"
    return citizen.client.post(url, {"version": version, "send": "1", **typed})


def wished(town: Town, *, slot_day: tuple = DAY, venue=None) -> tuple[LectureSession, ChangeWish]:
    request = make_request(town, status=RequestStatus.CONFIRMED)
    session = request.sessions.get()
    wish = wishing.wish(
        session_id=session.pk, wishes=slot_day, venue=venue, seen=request.version, by=GROUP, at=NOW
    )
    return session, wish


def breaches() -> list[str]:
    return [*histories.checks(), *allocations.checks()]


# Before a date is fixed.


def test_before_anybody_is_asked_the_wishes_change_at_once(citizen) -> None:
    request = make_request(citizen.town)

    posted(citizen, request, "move/", **ANOTHER, **HALL)

    request.refresh_from_db()
    assert [row.day for row in request.wishes.all()] == [date(2026, 12, 22)]
    assert (request.venue_name, request.status) == ("北町ホール", RequestStatus.SUBMITTED)
    assert EventMail.objects.filter(kind="office_group_changed").count() == 1


def test_the_hours_of_the_old_place_do_not_bind_the_new_one(citizen) -> None:
    request = make_request(
        citizen.town, usable_from=time(13), usable_until=time(16, 30),
        wishes=(Wish(date(2026, 12, 17), "afternoon"),),
    )  # fmt: skip

    answer = posted(
        citizen, request, "move/",
        wish1_day="2026-12-22", wish1_part="morning", place="01", other_name="", other_address="",
        booked="no",
    )  # fmt: skip

    assert answer.status_code == 302, answer.context["form"].errors
    request.refresh_from_db()
    assert (request.centre, request.usable_from, request.usable_until) == (
        citizen.town.centre, None, None,
    )  # fmt: skip
    assert [(row.day, row.part) for row in request.wishes.all()] == [
        (date(2026, 12, 22), "morning")
    ]


@pytest.mark.parametrize("status", [RequestStatus.ASKING, RequestStatus.PROPOSING])
def test_who_was_asked_already_is_asked_anew_for_the_new_day(citizen, status) -> None:
    request = make_request(citizen.town, status=status)

    posted(citizen, request, "move/", **ANOTHER, **SAME)

    before, now = request.assignments.order_by("pk")
    assert (before.state, now.state) == (AssignmentState.RECALLED, AssignmentState.ASKED)
    assert now.starts_at == at("2026-12-22 14:00")
    request.refresh_from_db()
    assert request.status == RequestStatus.ASKING
    assert breaches() == []


def test_another_place_alone_asks_anew_for_the_same_time(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.ASKING)
    asked = request.assignments.get()

    posted(citizen, request, "move/", **HALL)

    now = Assignment.objects.latest("pk")
    assert (now.starts_at, now.rank) == (asked.starts_at, 1)
    assert now.pk != asked.pk


def test_the_page_says_beforehand_what_happens(citizen) -> None:
    fresh = make_request(citizen.town)
    asked = make_request(citizen.town, status=RequestStatus.ASKING)
    fixed = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    assert "送るとすぐに変わります" in text(citizen.open_page(fresh, "move/"))
    assert "新しい希望でもう一度聞きます" in text(citizen.open_page(asked, "move/"))
    page = text(citizen.open_page(fixed, "move/1/"))
    assert "返事があるまで、いまの日時と会場はそのままです" in page
    assert "12月17日（木） 10時〜11時" in page


def test_a_day_that_the_rules_refuse_stands_beside_its_field(citizen) -> None:
    request = make_request(citizen.town)

    answer = posted(citizen, request, "move/", wish1_day="2026-11-24", wish1_part="morning", **SAME)

    assert answer.status_code == 422
    assert answer.context["form"].errors["wish1_day"]
    assert 'value="2026-11-24"' in text(answer)


def test_neither_a_day_nor_a_place_is_asked_back(citizen) -> None:
    request = make_request(citizen.town)

    answer = posted(citizen, request, "move/", **SAME)

    assert "変えたい日か、変えたい会場をえらんでください" in text(answer)


def test_days_are_pressed_typed_raised_and_removed_without_losing_the_place(citizen) -> None:
    request = make_request(citizen.town)
    url = f"/requests/{request.public_id}/move/"
    citizen.open_page(request)

    page = citizen.client.post(url, {**HALL, "day": "2026-12-22"})
    page = citizen.client.post(
        url, {**HALL, "wish1_day": "2026-12-22", "typed_day": "12/24", "add": "1"}
    )

    body = text(page)
    assert 'value="2026-12-22"' in body
    assert 'value="2026-12-24"' in body
    assert "北町ホール" in body
    page = citizen.client.post(
        url, {**HALL, "wish1_day": "2026-12-22", "wish2_day": "2026-12-24", "up": "2"}
    )
    assert [place.typed_day for place in page.context["places"]][:2] == ["2026-12-24", "2026-12-22"]
    page = citizen.client.post(
        url, {**HALL, "wish1_day": "2026-12-22", "wish2_day": "2026-12-24", "remove": "1"}
    )
    assert [place.typed_day for place in page.context["places"]] == ["2026-12-24", "", ""]
    assert RequestEvent.objects.filter(verb=Verb.AMENDED).count() == 0


def test_the_same_press_twice_asks_once(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.ASKING)
    version = request.version
    said = {"request_id": request.pk, "wishes": DAY, "venue": None, "seen": version}

    changing.move(**said, by=GROUP, at=NOW)
    changing.move(**said, by=GROUP, at=NOW)

    assert request.assignments.count() == 2


# A date that stands.


def test_a_fixed_date_is_kept_while_the_department_is_asked(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    posted(citizen, request, "move/1/", **ANOTHER, **SAME)

    session = request.sessions.get()
    assert (session.state, session.starts_at) == (SessionState.PLANNED, at("2026-12-17 10:00"))
    mail = EventMail.objects.get(kind="department_change_wanted").mail
    assert "第1希望：12月22日（火） 14時〜15時" in mail.text
    page = citizen.open_page(request)
    assert "返事があるまで、いまの日時のままです" in str(page.context["words"].sentence)
    assert list(matters.change_wishes(at=NOW)) == [request]
    assert breaches() == []


def department(town: Town, wish: ChangeWish) -> tuple[Client, str]:
    client = Client()
    grant = wish.assignment.grants.get(purpose="answer")
    address = client.get(f"/k/{grant.token}/")["Location"]
    assert keys.path_of(grant) == address
    return client, f"{address}change/"


def test_the_department_says_yes_on_its_page_and_everybody_hears(citizen) -> None:
    session, wish = wished(citizen.town)
    client, url = department(citizen.town, wish)
    assert "団体から、変更の希望があります" in text(client.get(url.removesuffix("change/")))
    assert "12月24日（木）" in text(client.get(url))

    assert client.post(url, {"wish": wish.public_id, "choice": "1"}).status_code == 302

    session.refresh_from_db()
    assert session.starts_at == at("2026-12-24 10:00")
    kinds = set(EventMail.objects.values_list("kind", flat=True))
    assert {"group_rescheduled", "department_session_changed"} <= kinds
    assert list(matters.change_wishes(at=NOW)) == []
    assert breaches() == []


def test_another_place_goes_to_session_and_request(citizen) -> None:
    venue = sessions.Venue(name="北町ホール", address="みかがみ市北町1-1")
    session, wish = wished(citizen.town, slot_day=(), venue=venue)
    session.refresh_from_db()
    assert session.venue_name == "桜が丘公民館"

    wishing.grant(wish_id=wish.pk, rank=1, by=DEPARTMENT, at=NOW)

    session.refresh_from_db()
    assert (session.venue_name, session.starts_at) == ("北町ホール", at("2026-12-17 10:00"))
    assert session.request.venue_name == "北町ホール"


def test_no_leaves_the_date_and_tells_the_group_without_the_departments_words(citizen) -> None:
    session, wish = wished(citizen.town)
    client, url = department(citizen.town, wish)

    client.post(url, {"wish": wish.public_id, "choice": "keep", "words": "その日は議会です"})

    session.refresh_from_db()
    assert session.starts_at == at("2026-12-17 10:00")
    mail = EventMail.objects.get(kind="group_change_kept").mail
    assert "12月17日（木） 10時〜11時" in mail.text
    page = text(citizen.open_page(session.request))
    assert "議会" not in mail.text + page
    assert "変更はできませんでした" in page
    assert RequestEvent.objects.get(verb=Verb.CHANGE_KEPT).note.text == "その日は議会です"
    assert breaches() == []


def test_nothing_chosen_is_asked_back(citizen) -> None:
    _session, wish = wished(citizen.town)
    client, url = department(citizen.town, wish)

    answer = client.post(url, {"wish": wish.public_id, "words": "うーん"})

    assert answer.status_code == 422
    assert "うかがえる日時か、「変えられない」をえらんでください" in text(answer)
    assert "うーん" in text(answer)


def test_a_lecturer_who_is_taken_then_cannot_be_moved_there(citizen) -> None:
    other = make_request(
        citizen.town, status=RequestStatus.CONFIRMED,
        wishes=(Wish(date(2026, 12, 24), "morning"),),
    )  # fmt: skip
    make_lecturer(citizen.town.department, name="佐々木 三郎")
    session, wish = wished(citizen.town)
    client, url = department(citizen.town, wish)

    answer = client.post(url, {"wish": wish.public_id, "choice": "1"})

    assert answer.status_code == 422
    session.refresh_from_db()
    wish.refresh_from_db()
    assert (session.starts_at, wish.state) == (at("2026-12-17 10:00"), ChangeWish.State.OPEN)
    assert other.sessions.get().starts_at == at("2026-12-24 10:00")


def test_the_group_takes_its_wish_back(citizen) -> None:
    session, wish = wished(citizen.town)
    citizen.open_page(session.request)

    for _press in range(2):
        citizen.client.post(f"/requests/{session.request.public_id}/drop/")

    wish.refresh_from_db()
    assert wish.state == ChangeWish.State.DROPPED
    assert RequestEvent.objects.filter(verb=Verb.CHANGE_DROPPED).count() == 1
    assert EventMail.objects.filter(kind="department_amended").count() == 1
    assert breaches() == []


def test_one_wish_at_a_time(citizen) -> None:
    session, _wish = wished(citizen.town)
    session.request.refresh_from_db()

    assert citizen.open_page(session.request, "move/1/").status_code == 302
    with pytest.raises(Refused):
        wishing.wish(
            session_id=session.pk, wishes=DAY, venue=None, seen=session.request.version,
            by=GROUP, at=NOW,
        )  # fmt: skip


def test_when_the_office_moves_the_date_the_wish_is_overtaken(citizen) -> None:
    session, wish = wished(citizen.town)
    slot = Slot(at("2026-12-25 10:00"), at("2026-12-25 11:00"))
    sessions.reschedule(session_id=session.pk, slot=slot, by=OFFICE, at=NOW)

    with pytest.raises(Refused):
        wishing.grant(wish_id=wish.pk, rank=1, by=DEPARTMENT, at=NOW)

    client, url = department(citizen.town, wish)
    assert client.get(url).status_code == 302
    session.request.refresh_from_db()
    assert citizen.open_page(session.request, "move/1/").status_code == 200


def test_a_department_without_the_key_answers_nothing(citizen) -> None:
    _session, wish = wished(citizen.town)
    url = f"/answers/{wish.assignment.public_id}/change/"

    assert Client().post(url, {"choice": "1"}).status_code == 404
    wish.refresh_from_db()
    assert wish.state == ChangeWish.State.OPEN


def test_the_same_answer_twice_is_one_answer(citizen) -> None:
    _session, wish = wished(citizen.town)

    for _press in range(2):
        wishing.grant(wish_id=wish.pk, rank=1, by=DEPARTMENT, at=NOW)

    assert RequestEvent.objects.filter(verb=Verb.RESCHEDULED).count() == 1


def test_the_office_answers_in_the_departments_stead(citizen, site) -> None:
    from accounts.models import SiteRole, User
    from tests.bookings.desk.pressing import done, press

    user = User.objects.create_user("yamada@city.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    office = Client()
    office.force_login(user)
    session, _wish = wished(citizen.town)

    done(press(office, "request", session.request, "change-wish", choice="1"), session.request)

    session.refresh_from_db()
    assert session.starts_at == at("2026-12-24 10:00")
