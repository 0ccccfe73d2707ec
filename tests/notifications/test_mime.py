from email import message_from_bytes, policy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import secrets
from accounts.ids import uuid7
from notifications import mime, outbox
from notifications.models import MailIdentity, OutgoingEmail
from tests.factories.notifications import AT, DOMAIN, outgoing_email

pytestmark = pytest.mark.django_db

CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    "SUMMARY:スマートフォン入門講座のご案内です。とても長い件名なので折り返しになりますよ\r\n"
    "ORGANIZER:mailto:a-{holder}@reply.city.example.jp\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def parsed(mail: OutgoingEmail):
    return message_from_bytes(mime.render(mail), policy=policy.default)


def shape(part) -> object:
    if part.is_multipart():
        return (part.get_content_subtype(), [shape(child) for child in part.iter_parts()])
    return part.get_content_type()


def holder() -> str:
    return secrets.placeholder(
        purpose="answer", public_id=uuid7(), version=1, key_id=secrets.current_key_id()
    )


def test_a_plain_mail_has_one_part_and_the_headers_of_a_machine(identity):
    mail = outgoing_email(text="一行目\n二行目\n", subject="講座の照会")

    message = parsed(mail)

    assert message.get_content_type() == "text/plain"
    assert message.get_content() == "一行目\r\n二行目\r\n"
    assert str(message["From"]) == f"あおぞら市 お気軽講座 <uketsuke@{DOMAIN}>"
    assert {name: str(message[name]) for name in ("To", "Subject", "Date", "Message-ID")} == {
        "To": "hoken@city.example.jp",
        "Subject": "講座の照会",
        "Date": "Tue, 01 Dec 2026 10:00:00 +0900",
        "Message-ID": mail.message_id,
    }
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"


def test_an_invitation_has_the_shape_that_calendars_answer(identity):
    calendar = CALENDAR.format(holder=holder())
    mail = outgoing_email(
        html="<p>はい</p>",
        calendar=calendar,
        calendar_method="REQUEST",
        attachments=[outbox.Attachment("group.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")],
    )

    message = parsed(mail)

    assert shape(message) == (
        "mixed",
        [
            ("alternative", ["text/plain", "text/html", "text/calendar"]),
            "application/ics",
            "text/calendar",
        ],
    )
    alternative, file, _group = message.iter_parts()
    invitation = list(alternative.iter_parts())[2]
    assert invitation["Content-Type"].params == {"method": "REQUEST", "charset": "UTF-8"}
    assert invitation["Content-Transfer-Encoding"] == "base64"
    assert invitation.get_payload(decode=True) == file.get_payload(decode=True)
    assert file.get_filename() == "invite.ics"


def test_secrets_are_filled_only_at_hand_off_and_lines_stay_short(identity):
    held = holder()
    mail = outgoing_email(
        text=f"https://example.jp/a/{held}",
        html=f"<a href='https://example.jp/a/{held}'>",
        reply_to=f"a-{held}@{DOMAIN}",
        calendar=CALENDAR.format(holder=held),
        calendar_method="REQUEST",
    )

    content = mime.render(mail)

    token = secrets.fill(held)
    message = message_from_bytes(content, policy=policy.default)
    texts = [part.get_payload(decode=True).decode() for part in message.walk() if not
             part.is_multipart()]  # fmt: skip
    assert len(texts) == 4
    assert all(token in text.replace("\r\n ", "") for text in texts)
    assert all(len(line.encode()) <= 75 for line in texts[2].split("\r\n"))
    assert str(message["Reply-To"]) == f"a-{token}@{DOMAIN}"
    assert not any("{{secret" in text for text in texts)
    assert token not in OutgoingEmail.objects.get(pk=mail.pk).calendar


def test_every_try_makes_the_same_bytes_even_after_the_sender_was_renamed(identity):
    mail = outgoing_email(html="<p>x</p>", calendar=CALENDAR.format(holder=holder()))
    first = mime.render(mail)

    MailIdentity.objects.update(from_name="別の名前", from_address="other@example.jp")

    assert mime.render(OutgoingEmail.objects.get(pk=mail.pk)) == first


def test_a_withdrawn_key_stops_the_mail_instead_of_sending_it_broken(identity):
    held = secrets.placeholder(purpose="answer", public_id=uuid7(), version=1, key_id="gone")

    with pytest.raises(KeyError):
        mime.render(outgoing_email(text=held))


def test_references_stay_readable_however_long_they_are(identity):
    long_id = f"<{'a' * 120}@mail.example.jp>"
    mail = outgoing_email(in_reply_to=long_id, references=f"<a@b> nonsense\r\nX: y {long_id}")

    content = mime.render(mail)

    assert f"In-Reply-To: {long_id}\r\n".encode() in content
    assert f"References: <a@b>\r\n {long_id}\r\n".encode() in content


def test_the_envelope_sender_is_the_mails_own_bounce_address(identity):
    mail = outgoing_email()

    token = secrets.token(
        purpose="bounce", public_id=mail.public_id, version=1, key_id=mail.bounce_key
    )
    assert mime.envelope_sender(mail) == f"b-{token}@{DOMAIN}"


HEADER_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")), min_size=1, max_size=120
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    subject=HEADER_TEXT, text=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300)
)
def test_any_subject_and_text_survive(identity, subject, text):
    mail = OutgoingEmail(
        subject=subject,
        text=text,
        to_address="a@example.jp",
        from_name=identity.from_name,
        from_address=identity.from_address,
        message_id="<x@y>",
        dated_at=AT,
    )
    mail.pk = 0

    content = mime.render(mail)
    message = message_from_bytes(content, policy=policy.default)

    assert str(message["Subject"]).split() == subject.split()
    assert message.get_payload(decode=True).decode() == text
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
