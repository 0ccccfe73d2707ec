"""人数・連絡先・ことば: changed at once, told to whom it concerns, guarded by version."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from accounts import secrets
from bookings.actions import changing
from bookings.actions.moves import MoveNotAllowed, Stale
from bookings.desk import matters
from bookings.doctor import histories
from bookings.forms.details import details_of
from bookings.models import ApplicantGroup, BookingRequest, EventMail, Grant, RequestEvent
from bookings.status import RequestStatus, Verb
from notifications.models import OutgoingEmail
from tests.factories.bookings import group_grant, make_request
from tests.factories.town import GROUP, NOW, particulars, submitted


def text(response) -> str:
    return response.content.decode()


def posted(citizen, request, **changes):
    """The form as it stands, with some fields retyped."""
    page = citizen.open_page(request, "details/")
    typed = {**details_of(request), "version": page.context["row"].version, **changes}
    return citizen.client.post(f"/requests/{request.public_id}/details/", typed)


def mails(kind: str) -> list[str]:
    return list(EventMail.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_the_number_of_people_changes_at_once_and_the_department_hears(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    answer = posted(citizen, request, people="３０人")

    assert answer["Location"] == f"/requests/{request.public_id}/"
    request.refresh_from_db()
    assert (request.people, request.status) == (30, RequestStatus.CONFIRMED)
    assert len(mails("department_amended")) == 1
    department = OutgoingEmail.objects.get(kind="department_amended")
    assert "人数：25 → 30" in department.text
    assert mails("office_group_changed") == ["office"]
    assert mails("group_amended") == ["group"]
    assert list(histories.checks()) == []


def test_how_the_group_gets_its_mail_is_not_the_departments_business(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)

    posted(citizen, request, email="new@mail.example")

    assert mails("department_amended") == []
    assert mails("office_group_changed") == ["office"]


def test_a_new_address_proves_itself_and_the_old_one_hears_of_it_without_a_link(citizen) -> None:
    request = make_request(citizen.town)

    posted(citizen, request, email="new@mail.example")

    group = ApplicantGroup.objects.get(pk=request.group_id)
    assert group.email_confirmed_at is None
    assert request.grants.filter(purpose=Grant.Purpose.MAIL, revoked_at__isnull=True).exists()
    sent = {row.to_address: row.text for row in OutgoingEmail.objects.filter(kind="group_amended")}
    assert set(sent) == {"new@mail.example", "sato@mail.example"}
    assert "/k/" in sent["new@mail.example"]
    assert "/k/" not in sent["sato@mail.example"]


def confirming_links(address: str) -> list[str]:
    """Where the newest mail to that address leads to the button 「届きました」."""
    mail = OutgoingEmail.objects.filter(to_address=address).latest("pk")
    tokens = re.findall(r"/k/([a-z2-7]{52})/", secrets.fill(mail.text))
    grants = {token: Grant.objects.of_token(token) for token in tokens}
    return [f"/k/{token}/" for token, grant in grants.items() if grant and grant.purpose == "mail"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_mail_to_a_new_address_carries_the_button_that_confirms_it(citizen, language) -> None:
    request = make_request(citizen.town)
    ApplicantGroup.objects.update(language=language)
    posted(citizen, request, email="new@mail.example")
    (link,), browser = confirming_links("new@mail.example"), Client()

    page = browser.get(link, follow=True)
    assert "それから、担当の課に聞きます" in text(page)
    browser.post(page.request["PATH_INFO"])

    assert ApplicantGroup.objects.get(pk=request.group_id).email_confirmed_at == NOW
    assert list(matters.new_requests(at=NOW)) == [request]
    assert confirming_links("sato@mail.example") == []


@pytest.mark.parametrize("status", [RequestStatus.ASKING, RequestStatus.CONFIRMED])
def test_once_a_department_was_asked_nobody_says_that_it_waits_for_the_button(
    citizen, status
) -> None:
    request = make_request(citizen.town, status=status)

    posted(citizen, request, email="new@mail.example")

    (link,) = confirming_links("new@mail.example")
    mail = OutgoingEmail.objects.get(kind="group_amended", to_address="new@mail.example")
    assert "聞かずに待っています" not in mail.text
    assert "担当の課に聞きます" not in text(Client().get(link, follow=True))


def test_a_new_contact_at_an_unconfirmed_address_is_waited_for_all_the_same(citizen) -> None:
    request = submitted(citizen.town, confirmed=False)
    (before,) = confirming_links("sato@mail.example")

    posted(citizen, request, new_contact="yes", representative="山本 次郎")

    assert list(BookingRequest.objects.unconfirmed()) == [request]
    assert list(matters.new_requests(at=NOW)) == []
    assert Client().get(before).status_code == 404
    (now,) = confirming_links("sato@mail.example")
    assert Client().get(now).status_code == 302


def test_without_that_key_it_would_be_new_although_nobody_confirmed(citizen, monkeypatch) -> None:
    """The twin."""
    request = submitted(citizen.town, confirmed=False)
    monkeypatch.setattr(changing, "want_confirmation", lambda row, *, at: None)

    posted(citizen, request, new_contact="yes", representative="山本 次郎")

    assert list(matters.new_requests(at=NOW)) == [request]


def test_a_new_contact_at_a_confirmed_address_is_asked_for_no_button(citizen) -> None:
    request = make_request(citizen.town)

    posted(citizen, request, new_contact="yes", representative="山本 次郎")

    assert confirming_links("sato@mail.example") == []
    assert list(matters.new_requests(at=NOW)) == [request]


def test_who_changes_it_all_day_long_is_asked_to_phone_and_loses_nothing(citizen) -> None:
    request = make_request(citizen.town)
    for people in range(10, 16):
        assert posted(citizen, request, people=str(people)).status_code == 302

    answer = posted(citizen, request, people="30", remarks="急ぎ")

    assert answer.status_code == 422
    assert "きょうは何度も変えた" in text(answer)
    assert "急ぎ" in text(answer)
    assert RequestEvent.objects.filter(verb=Verb.AMENDED).count() == 6


def test_when_the_contact_is_somebody_else_old_links_end_and_this_browser_goes_on(citizen) -> None:
    request = make_request(citizen.town)
    old = group_grant(request).token

    answer = posted(
        citizen, request, new_contact="yes", representative="山本 次郎", email="ji@mail.example"
    )

    assert Client().get(f"/k/{old}/").status_code == 404
    assert citizen.client.get(answer["Location"]).status_code == 200
    new = request.grants.get(purpose="group_page", revoked_at__isnull=True)
    assert Client().get(f"/k/{new.token}/").status_code == 302


def test_without_the_revocation_the_old_link_would_still_open(citizen, monkeypatch) -> None:
    """The twin: what ending the keys is for."""
    monkeypatch.setattr(changing, "renew_page_key", lambda *rows, **at: None)
    request = make_request(citizen.town)
    old = group_grant(request).token

    posted(citizen, request, new_contact="yes", representative="山本 次郎")

    assert Client().get(f"/k/{old}/").status_code == 302


def test_nothing_changed_tells_nobody(citizen) -> None:
    request = make_request(citizen.town)

    assert posted(citizen, request).status_code == 302

    assert RequestEvent.objects.filter(verb=Verb.AMENDED).count() == 0


def test_the_same_change_twice_is_one_change(citizen) -> None:
    request = make_request(citizen.town)
    page = citizen.open_page(request, "details/")
    typed = {**details_of(request), "version": page.context["row"].version, "people": "30"}
    url = f"/requests/{request.public_id}/details/"

    assert citizen.client.post(url, typed).status_code == 302
    assert citizen.client.post(url, typed).status_code == 302

    assert RequestEvent.objects.filter(verb=Verb.AMENDED).count() == 1


def test_who_changes_an_old_page_sees_what_happened_and_loses_nothing(citizen) -> None:
    request = make_request(citizen.town)
    citizen.open_page(request)
    url = f"/requests/{request.public_id}/details/"

    answer = citizen.client.post(url, {**details_of(request), "version": "0", "remarks": "急ぎ"})

    assert answer.status_code == 422
    assert "申込みのようすが変わりました" in text(answer)
    assert "急ぎ" in text(answer)


@pytest.mark.parametrize("seen", ["", "x", "-1", "９", "9" * 40])
def test_a_version_that_is_none_is_an_old_page(citizen, seen) -> None:
    request = make_request(citizen.town)
    citizen.open_page(request)

    answer = citizen.client.post(
        f"/requests/{request.public_id}/details/",
        {**details_of(request), "version": seen, "people": "30"},
    )

    assert answer.status_code == 422


def test_too_few_people_are_refused_with_the_offices_number(citizen) -> None:
    request = make_request(citizen.town)

    answer = posted(citizen, request, people="2")

    assert answer.status_code == 422
    assert "0000-00-0000" in text(answer)
    request.refresh_from_db()
    assert request.people == 25


def test_a_group_without_mail_changes_its_number_and_nobody_is_mailed(citizen) -> None:
    group = replace(particulars().group, notify_by="phone", email="")
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED, group=group)

    posted(citizen, request, phone="090-0000-0002")

    assert ApplicantGroup.objects.get(pk=request.group_id).phone == "09000000002"
    assert mails("group_amended") == []
    assert list(histories.checks()) == []


@pytest.mark.parametrize(
    "status",
    [RequestStatus.NEEDS_CHANGE, RequestStatus.CLOSED, RequestStatus.REFUSED, "withdrawn"],
)
def test_where_it_is_over_or_waits_for_a_correction_there_is_no_such_page(citizen, status) -> None:
    request = make_request(citizen.town, status=status)

    answer = citizen.open_page(request, "details/")

    assert answer["Location"] == f"/requests/{request.public_id}/"
    with pytest.raises(MoveNotAllowed):
        changing.amend(
            request_id=request.pk, facts={"people": 30}, seen=request.version, by=GROUP, at=NOW
        )


def test_the_action_itself_refuses_an_old_version(citizen) -> None:
    request = make_request(citizen.town)

    with pytest.raises(Stale):
        changing.amend(
            request_id=request.pk, facts={"people": 30}, seen=request.version - 1, by=GROUP, at=NOW
        )


def test_what_no_database_takes_is_dropped_from_the_number(citizen) -> None:
    request = make_request(citizen.town)

    posted(citizen, request, phone="090-0000\x00-0002")

    group = ApplicantGroup.objects.get(pk=request.group_id)
    assert (group.phone, group.phone_as_typed) == ("09000000002", "090-0000-0002")


def test_care_is_added_later_and_who_arranges_it_is_asked(citizen) -> None:
    request = make_request(citizen.town, status=RequestStatus.CONFIRMED)
    url = f"/requests/{request.public_id}/details/"
    version = citizen.open_page(request, "details/").context["row"].version
    typed = {**details_of(request), "version": version, "care": "sign_language"}

    refused = citizen.client.post(url, typed)
    sent = citizen.client.post(url, {**typed, "care_by": "city"})

    assert "だれが用意するかをえらんでください" in refused.content.decode()
    assert sent.status_code == 302
    request.refresh_from_db()
    assert (request.care, request.care_by) == (["sign_language"], "city")
    assert "配慮：なし → 手話通訳" in EventMail.objects.get(kind="office_group_changed").mail.text
    assert list(matters.supports_to_settle(at=NOW)) == [request]
