"""講師 田中 in reply to the chase, and a lecturer's own 承諾 or 辞退: by mail, or not at all."""

import pytest

from accounts import secrets
from bookings.actions import deciding, receiving, reminding, sessions
from bookings.actions.allocating import lecturers_on
from bookings.actions.replies import consents
from bookings.models import LecturerConsent, RequestEvent, WaitingReply
from bookings.rules import Slot
from notifications.inbox.receiving import receive
from notifications.models import OutgoingEmail
from tests.bookings.replying import TANAKA, from_lecturer
from tests.factories.bookings import make_request
from tests.factories.replies import FORGED, raw_reply, reply
from tests.factories.town import NOW, OFFICE, at, submitted

CHASED = at("2026-12-03 09:00")
DAY = Slot(at("2026-12-17 10:00"), at("2026-12-17 11:00"))


@pytest.fixture
def ask(town):
    """Accepted without a name, and chased for one."""
    request = make_request(town, status="confirmed", lecturers=False)
    reminding.want_name(session_id=request.sessions.get().pk, at=CHASED)
    return request.assignments.get()


def pulled(inbound):
    receiving.pull(at=CHASED)
    return WaitingReply.objects.filter(inbound=inbound, decision="").first()


def going(ask) -> list[str]:
    return [row.name for row in lecturers_on(ask.request.sessions.get())]


def quoted_chase() -> str:
    chase = OutgoingEmail.objects.get(kind="department_lecturer_wanted")
    return "\n".join(f"> {line}" for line in secrets.fill(chase.text).splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "講師 田中",
        "講師：田中　一郎",
        "講師は田中です。",
        "お世話になっております。防災課です。\n講師 田中\nよろしくお願いいたします。",
        "講師　鈴木、田中",
    ],
)
def test_one_line_names_who_goes(town, ask, text):
    waiting = pulled(reply(text, assignment=ask, moment=CHASED))

    assert waiting is None
    assert "田中 一郎" in going(ask)
    assert RequestEvent.objects.get(verb="lecturer_named").way == "email"
    assert OutgoingEmail.objects.filter(kind="group_lecturer_named").count() == 1


def test_quoting_our_mail_below_changes_nothing(town, ask):
    text = f"講師 鈴木\n\n2026年12月3日(木) 9:00 出前講座 <uketsuke@kouza.mikagami.example>:\n{quoted_chase()}"

    assert pulled(reply(text, assignment=ask, moment=CHASED)) is None
    assert going(ask) == ["鈴木 花"]


def test_our_own_example_line_names_nobody(town, ask):
    bare = "\n".join(line.removeprefix("> ") for line in quoted_chase().splitlines())

    pulled(reply(f"検討中です。\n\n{bare}", assignment=ask, moment=CHASED))

    assert going(ask) == []


@pytest.mark.parametrize(
    "text",
    [
        "講師 山田",  # on no list
        "講師 田中ですが、都合が悪いかもしれません",
        "講師 田中。ただし午後からならうかがえます。",
        "講師はまだ決まっていません",
        "講師 田中は行けません",
        "講師 田中 14時から",
        "辞退 人がいません",
    ],
)
def test_whatever_says_more_or_less_than_a_name_waits_for_a_person(town, ask, text):
    assert pulled(reply(text, assignment=ask, moment=CHASED)) is not None
    assert going(ask) == []


def test_a_forged_name_waits_for_a_person(town, ask):
    assert pulled(reply("講師 田中", assignment=ask, moment=CHASED, results=FORGED)) is not None
    assert going(ask) == []


def test_without_that_check_the_forged_name_would_count(town, ask, monkeypatch):
    from bookings.actions.replies import judging

    monkeypatch.setattr(judging, "of_sender", lambda *args, **options: None)

    pulled(reply("講師 田中", assignment=ask, moment=CHASED, results=FORGED))

    assert going(ask) == ["田中 一郎"]


def test_a_stranger_names_nobody(town, ask):
    inbound = reply("講師 田中", assignment=ask, moment=CHASED, sender="x@elsewhere.example")

    assert pulled(inbound) is not None
    assert going(ask) == []


def test_a_second_mail_does_not_replace_the_name(town, ask):
    pulled(reply("講師 田中", assignment=ask, moment=CHASED))

    pulled(reply("講師 鈴木", assignment=ask, moment=CHASED))

    assert going(ask) == ["田中 一郎"]


def test_a_busy_lecturer_waits_for_a_person(town, ask):
    make_request(town, status="confirmed")  # 田中 goes there at the same hour

    waiting = pulled(reply("講師 田中", assignment=ask, moment=CHASED))

    assert waiting.why == "clash"
    assert going(ask) == []


def test_what_was_agreed_without_an_ask_is_named_by_mail_as_well(town):
    request = submitted(town)
    deciding.confirm_agreed(request_id=request.pk, slot=DAY, lecturer_ids=[], by=OFFICE, at=NOW)
    session = request.sessions.get()
    reminding.want_name(session_id=session.pk, at=CHASED)
    (wanted,) = OutgoingEmail.objects.filter(kind="department_lecturer_wanted")
    to = secrets.fill(wanted.reply_to)

    inbound = receive(raw_reply("講師 田中", to=to), envelope_to=[to], at=CHASED)

    assert pulled(inbound) is None
    assert [row.name for row in lecturers_on(session)] == ["田中 一郎"]


# A lecturer's own answer


@pytest.fixture
def session(town):
    town.office.lecturers_answer = True
    town.office.save()
    return make_request(town, status="confirmed").sessions.get()


def consent(session) -> str:
    return LecturerConsent.objects.get(session=session).state


@pytest.mark.parametrize(
    ("text", "state"),
    [("承諾", "yes"), ("承諾します。よろしくお願いします。", "yes"), ("辞退 出張のため", "no")],
)
def test_a_lecturer_answers_with_one_line(town, session, text, state):
    assert from_lecturer(session, text) is None
    assert consent(session) == state


@pytest.mark.parametrize("text", ["確認します", "別日 12/20 14時", "承諾 14:00", "承諾か辞退です"])
def test_a_doubtful_line_of_a_lecturer_waits_for_a_person(town, session, text):
    waiting = from_lecturer(session, text)

    assert (consent(session), waiting.session) == ("asked", session)


def test_somebody_elses_yes_waits_for_a_person(town, session):
    waiting = from_lecturer(session, "承諾", sender="x@city.mikagami.example")

    assert (consent(session), waiting.why) == ("asked", "stranger")


def test_an_unproven_yes_waits_for_a_person(town, session):
    waiting = from_lecturer(session, "承諾", results=FORGED)

    assert (consent(session), waiting.why) == ("asked", "unauthenticated")


def button(session, town, partstat: str, *, sequence: int = 0, comment: str = "") -> str:
    uid = f"{session.public_id}-{town.lecturers[0].public_id}@kouza.mikagami.example"
    lines = [
        "BEGIN:VCALENDAR", "PRODID:-//Test//Test//JA", "VERSION:2.0", "METHOD:REPLY",
        "BEGIN:VEVENT", f"UID:{uid}", f"SEQUENCE:{sequence}", "DTSTAMP:20261122T020000Z",
        "DTSTART:20261217T010000Z", "DTEND:20261217T020000Z",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{TANAKA}",
        *([f"COMMENT:{comment}"] if comment else []),
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines)


@pytest.mark.parametrize(("partstat", "state"), [("ACCEPTED", "yes"), ("DECLINED", "no")])
def test_the_calendars_button_counts(town, session, partstat, state):
    assert from_lecturer(session, "", calendar=button(session, town, partstat)) is None
    assert consent(session) == state


@pytest.mark.parametrize(
    "changes", [{"partstat": "TENTATIVE"}, {"partstat": "ACCEPTED", "comment": "午後なら"}]
)
def test_a_button_with_a_doubt_waits_for_a_person(town, session, changes):
    waiting = from_lecturer(session, "", calendar=button(session, town, **changes))

    assert (consent(session), waiting.why) == ("asked", "calendar")


def test_a_button_pressed_for_the_old_date_does_not_count(town, session):
    old = button(session, town, "ACCEPTED")
    later = Slot(at("2026-12-18 10:00"), at("2026-12-18 11:00"))
    sessions.reschedule(session_id=session.pk, slot=later, by=OFFICE, at=NOW)

    waiting = from_lecturer(session, "", calendar=old)

    assert waiting.why == "calendar"
    assert LecturerConsent.objects.order_by("-pk").first().state == "asked"


# Two mails at once


@pytest.fixture
def named_meanwhile(town, monkeypatch):
    """While this mail waited for the request, another one named 鈴木."""
    wait = consents.locked_session

    def waits_for(session_id):
        sessions.name_lecturers(
            session_id=session_id, lecturer_ids=[town.lecturers[1].pk], by=OFFICE, at=CHASED
        )
        return wait(session_id)

    monkeypatch.setattr(consents, "locked_session", waits_for)


def agreed_and_chased(town):
    request = submitted(town)
    deciding.confirm_agreed(request_id=request.pk, slot=DAY, lecturer_ids=[], by=OFFICE, at=NOW)
    session = request.sessions.get()
    reminding.want_name(session_id=session.pk, at=CHASED)
    (wanted,) = OutgoingEmail.objects.filter(kind="department_lecturer_wanted")
    return session, secrets.fill(wanted.reply_to)


def test_who_comes_second_finds_the_first_ones_name(town, named_meanwhile):
    session, to = agreed_and_chased(town)

    waiting = pulled(receive(raw_reply("講師 田中", to=to), envelope_to=[to], at=CHASED))

    assert (waiting.why, waiting.session) == ("closed", session)
    assert [row.name for row in lecturers_on(session)] == ["鈴木 花"]
