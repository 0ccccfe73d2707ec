"""Mails that ask a department, in the very shape in which they leave us. No database is opened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from bookings.calendars import CalendarFacts, invitation
from notifications import mime

SENT = Path(__file__).parent.parent / "corpus" / "replies" / "sent" / "standard.txt"
ZONE = ZoneInfo("Asia/Tokyo")
DOMAIN = "mail.okigaru.example"
DEPARTMENT = "bosai@city.test"
DAYS_AHEAD = 25


def facts(number: int, *, at: datetime) -> CalendarFacts:
    """The ask of that number: one hour on a day to come, from 10 o'clock."""
    day = (at.astimezone(ZONE) + timedelta(days=DAYS_AHEAD)).date()
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=ZONE)
    return CalendarFacts(
        uid=f"019aa3c2-7b1e-7c42-9d3e-5f2a8b6c4d1{number}@{DOMAIN}",
        sequence=0,
        dtstamp=at,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        zone=ZONE,
        summary=f"【回答待ち】R8-012{number} わが家の防災マップづくり",
        location="桜が丘公民館 2階 集会室",
        description="このメールに返信して、承諾か辞退をお知らせください。",
        # As long as a real one: "a-" and 50 letters and digits.
        organizer_address=f"a-{'k3m9x2q7' * 6}a{number}@{DOMAIN}",
        organizer_name="みどり野市 生涯学習課",
        attendee_address=DEPARTMENT,
        attendee_name="防災課",
        status="TENTATIVE",
    )


def moved(asked: CalendarFacts, *, at: datetime) -> CalendarFacts:
    """The same event two hours later: an update."""
    later = timedelta(hours=2)
    return replace(
        asked, sequence=asked.sequence + 1, dtstamp=at,
        starts_at=asked.starts_at + later, ends_at=asked.ends_at + later,
    )  # fmt: skip


def message_id(shown: CalendarFacts) -> str:
    """Without the brackets."""
    return f"{shown.uid.partition('@')[0]}.{shown.sequence}@{DOMAIN}"


def mail(shown: CalendarFacts) -> bytes:
    """Text, HTML and calendar, as `notifications.mime` writes them."""
    row = SimpleNamespace(
        from_name=shown.organizer_name,
        from_address=f"uketsuke@{DOMAIN}",
        to_address=DEPARTMENT,
        subject=f"【回答のお願い】{shown.summary.partition('】')[2]}（{shown.sequence}）",
        text=SENT.read_text(),
        html="<p>お気軽講座の依頼です。</p>",
        calendar=invitation(shown),
        calendar_method="REQUEST",
        message_id=f"<{message_id(shown)}>",
        dated_at=shown.dtstamp.astimezone(UTC),
        reply_to=shown.organizer_address,
        in_reply_to="",
        references="",
        attachments=SimpleNamespace(all=list),
    )
    return mime.render(row)  # type: ignore[arg-type]
