"""The record of all mails: what is found, what it says, and that its length costs nothing."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import secrets
from bookings.actions import receiving, sessions
from bookings.actions.reporting import report_grant
from bookings.desk.views import mails as views
from bookings.doctor import checks
from bookings.emails import facts
from bookings.models import EventMail
from notifications import mime
from notifications.inbox.receiving import receive
from notifications.models import InboundEmail, OutgoingEmail
from notifications.status import State
from tests.factories.bookings import make_request
from tests.factories.replies import FORGED, asked, raw_reply, reply, reply_address
from tests.factories.town import NOW, OFFICE, make_department, submitted


def log(office, query: str = "") -> str:
    page = office.get(f"/desk/mails/{query}")
    assert page.status_code == 200
    return page.content.decode()


def put(kind: str, state: str, **fields) -> OutgoingEmail:
    mails = OutgoingEmail.objects.filter(kind=kind)
    mails.update(state=state, handoff_at=NOW, sent_at=NOW, changed_at=NOW, **fields)
    return mails.get()


def search(office, words: str):
    return office.post(reverse("desk:mail-search"), {"words": words}, follow=True)


def test_mails_out_and_in_stand_in_one_list(office, town):
    ask = asked(town)
    mail = reply("承諾 10:00 田中", assignment=ask, subject="回答です")
    receiving.take(mail.pk, at=NOW)

    page = log(office)

    assert "回答です" in page
    assert "bousai@city.mikagami.example" in page
    assert "受付の知らせ" in page
    assert "承諾" in page


def test_why_a_mail_did_not_arrive_is_said_in_plain_words(office, town):
    submitted(town)
    mail = put(
        "group_received", State.BOUNCED, last_error="5.2.2", smtp_reply="552 5.2.2 over quota"
    )

    assert "相手のメールボックスがいっぱいです。" in log(office, "?show=undelivered")
    page = office.get(reverse("desk:mail", args=[mail.public_id])).content.decode()
    assert "届きませんでした" in page
    assert "電話で知らせ、メールを整理してもらったら" in page


def test_a_mail_in_trouble_stands_on_the_page_of_its_request(office, town):
    booking_request = submitted(town)
    put("group_received", State.BOUNCED, last_error="5.1.1")

    page = office.get(reverse("desk:request", args=[booking_request.public_id])).content.decode()

    assert "団体へのメール「受付の知らせ」が届いていません。その宛先はありません。" in page


def test_the_list_of_things_to_do_leads_to_the_mails_in_trouble(office, town):
    submitted(town)
    put("group_received", State.BOUNCED)

    assert "/desk/mails/?show=open" in office.get("/desk/").content.decode()


def test_automatic_mails_are_found_by_themselves(office, town):
    ask = asked(town)
    reply(
        "不在です。", assignment=ask, subject="自動応答", headers={"Auto-Submitted": "auto-replied"}
    )

    assert "自動応答" in log(office, "?show=automatic")
    assert "受付の知らせ" not in log(office, "?show=automatic")


@pytest.mark.parametrize("typed", ["R8-0002", "Ｒ８－０００２", "r8-2"])
def test_a_number_finds_what_was_written_about_a_request(office, town, typed):
    submitted(town)
    ask = asked(town)
    reply("承諾 10:00 田中", assignment=ask, subject="回答です")

    page = search(office, typed)

    words = page.content.decode()
    assert "回答です" in words
    assert "R8-0002" in words
    assert "R8-0001" not in words


def test_an_address_is_searched_for_without_standing_in_the_address_bar(office, town):
    asked(town)

    page = search(office, "ｂｏｕｓａｉ＠city.mikagami.example")

    assert page.redirect_chain[-1][0] == "/desk/mails/?found=1"
    assert "依頼" in page.content.decode()
    assert "受付の知らせ" not in page.content.decode()


def test_a_bare_number_finds_its_request_first_and_then_whatever_holds_it(office, town):
    for _again in range(3):
        submitted(town)
    OutgoingEmail.objects.filter(
        kind="group_received", event_mail__event__request__number=3
    ).update(subject="次は 2 月です", created_at=NOW + timedelta(days=1))

    page = search(office, "２")

    numbers = [line.request.number for line in page.context["lines"]]
    assert (numbers[0], set(numbers)) == (2, {2, 3})
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("typed", ["bousai@", "回答です", "受付しました"])
def test_a_part_of_an_address_or_of_a_subject_is_enough(office, town, typed):
    ask = asked(town)
    reply("承諾", assignment=ask, subject="回答です")
    OutgoingEmail.objects.filter(kind="group_received").update(subject="【受付しました】講座")

    page = search(office, typed)

    assert page.context["lines"] != []
    assert len(page.context["lines"]) < OutgoingEmail.objects.count() + 1


@pytest.mark.parametrize("typed", ["R8-9999", "どこにもないことば", "999"])
def test_what_is_not_found_lists_nothing_and_says_so(office, town, typed):
    submitted(town)

    page = search(office, typed)

    assert (page.context["lines"], "見つかりませんでした" in page.content.decode()) == ([], True)


@pytest.mark.parametrize(
    "typed", ["", "佐藤", "R8-9999", "R8-99999999999999999999", "\0", "'" * 300]
)
def test_no_search_breaks_anything(office, town, typed):
    submitted(town)

    assert search(office, typed).status_code == 200


def test_a_department_has_its_own_mails(office, town):
    asked(town)
    other = make_department(town.site, code="0400", name="環境課", email="k@city.mikagami.example")

    assert "依頼" in log(office, f"?department={town.department.public_id}")
    assert "ここに出すメールはありません" in log(office, f"?department={other.public_id}")


@pytest.mark.parametrize(
    "query", ["?show=nonsense", "?request=x", "?department=1", "?page=99999", "?found=1"]
)
def test_an_odd_address_shows_a_list(office, town, query):
    submitted(town)

    assert "受付の知らせ" in log(office, query)


def test_a_mail_that_came_shows_its_words_and_its_request(office, town):
    ask = asked(town)
    mail = reply("<b>承諾</b>です", assignment=ask, results=FORGED)
    receiving.take(mail.pk, at=NOW)

    page = office.get(reverse("desk:mail-in", args=[mail.public_id])).content.decode()

    assert "&lt;b&gt;承諾&lt;/b&gt;です" in page
    assert "R8-0001" in page
    assert "読んで決める" in page


def test_a_mail_shows_its_tries(office, town):
    submitted(town)
    mail = put("group_received", State.SENT)
    mail.attempts.create(
        site=town.site,
        number=1,
        at=NOW,
        step="data",
        outcome="sent",
        smtp_code=250,
        smtp_reply="ok",
    )

    page = office.get(reverse("desk:mail", args=[mail.public_id])).content.decode()

    assert "相手のメールサーバーに渡しました" in page
    assert "250 ok" in page


def of_session(town, text: str, *, purpose: str = "report"):
    """A confirmed session of its own and a mail to its key: the department's, or a lecturer's."""
    session = make_request(town, status="confirmed").sessions.get()
    if purpose == "lecturer":
        grant = session.grants.filter(purpose=purpose).first()
    else:
        grant = report_grant(session, lecturer=None, at=NOW)
    to = secrets.fill(facts.reply_address(grant))
    inbound = receive(raw_reply(text, to=to, results=FORGED), envelope_to=[to], at=NOW)
    receiving.pull(at=NOW)
    return session, inbound


def returned(mail: OutgoingEmail, words: str = "550 5.1.1 no such user") -> InboundEmail:
    """A bounce to the mail's own address."""
    to = mime.envelope_sender(mail)
    raw = raw_reply(
        words, to=to, sender="mailer-daemon@city.mikagami.example", subject="Returned mail"
    )
    return receive(raw, envelope_to=[to], at=NOW)


def test_a_report_by_mail_stands_among_its_departments_and_its_requests_mails(office, town):
    session, inbound = of_session(town, "たくさん来ました")
    page = reverse("desk:mail-in", args=[inbound.public_id])

    assert page in log(office, f"?department={town.department.public_id}")
    assert page in log(office, f"?request={session.request.public_id}")
    assert inbound.tag_public_id is not None


def test_a_report_that_lost_its_tag_is_still_found_by_its_request(office, town):
    session, inbound = of_session(town, "たくさん来ました")
    InboundEmail.objects.filter(pk=inbound.pk).update(tag_public_id=None, answers_to=None)

    assert str(inbound.public_id) in log(office, f"?request={session.request.public_id}")


def test_an_answer_to_a_mail_about_a_session_is_the_departments(office, town):
    session = make_request(town, status="confirmed").sessions.get()
    EventMail.objects.filter(kind="department_answer_recorded").update(
        recipient=f"department:{town.department.pk}:session{session.order}"
    )
    about = EventMail.objects.filter(recipient__endswith=f":session{session.order}").first()
    inbound = receive(
        raw_reply("はい", to="x@kouza.mikagami.example", in_reply_to=about.mail.message_id),
        envelope_to=["x@kouza.mikagami.example"], at=NOW,
    )  # fmt: skip

    assert str(inbound.public_id) in log(office, f"?department={town.department.public_id}")


@pytest.mark.parametrize("way", ["quoted", "unquoted"])
def test_links_that_a_mail_repeats_are_not_shown(office, town, way):
    ask = asked(town)
    sent = secrets.fill(OutgoingEmail.objects.get(kind="department_asked").text)
    link = re.search(r"/k/([a-z2-7]{52})/", sent)[1]
    text = (
        f"> https://x.example/k/{link}/"
        if way == "quoted"
        else f"見ました https://x.example/k/{link}/"
    )
    mail = reply(f"{text}\n{reply_address(ask)}", assignment=ask, results=FORGED)
    receiving.take(mail.pk, at=NOW)

    pages = [
        reverse("desk:mail-in", args=[mail.public_id]),
        reverse("desk:reply", args=[mail.waiting_reply.public_id]),
    ]

    for page in pages:
        shown = office.get(page).content.decode()
        assert not re.search(r"[a-z2-7]{52}", shown)
        assert "/k/…" in shown


def test_what_a_bounce_says_holds_no_link_of_ours(office, town):
    submitted(town)
    mail = put("group_received", State.SENT)
    link = re.search(r"/k/[a-z2-7]{52}/", secrets.fill(mail.text))[0]

    inbound = returned(mail, f"550 5.7.1 rejected as spam: https://x.example{link}")

    mail.refresh_from_db()
    assert mail.state == State.BOUNCED
    assert "/k/…" in mail.smtp_reply
    for name, row in (("desk:mail", mail), ("desk:mail-in", inbound)):
        assert not re.search(
            r"[a-z2-7]{52}", office.get(reverse(name, args=[row.public_id])).content.decode()
        )


def test_the_number_of_mails_costs_no_query(office, town, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 500)
    town.office.lecturers_answer = True
    town.office.save()

    def fill() -> None:
        """One of each: a reply, a bounce, a report, mails to a session's and a lecturer's key."""
        ask = asked(town)
        first = OutgoingEmail.objects.get(
            event_mail__event__assignment=ask, kind="department_asked"
        )
        mail = reply(
            "承諾 10:00 田中", assignment=ask, results=FORGED, in_reply_to=first.message_id
        )
        receiving.take(mail.pk, at=NOW)
        OutgoingEmail.objects.filter(pk=first.pk).update(
            state=State.SENT, handoff_at=NOW, sent_at=NOW
        )
        returned(first)
        for text, purpose in (("25 3 60", "report"), ("どう？", "report"), ("はい", "lecturer")):
            session, _inbound = of_session(town, text, purpose=purpose)
            sessions.cancel_session(session_id=session.pk, by=OFFICE, at=NOW, reason="group_wish")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            log(office)
        return len(captured)

    fill()
    log(office)
    before = queries()
    fill()
    fill()

    assert queries() == before < 20
    assert InboundEmail.objects.count() == 15
    assert InboundEmail.objects.filter(answers_to__isnull=False).count() >= 6
    assert InboundEmail.objects.filter(kind="bounce").count() == 3


def test_fifty_stand_on_a_page(office, town):
    for _number in range(17):
        submitted(town)
        asked(town)

    assert "次の50件" in log(office)
    assert "前の50件" in log(office, "?page=2")
    assert list(checks(at=NOW)) == []
