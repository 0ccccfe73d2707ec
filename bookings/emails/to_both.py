"""Two weeks before: group and departments are asked for what both must know on the day."""

from collections.abc import Callable
from functools import partial

from bookings.emails import ask, facts, html, to_department, to_group
from bookings.emails.telling import tell
from bookings.emails.to_hosts import hosts_of
from bookings.models import Grant, LectureSession, RequestEvent
from bookings.models.standins import in_charge
from lectures.zones import local


def day_wanted(
    event: RequestEvent, session: LectureSession, *, new_key: Callable[[], Grant]
) -> None:
    """The group writes on its own page, each department by a key of its own."""
    to_group.day_wanted(event, session)
    told = set()
    for host in hosts_of(session):
        there = in_charge(host.department, on=local(event.at).date())
        if there.pk in told:  # two that have become one
            continue
        told.add(there.pk)
        link = new_key().link
        tell(
            event,
            kind="department_day_wanted",
            recipient=to_department.recipient_of(host.department, at=event.at),
            context={
                **facts.of_session(session),
                "addressee": f"{ask.one_line(there.name)} ご担当さま",
                "session_words": ask.when(session.starts_at, session.ends_at),
                "session_short": ask.short_when(session.starts_at, session.ends_at),
                "session_venue": ask.one_line(session.venue),
                "link": link,
            },
            as_html=partial(html.of_text, links={link}),
            expires_at=session.starts_at,
        )
