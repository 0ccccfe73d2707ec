"""The ask behind a gateway that strips links, HTML and attachments: still complete, still answered."""

import re
from datetime import date, time
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from accounts import secrets
from bookings import doctor
from bookings.actions import asking, receiving
from bookings.emails.ask import moment
from bookings.models import LectureSession, WaitingReply
from bookings.rules import Wish
from bookings.status import AssignmentState
from lectures.models import Department
from notifications import mime
from notifications.delivery import dispatch
from notifications.inbox import poll
from notifications.models import MailIdentity, OutgoingEmail
from tests.factories.replies import asked
from tests.factories.town import NOW, Town, at, make_town
from tests.servers.gateway import NOTE, Gateway, sanitised

pytestmark = pytest.mark.django_db
LATER = at("2026-11-24 09:00")
WISHES = (
    Wish(date(2026, 12, 17), "", time(10), time(11)),
    Wish(date(2026, 12, 21), "", time(14), time(15)),
    Wish(date(2026, 12, 24), "morning"),
)


@pytest.fixture
def town(site) -> Town:
    return make_town(site)


def text_of(raw: bytes) -> str:
    message = message_from_bytes(raw, policy=policy.default)
    assert [part.get_content_type() for part in message.walk()] == ["text/plain"]
    return message.get_content().replace("\r\n", "\n")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def through(mail: OutgoingEmail, **how: object) -> str:
    return text_of(sanitised(mime.render(mail), **how))


@pytest.mark.parametrize("columns", [40, 70, 76])
def test_all_that_an_answer_needs_survives_the_gateway(town, columns):
    ask = asked(town, wishes=WISHES, remarks="車いすの方が2人います。")
    mail = OutgoingEmail.objects.get(kind="department_asked")

    text = through(mail, columns=columns)

    assert not re.search(r"http|BEGIN:V|<[a-z]+[ >]", text)
    for fact in (
        f"{moment(ask.due_at)}までにお返事ください。",
        "■ 承諾すると決まる日時：2026年12月17日（木）10:00〜11:00（第1希望）",
        "■ 講座：3-07 わが家の防災マップづくり（60分）",
        "■ 団体：桜が丘自治会　25人",
        "■ 会場：桜が丘公民館（みかがみ市桜が丘2-3）　使える時間 9:00から17:00まで",
        "■ 第2希望：2026年12月21日（月）14:00〜15:00",
        "■ 第3希望：2026年12月24日（木）午前（9:00〜12:00のあいだ）",
        "■ 伝えたいこと：車いすの方が2人います。",
        "1) このメールに返信して、いちばん上に1行だけ書く",
        "承諾　　　　　　　（上の日時で引き受けます）",
        "3 10:00　　　　　（第3希望で引き受けます。始まる時刻も書いてください）",
        "別日 12/3 14時",
        "辞退 理由",
        "4) 電話で 0000-00-0000",
    ):
        assert squeezed(fact) in squeezed(text)


def test_the_reply_address_and_the_number_survive_too(town):
    ask = asked(town)
    mail = OutgoingEmail.objects.get(kind="department_asked")

    message = message_from_bytes(sanitised(mime.render(mail)), policy=policy.default)

    assert str(message["Reply-To"]) == secrets.fill(mail.reply_to)
    assert ask.request.reference in str(message["Subject"])
    assert message["Message-ID"] == mail.message_id


def test_the_gateway_that_appends_the_attachment_changes_no_line_of_ours(town):
    asked(town)
    mail = OutgoingEmail.objects.get(kind="department_asked")

    text = through(mail, appends=True)

    assert "BEGIN:VCALENDAR" in text
    assert "■ 承諾すると決まる日時：2026年12月17日（木）10:00〜11:00（第1希望）" in text.split("\n")


def test_the_gateway_keeps_the_words_of_a_reply_and_changes_its_quote():
    reply = EmailMessage()
    reply["From"], reply["Subject"] = "bousai@city.example", "Re: R8-0001"
    reply.set_content("承諾 10:00 田中\n\n> https://kouza.example/k/abc/\n> 終わり\n")
    reply.add_alternative("<p>承諾</p>", subtype="html")

    assert text_of(sanitised(reply.as_bytes(), columns=200)).split("\n")[:5] == [
        NOTE,
        "",
        "承諾 10:00 田中",
        "",
        "> （リンク）",
    ]


@pytest.fixture
def behind(site, mail, mail_domain, settings, tmp_path):
    """The department's mail passes a gateway in both directions; ours is polled by IMAP."""
    town = make_town(site)
    department = f"bousai@city-{mail_domain}"
    MailIdentity.objects.update(mail_domain=mail_domain, from_address=f"uketsuke@{mail_domain}")
    Department.objects.update(email=department)
    town.department.refresh_from_db()
    mail.trust(department)
    mail.catch_all(mail_domain, mailbox=f"inbox@{mail_domain}")
    settings.AUTHSERV_ID = "mx.test"
    settings.INBOX_URL = mail.imap_url(f"inbox@{mail_domain}")
    with Gateway(tmp_path, next_port=mail.smtp_port) as gateway:
        settings.EMAIL_URL = gateway.url
        yield town, department, gateway


@pytest.mark.parametrize(
    ("line", "start", "cleaned"),
    [
        ("承諾", "2026-12-17 10:00", False),
        ("２　14:30", "2026-12-21 14:30", False),
        ("3 10:00 田中", "2026-12-24 10:00", False),
        ("承諾", "2026-12-17 10:00", True),
    ],
)
def test_an_ask_and_its_answer_pass_the_gateway_by_real_smtp_and_imap(
    behind, mail, mail_domain, line, start, cleaned
):
    """`cleaned`: the answer passes the gateway too, not only the ask."""
    import smtplib

    town, department, gateway = behind
    ask = asked(town, wishes=WISHES)
    dispatch.deliver_due(now=lambda: LATER)
    (received,) = [one for one in mail.messages(department) if "回答のお願い" in one["Subject"]]
    assert [part.get_content_type() for part in received.walk()] == ["text/plain"]
    answer = EmailMessage(policy=policy.SMTP)
    answer["From"], answer["To"] = department, str(received["Reply-To"])
    answer["Subject"] = f"Re: {received['Subject']}"
    answer["Message-ID"], answer["In-Reply-To"] = f"<1@{mail_domain}.city>", received["Message-ID"]
    quote = "\n".join(f"> {one}" for one in received.get_content().splitlines())
    answer.set_content(f"{line}\n\n防災課 山本\n\n{quote}\n", cte="base64")

    with smtplib.SMTP("127.0.0.1", gateway.port if cleaned else mail.smtp_port) as smtp:
        smtp.send_message(answer)
    poll.poll_inbox(now=lambda: LATER)
    receiving.pull(at=LATER)

    ask.refresh_from_db()
    assert list(WaitingReply.objects.values_list("why", "detail")) == []
    assert (ask.state, ask.request.reference) == (AssignmentState.ACCEPTED, "R8-0001")
    assert LectureSession.objects.get().starts_at == at(start)
    assert list(doctor.checks(at=LATER)) == []


@pytest.mark.parametrize("kind", ["department_asked", "department_reminded"])
def test_every_try_has_the_same_bytes(town, kind):
    ask = asked(town, wishes=WISHES)
    asking.remind(assignment_id=ask.pk, at=LATER)
    mail = OutgoingEmail.objects.get(kind=kind)

    first = mime.render(mail)
    town.department.name, town.lecture.title = "危機管理課", "ほかの講座"
    town.department.save()
    town.lecture.save()

    assert mime.render(OutgoingEmail.objects.get(pk=mail.pk)) == first


def test_the_ask_has_the_shape_and_headers_that_mail_programs_answer(town):
    asked(town)
    mail = OutgoingEmail.objects.get(kind="department_asked")

    message = message_from_bytes(mime.render(mail), policy=policy.default)

    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    _mixed, _inner, _plain, _html, calendar, file = message.walk()
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert calendar.get_payload(decode=True) == file.get_payload(decode=True)
    assert str(message["From"]).endswith("<uketsuke@kouza.mikagami.example>")
    assert str(message["Reply-To"]).startswith("a-")
    assert mime.envelope_sender(mail).startswith("b-")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x85"])
def test_a_line_break_in_a_name_makes_no_header_and_no_line(town, break_):
    evil = f"講座{break_}Bcc: all@city.example{break_}{break_}body"
    town.lecture.title = evil
    town.lecture.save()
    town.department.name = evil[:60]
    town.department.save()

    ask = asked(town)

    mail = OutgoingEmail.objects.get(kind="department_asked")
    message = message_from_bytes(mime.render(mail), policy=policy.default)
    assert message["Bcc"] is None
    assert str(message["Subject"]).endswith("12月17日（木）10:00〜11:00")
    assert "Bcc" in str(message["Subject"])
    assert not [line for line in mail.text.split("\n") if line.startswith("Bcc")]
    assert not [line for line in mail.calendar.split("\r\n") if line.startswith("Bcc")]
    assert ask.invited_address


def test_now_is_before_the_deadline_that_these_tests_name():
    assert NOW < LATER < at("2026-11-30 17:00")
