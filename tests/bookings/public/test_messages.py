"""Words between a group and the office: both ways, on record, and never a department's."""

import pytest
from django.test import Client

from bookings.actions import answering, noting, talking
from bookings.actions.answering import Said
from bookings.actions.moves import Actor, By, Refused
from bookings.desk import matters
from bookings.models import EventMail, RequestEvent, Telling
from bookings.public.messages import READY
from bookings.status import RequestStatus, Verb, Way
from notifications.models import OutgoingEmail
from tests.factories.bookings import make_request
from tests.factories.town import GROUP, NOW, OFFICE, at

ANSWER = "車は2台とめられます。"


def text(response) -> str:
    return response.content.decode()


def write(citizen, request, **typed):
    citizen.open_page(request)
    return citizen.client.post(f"/requests/{request.public_id}/messages/", typed)


def waiting() -> list[int]:
    return list(matters.group_messages(at=NOW).values_list("pk", flat=True))


def test_what_a_group_writes_reaches_the_office_and_its_list(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    answer = write(citizen, request, words="いすは足りますか。")

    assert answer["Location"].endswith("/messages/?sent=1")
    mail = OutgoingEmail.objects.get(kind="office_group_wrote")
    assert "いすは足りますか。" in mail.text
    assert waiting() == [request.pk]
    page = text(citizen.open_page(request))
    assert "いすは足りますか。" in page
    assert "事務局に書きました" in page


def test_prepared_questions_are_asked_by_ticking_alone(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    write(citizen, request, asked=["parking", "weather"], words="")

    said = RequestEvent.objects.get(verb=Verb.WROTE).note.text
    assert said.splitlines() == [f"・{READY['parking']}", f"・{READY['weather']}"]


def test_an_empty_message_is_asked_back(citizen) -> None:
    request = make_request(citizen.town)

    answer = write(citizen, request, words="  ")

    assert answer.status_code == 422
    assert "質問をえらぶか、ことばを書いてください" in text(answer)
    assert RequestEvent.objects.filter(verb=Verb.WROTE).count() == 0


def test_a_double_click_is_one_message(citizen) -> None:
    request = make_request(citizen.town)

    write(citizen, request, words="同じことば")
    write(citizen, request, words="同じことば")

    assert RequestEvent.objects.filter(verb=Verb.WROTE).count() == 1


def test_after_an_answer_the_same_words_are_a_new_message(citizen) -> None:
    request = make_request(citizen.town)
    talking.write(request_id=request.pk, words="どうなりましたか", by=GROUP, at=NOW)
    talking.reply(request_id=request.pk, words="もうすこしお待ちください", by=OFFICE, at=NOW)

    talking.write(request_id=request.pk, words="どうなりましたか", by=GROUP, at=NOW)

    assert RequestEvent.objects.filter(verb=Verb.WROTE).count() == 2
    assert waiting() == [request.pk]


def test_the_answer_comes_by_mail_and_stands_on_the_page(citizen) -> None:
    request = make_request(citizen.town)
    talking.write(request_id=request.pk, words="車は何台ですか", by=GROUP, at=NOW)

    talking.reply(request_id=request.pk, words=ANSWER, by=OFFICE, at=NOW)

    tie = EventMail.objects.get(kind="group_reply")
    assert tie.mail.to_address == "sato@mail.example"
    assert ANSWER in tie.mail.text
    assert ANSWER in text(citizen.open_page(request))
    assert waiting() == []


def test_a_group_without_mail_is_called_with_the_answer(citizen) -> None:
    from dataclasses import replace

    from tests.factories.town import particulars

    group = replace(particulars().group, notify_by="phone", email="")
    request = make_request(citizen.town, group=group)

    talking.reply(request_id=request.pk, words=ANSWER, by=OFFICE, at=NOW)

    assert ANSWER in Telling.objects.get(kind="group_reply").sentence


@pytest.mark.parametrize("way", [Way.PHONE, Way.COUNTER])
def test_a_conversation_by_telephone_answers_too_but_a_note_does_not(citizen, way) -> None:
    request = make_request(citizen.town)
    talking.write(request_id=request.pk, words="質問です", by=GROUP, at=NOW)
    noting.note(request_id=request.pk, words="あとで調べる", by=OFFICE, at=NOW)
    assert waiting() == [request.pk]

    noting.told(request_id=request.pk, by=By(Actor.OFFICE, way), at=NOW, words="話した")

    assert waiting() == []
    assert "話した" not in text(citizen.open_page(request))


def test_what_a_department_asks_the_office_is_not_the_groups_to_read(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.ASKING)
    answering.question(
        assignment_id=request.assignments.get().pk,
        by=By(Actor.DEPARTMENT, Way.WEB),
        at=at("2026-11-23 09:00"),
        said=Said(words="この団体は前にも来ましたか"),
    )

    page = text(citizen.open_page(request)) + text(citizen.open_page(request, "messages/"))

    assert "前にも来ましたか" not in page


def test_the_office_answers_from_the_requests_page(citizen, site) -> None:
    from accounts.models import SiteRole, User
    from tests.bookings.desk.pressing import done, press

    user = User.objects.create_user("yamada@city.example", "a-long-password")
    SiteRole.objects.create(site=site, user=user, role=SiteRole.Role.OFFICE)
    office = Client()
    office.force_login(user)
    request = make_request(citizen.town)
    talking.write(request_id=request.pk, words="車は何台ですか", by=GROUP, at=NOW)
    page = office.get(f"/desk/requests/{request.public_id}/reply/")
    assert "車は何台ですか" in text(page)

    done(press(office, "request", request, "reply", words=ANSWER), request)

    assert RequestEvent.objects.get(verb=Verb.REPLIED).user == user


def test_a_request_that_is_over_can_still_be_asked_about(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CLOSED)

    write(citizen, request, words="資料をもう一部ほしいです")

    assert waiting() == [request.pk]


def test_more_than_ten_an_hour_are_too_many(citizen) -> None:
    request = make_request(citizen.town)
    for number in range(10):
        assert write(citizen, request, words=f"{number}").status_code == 302

    answer = write(citizen, request, words="まだあります")

    assert "続けて何度も送られた" in text(answer)
    assert "まだあります" in text(answer)


def test_nothing_is_written_for_a_draft(citizen) -> None:
    draft = make_request(citizen.town, status=RequestStatus.DRAFT)

    with pytest.raises(Refused):
        talking.write(request_id=draft.pk, words="x", by=GROUP, at=NOW)


def test_only_the_key_opens_it(citizen) -> None:
    request = make_request(citizen.town)
    url = f"/requests/{request.public_id}/messages/"

    assert Client().get(url).status_code == 404
    assert Client().post(url, {"words": "x"}).status_code == 404
    assert RequestEvent.objects.filter(verb=Verb.WROTE).count() == 0
