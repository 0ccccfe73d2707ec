"""What a group without mail is to be told by telephone, post or fax: kept as surely as a mail.

Stored in the caller's transaction; tells nobody itself. The desk's call list shows it.
"""

from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from bookings.emails.ask import one_line
from bookings.models import RequestEvent, Telling
from lectures.zones import local

# Told before tellings were kept: what happened is known, its words are not.
BY_HAND = "group_told_by_hand"
# What is a courtesy by mail is no reason to call somebody up.
COURTESIES = frozenset(
    {"group_received", "group_reminder_7", "group_reminder_1", "group_survey_wanted"}
)


# The group was promised to hear of it, although its own call made the request.
PROMISED = frozenset({"group_consult_taken_up"})


def must_call(event: RequestEvent, *, kind: str) -> bool:
    """Not of what the group has just done itself."""
    if kind in PROMISED:
        return True
    return kind not in COURTESIES and event.actor != RequestEvent.Actor.GROUP


def keep(event: RequestEvent, *, kind: str, context: dict[str, Any]) -> None:
    """One row for an event and kind, however often it is told."""
    if not must_call(event, kind=kind):
        return
    row = Telling(
        event=event,
        kind=kind,
        site_id=event.site_id,
        sentence=sentence(kind, context={"event": event, **context}),
        due_on=local(event.at).date(),
    )
    Telling.objects.bulk_create([row], ignore_conflicts=True)


def sentence(kind: str, *, context: dict[str, Any]) -> str:
    """What the clerk says, in Japanese; of a kind without words of its own, what happened."""
    with translation.override("ja"):
        try:
            words = str(render_to_string(f"bookings/telling/{kind}.txt", context))
        except TemplateDoesNotExist:
            words = f"{context['event'].get_verb_display()}。"
    return one_line(words)
