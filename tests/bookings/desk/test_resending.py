"""The same words to a corrected address: a new mail, the register, the group's link."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts import secrets
from accounts.models import User
from bookings.actions import receiving, reminding, resending
from bookings.doctor import checks
from bookings.models import Grant, RequestEvent, WaitingReply
from lectures.models import Department
from notifications.models import OutgoingEmail
from notifications.status import State
from notifications.suppression import is_suppressed, suppress
from tests.bookings.desk.resends import BOSAI, MORNING, NEW, bounced, resend
from tests.factories.bookings import make_request
from tests.factories.replies import DEPARTMENT as DEPARTMENT_MAIL
from tests.factories.replies import asked, reply
from tests.factories.town import NOW, make_department, submitted


@pytest.fixture
def mail(town) -> OutgoingEmail:
    submitted(town)
    return bounced("group_received")


def test_the_same_words_go_to_the_new_address_as_a_new_mail(office, mail):
    page = resend(office, mail)

    new = mail.resends.get()
    assert page["Location"] == reverse("desk:mail", args=[new.public_id])
    assert (new.to_address, new.state) == (NEW, State.READY)
    assert (new.subject, new.text, new.html, new.reply_to) == (
        mail.subject,
        mail.text,
        mail.html,
        mail.reply_to,
    )
    assert new.message_id != mail.message_id
    assert new.bounce != mail.bounce


def test_it_is_written_down_and_the_old_mail_is_settled(office, mail, town):
    resend(office, mail)

    event = RequestEvent.objects.get(verb="resent")
    assert event.mails.get().mail == mail.resends.get()
    assert event.user.email == "yamada@city.mikagami.example"
    mail.refresh_from_db()
    assert mail.seen_at == NOW
    assert mail.state == State.BOUNCED
    assert list(checks(at=NOW)) == []


def test_looking_at_the_form_sends_nothing(office, mail):
    page = office.get(reverse("desk:mail-resend", args=[mail.public_id]))

    assert "同じ文のメールを、新しいメールとして送ります" in page.content.decode()
    assert mail.resends.count() == 0


def test_pressing_twice_sends_once(office, mail):
    for _time in range(2):
        resend(office, mail, also_change="on", new_link="on")

    assert mail.resends.count() == 1
    assert RequestEvent.objects.filter(verb="resent").count() == 1
    assert Grant.objects.filter(purpose="group_page", revoked_at=None).count() == 1


def test_full_width_letters_are_read(office, mail):
    resend(office, mail, "ｓａｔｏ－ｈａｎａｋｏ＠ｍａｉｌ．ｅｘａｍｐｌｅ")

    assert mail.resends.get().to_address == NEW


@pytest.mark.parametrize(
    "typed", ["", "sato", "a@b, c@d.example", "x\r\nBcc: y@z.example", "\0@a.b", "a@b.c", "a@b.1"]
)
def test_what_is_no_address_is_refused_and_stays_typed(office, mail, typed):
    page = resend(office, mail, typed)

    assert page.status_code == 422
    assert mail.resends.count() == 0


def test_the_register_is_corrected_where_the_office_wants_it(office, mail, town):
    resend(office, mail, also_change="on")

    group = mail.event_mail.event.request.group
    group.refresh_from_db()
    assert group.email == NEW


def test_the_register_stays_as_it_is_otherwise(office, mail):
    resend(office, mail)

    assert mail.event_mail.event.request.group.email == "sato@mail.example"


def opens(mail: OutgoingEmail, client) -> bool:
    link = re.search(r"/k/[a-z2-7]{52}/", secrets.fill(mail.text))[0]
    return client.get(link).status_code != 410 and not refused(client.get(link, follow=True))


def refused(page) -> bool:
    return any(template.name == "bookings/key_refused.html" for template in page.templates)


def test_a_link_that_reached_a_stranger_ends_and_the_group_gets_another(office, mail, client):
    assert opens(mail, client)

    resend(office, mail, new_link="on")

    client.cookies.clear()
    assert not opens(mail, client)
    client.cookies.clear()
    assert opens(mail.resends.get(), client)


def test_the_link_still_opens_where_nobody_else_can_have_it(office, mail, client):
    resend(office, mail)

    assert opens(mail, client)
    assert opens(mail.resends.get(), client)


def test_the_new_mail_of_an_ask_is_answered_like_the_old_one(office, town):
    ask = asked(town)
    mail = bounced("department_asked")
    ask.department.email = "bosai@city.mikagami.example"
    ask.department.save()

    resend(office, mail, "bosai@city.mikagami.example")

    new = mail.resends.get()
    assert "mailto:bosai@city.mikagami.example" in new.calendar.replace("\r\n ", "")
    assert "SEQUENCE:1" in new.calendar
    answer = reply(
        "承諾 10:00 田中",
        assignment=ask,
        sender="bosai@city.mikagami.example",
        in_reply_to=new.message_id,
        to=secrets.fill(new.reply_to),
    )
    receiving.take(answer.pk, at=NOW)
    ask.refresh_from_db()
    assert ask.state == "accepted"
    assert list(checks(at=NOW)) == []


def test_the_department_is_corrected(office, town):
    asked(town)

    resend(office, bounced("department_asked"), "bosai@city.mikagami.example", also_change="on")

    town.department.refresh_from_db()
    assert town.department.email == "bosai@city.mikagami.example"


def test_two_departments_share_a_mailbox_and_the_one_that_was_asked_is_corrected(office, town):
    asked(town)
    other = make_department(town.site, code="0400", name="環境課", email=town.department.email)

    resend(office, bounced("department_asked"), BOSAI, also_change="on")

    town.department.refresh_from_db()
    other.refresh_from_db()
    assert (town.department.email, other.email) == (BOSAI, DEPARTMENT_MAIL)


def test_a_groups_mail_never_offers_a_department(office, town, mail):
    group = mail.event_mail.event.request.group
    group.email = "new@mail.example"
    group.save()
    make_department(town.site, code="0400", name="環境課", email=mail.to_address)

    page = office.get(reverse("desk:mail-resend", args=[mail.public_id]))

    assert "also_change" not in page.content.decode()


def test_whoever_took_over_is_corrected_where_the_mail_went_to_them(office, town):
    asked(town)
    mail = bounced("department_asked")
    later = make_department(town.site, code="0401", name="危機管理課", email=mail.to_address)
    Department.objects.filter(pk=town.department.pk).update(
        email="old@city.mikagami.example", ends_on=date(2026, 11, 1), successor=later
    )

    resend(office, mail, BOSAI, also_change="on")

    later.refresh_from_db()
    assert later.email == BOSAI


def test_a_resend_that_bounced_too_is_named_instead_of_a_success(office, mail):
    resend(office, mail)
    mail.resends.update(state=State.BOUNCED, changed_at=NOW, handoff_at=NOW, sent_at=NOW)

    page = resend(office, mail)

    assert page.status_code == 422
    assert f"{NEW}へは、前に送り直しましたが、届いていません。" in page.content.decode()
    assert mail.resends.count() == 1


def test_the_link_ends_at_the_second_press_and_the_group_gets_the_new_one(office, mail, client):
    resend(office, mail)
    resend(office, mail, new_link="on")
    resend(office, mail, new_link="on")

    first, second = mail.resends.order_by("pk")
    assert not opens(first, client)
    client.cookies.clear()
    assert opens(second, client)
    assert Grant.objects.filter(purpose="group_page", revoked_at=None).count() == 1
    assert list(checks(at=NOW)) == []


def test_twin_a_done_that_does_not_look_at_keys_leaves_the_strangers_link_open(
    office, mail, client, monkeypatch
):
    monkeypatch.setattr(resending.mail_keys, "end", lambda mail, request, *, at: [])

    for new_link in ({}, {"new_link": "on"}):
        resend(office, mail, **new_link)

    assert opens(mail, client)


def test_the_register_is_corrected_at_the_second_press(office, mail):
    resend(office, mail)
    resend(office, mail, also_change="on")

    group = mail.event_mail.event.request.group
    group.refresh_from_db()
    assert group.email == NEW
    states = list(mail.resends.order_by("pk").values_list("state", flat=True))
    assert states == [State.CANCELLED, State.READY]  # with the link that confirms the address


def test_a_departments_key_that_reached_a_stranger_ends(office, town, client):
    ask = asked(town)
    mail = bounced("department_asked")
    assert opens(mail, client)  # the stranger's browser keeps its cookie
    page = reverse("answers:page", args=[ask.public_id])
    assert client.get(page).status_code == 200

    resend(office, mail, BOSAI, also_change="on", new_link="on")

    new = mail.resends.get()
    assert client.get(page).status_code == 404
    client.cookies.clear()
    assert not opens(mail, client)
    client.cookies.clear()
    assert opens(new, client)
    assert secrets.fill(mail.reply_to) != secrets.fill(new.reply_to)
    assert new.reply_to in new.calendar.replace("\r\n ", "")
    assert list(checks(at=NOW)) == []


@pytest.mark.parametrize(("ends", "state"), [(False, "accepted"), (True, "asked")])
def test_an_answer_to_the_old_address_waits_for_a_person_once_it_ended(office, town, ends, state):
    ask = asked(town)
    mail = bounced("department_asked")

    resend(office, mail, BOSAI, **({"new_link": "on"} if ends else {}))
    answer = reply("承諾 10:00 田中", assignment=ask, to=secrets.fill(mail.reply_to))
    receiving.take(answer.pk, at=NOW)

    ask.refresh_from_db()
    assert ask.state == state
    assert WaitingReply.objects.filter(inbound=answer).exists() == ends


def test_an_answer_to_the_new_address_counts(office, town):
    ask = asked(town)
    mail = bounced("department_asked")

    resend(office, mail, BOSAI, also_change="on", new_link="on")
    answer = reply(
        "承諾 10:00 田中",
        assignment=ask,
        sender=BOSAI,
        to=secrets.fill(mail.resends.get().reply_to),
    )
    receiving.take(answer.pk, at=NOW)

    ask.refresh_from_db()
    assert ask.state == "accepted"


def test_a_lecturers_key_ends_and_the_new_one_opens(office, town, client):
    town.office.lecturers_answer = True
    town.office.save()
    make_request(town, status="confirmed")
    mail = bounced("lecturer_asked")

    resend(office, mail, "tanaka-i@city.mikagami.example", new_link="on")

    assert not opens(mail, client)
    client.cookies.clear()
    assert opens(mail.resends.get(), client)


def test_a_report_key_ends_and_the_new_one_opens(office, town, client, clock_at):
    session = make_request(town, status="confirmed").sessions.get()
    reminding.want_report(session_id=session.pk, at=MORNING)
    clock_at(MORNING)
    office.force_login(User.objects.get(email="yamada@city.mikagami.example"))
    mail = bounced("department_report_wanted")

    resend(office, mail, BOSAI, new_link="on")

    assert not opens(mail, client)
    client.cookies.clear()
    assert opens(mail.resends.get(), client)


def test_the_same_address_is_a_word_that_it_works_again(office, mail, town):
    suppress(mail, reason="5.1.1", at=NOW)

    resend(office, mail, "sato@mail.example", sure="on")

    assert mail.resends.get().state == State.READY
    assert not is_suppressed("sato@mail.example", site=town.site)


@pytest.mark.parametrize(
    ("code", "typed", "gone"),
    [
        ("5.1.1", "sato@mail.example", "「sato@mail.example」は、ない"),
        ("5.1.1", "Ｓato＠mail.example", "「sato@mail.example」は、ない"),
        ("5.1.2", NEW, "「@mail.example」は、ない"),
    ],
)
def test_what_does_not_exist_is_tried_again_only_after_a_question(office, mail, code, typed, gone):
    OutgoingEmail.objects.filter(pk=mail.pk).update(last_error=code)

    page = resend(office, mail, typed)

    assert (page.status_code, mail.resends.count()) == (422, 0)
    assert gone in page.content.decode()
    assert 'name="sure"' in page.content.decode()
    resend(office, mail, typed, sure="on")
    assert mail.resends.count() == 1


@pytest.mark.parametrize(
    ("code", "typed"),
    [("5.1.1", NEW), ("5.2.2", "sato@mail.example"), ("5.1.1", "isato@mail.example")],
)
def test_no_question_where_there_is_no_doubt(office, mail, code, typed):
    OutgoingEmail.objects.filter(pk=mail.pk).update(last_error=code)
    shown = office.get(reverse("desk:mail-resend", args=[mail.public_id])).content.decode()

    resend(office, mail, typed)

    assert ('name="sure"' in shown, mail.resends.count()) == (False, 1)


def test_another_address_that_refused_us_is_not_tried_blindly(office, town):
    ask = asked(town)
    suppress(bounced("department_asked"), reason="5.1.1", at=NOW)
    mail = bounced("group_received")

    page = resend(office, mail, ask.department.email)

    assert page.status_code == 422
    assert "その宛先にも、前にメールが届きませんでした。" in page.content.decode()


@pytest.mark.parametrize("state", [State.READY, State.CANCELLED, State.EXPIRED])
def test_a_mail_that_is_on_its_way_or_was_never_to_go_is_left_alone(office, mail, state):
    OutgoingEmail.objects.filter(pk=mail.pk).update(state=state)

    page = resend(office, mail)

    assert page["Location"] == reverse("desk:mail", args=[mail.public_id])
    assert mail.resends.count() == 0


def test_a_mail_whose_time_is_over_is_not_sent(office, mail):
    OutgoingEmail.objects.filter(pk=mail.pk).update(expires_at=NOW)

    resend(office, mail)

    assert mail.resends.count() == 0
