"""もう一度申し込む: first who the contact is; old links end where they must; the rest is filled in."""

from datetime import date

import pytest
from django.test import Client

from bookings.actions import renewing
from bookings.actions.moves import MoveNotAllowed
from bookings.models import BookingRequest, RequestEvent
from bookings.status import REQUEST_ENDS, RequestStatus, Verb
from lectures.models import FiscalYear, Lecture
from tests.factories.bookings import group_grant, make_request
from tests.factories.town import GROUP, NOW, submitted


def text(response) -> str:
    return response.content.decode()


def pressed(citizen, request, changed: str):
    citizen.open_page(request)
    return citizen.client.post(f"/requests/{request.public_id}/again/", {"changed": changed})


def draft_of(answer) -> BookingRequest:
    return BookingRequest.objects.get(public_id=answer["Location"].split("/")[2])


@pytest.mark.parametrize("status", sorted(REQUEST_ENDS))
def test_from_every_end_everything_but_the_days_is_filled_in(citizen, status) -> None:
    request = make_request(citizen.town, status=status)

    answer = pressed(citizen, request, "no")

    draft = draft_of(answer)
    assert draft.status == RequestStatus.DRAFT
    assert draft.typed["who"]["group_name"] == "桜が丘自治会"
    assert draft.typed["contact"]["phone"] == "0000000001"
    assert "when" not in draft.typed
    page = text(citizen.client.get(answer["Location"]))
    assert "桜が丘自治会" in page


def test_the_same_contact_keeps_the_old_links(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED)
    old = group_grant(request).token

    pressed(citizen, request, "no")

    assert Client().get(f"/k/{old}/").status_code == 302


def test_with_a_new_contact_the_old_links_end_and_names_are_typed_anew(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED, remarks="車いすの人がいます")
    earlier = make_request(citizen.town, status=RequestStatus.WITHDRAWN)
    going_on = submitted(citizen.town)
    links = {row: group_grant(row).token for row in (request, earlier, going_on)}

    draft = draft_of(pressed(citizen, request, "yes"))

    assert draft.typed["contact"] == {"questions": "", "remarks": "車いすの人がいます"}
    opened = {row.pk: Client().get(f"/k/{token}/").status_code for row, token in links.items()}
    assert opened == {request.pk: 404, earlier.pk: 404, going_on.pk: 302}


def test_all_requests_whose_links_end_are_locked_in_the_order_of_their_numbers(
    citizen, monkeypatch
) -> None:
    """So that two who press at once do not wait for each other in a circle."""
    earlier = make_request(citizen.town, status=RequestStatus.WITHDRAWN)
    request = make_request(citizen.town, status=RequestStatus.CLOSED)
    later = make_request(citizen.town, status=RequestStatus.WITHDRAWN)
    held, lock = [], renewing.locked
    monkeypatch.setattr(renewing, "locked", lambda pk: held.append(pk) or lock(pk))

    pressed(citizen, request, "yes")

    assert held == [earlier.pk, request.pk, later.pk]


def test_who_holds_the_old_cookie_is_out_too(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED)

    pressed(citizen, request, "yes")

    assert citizen.client.get(f"/requests/{request.public_id}/").status_code == 404


def test_without_ending_the_keys_the_old_contact_would_read_on(citizen, monkeypatch) -> None:
    """The twin."""
    monkeypatch.setattr(renewing, "renew_page_key", lambda row, *, at: None)
    request = make_request(citizen.town, status=RequestStatus.CLOSED)
    old = group_grant(request).token

    pressed(citizen, request, "yes")

    assert Client().get(f"/k/{old}/").status_code == 302


def test_another_group_of_the_same_name_is_left_alone(citizen) -> None:
    from dataclasses import replace

    from tests.factories.town import particulars

    request = make_request(citizen.town, status=RequestStatus.CLOSED)
    theirs = make_request(
        citizen.town, status=RequestStatus.WITHDRAWN,
        group=replace(particulars().group, phone="0000000009", email="other@mail.example"),
    )  # fmt: skip
    link = group_grant(theirs).token

    pressed(citizen, request, "yes")

    assert Client().get(f"/k/{link}/").status_code == 302


def test_the_question_comes_first(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED)
    citizen.open_page(request)

    answer = citizen.client.post(f"/requests/{request.public_id}/again/", {})

    assert answer.status_code == 422
    assert "連絡する人がかわったか、かわっていないかをえらんでください" in text(answer)
    assert BookingRequest.objects.filter(status=RequestStatus.DRAFT).count() == 0


def test_over_the_years_turn_the_lecture_that_continues_is_asked_for(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED)
    old = citizen.town.lecture
    year = FiscalYear.objects.create(site=citizen.town.site, year=2027)
    new = Lecture.objects.create(
        site=citizen.town.site, fiscal_year=year, number="4-01", title="新しい防災マップ",
        minutes=60, category=old.category, department=old.department, continued_from=old,
    )  # fmt: skip
    Lecture.objects.filter(pk=old.pk).update(accepting=False)
    assert "新しい防災マップ" in text(citizen.open_page(request, "again/"))

    assert draft_of(pressed(citizen, request, "no")).lecture == new


def test_a_lecture_that_nobody_gives_any_more_says_so(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED)
    Lecture.objects.update(accepting=False)

    page = citizen.open_page(request, "again/")
    answer = citizen.client.post(f"/requests/{request.public_id}/again/", {"changed": "no"})

    for response in (page, answer):
        assert "いま申込みを受け付けていません" in text(response)
    assert BookingRequest.objects.filter(status=RequestStatus.DRAFT).count() == 0


def test_the_draft_becomes_a_request_with_a_day_and_a_promise(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED)
    answer = pressed(citizen, request, "no")
    citizen.draft_id = answer["Location"].split("/")[2]

    citizen.post("who")
    citizen.post("when", wish1_day="2026-12-24")
    citizen.post("where")
    citizen.post("contact")
    citizen.post("check")

    made = BookingRequest.objects.get(public_id=citizen.draft_id)
    assert made.status == RequestStatus.SUBMITTED
    assert made.wishes.get().day == date(2026, 12, 24)
    assert made.group_id != request.group_id


def test_an_open_request_is_not_asked_for_again(citizen) -> None:
    request = make_request(citizen.town)

    assert citizen.open_page(request, "again/").status_code == 302
    with pytest.raises(MoveNotAllowed):
        renewing.begin_again(
            request_id=request.pk, typed={}, new_contact=False, language="ja", by=GROUP, at=NOW
        )


def test_looking_begins_nothing_and_the_key_is_needed(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED)

    citizen.open_page(request, "again/")
    Client().post(f"/requests/{request.public_id}/again/", {"changed": "yes"})

    assert RequestEvent.objects.filter(verb=Verb.ASKED_ANEW).count() == 0
