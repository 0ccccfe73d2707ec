"""What a decision's form shows before anybody types: all that the mail itself gave."""

from typing import Any

from bookings.actions import queue
from bookings.actions.queue.people import ended_membership
from bookings.actions.replies.applying import slots_of
from bookings.answers import Accept, Counter, Decline, Question, Report
from bookings.desk.decisions import Decision, Reply
from bookings.desk.forms.asks import ASKED
from bookings.desk.letters import Letter
from lectures.zones import local

_MOST_WORDS = 1000
_ROWS = 3


def prefilled(decision: Decision, reply: Reply, letter: Letter) -> dict[str, Any]:
    """Initial values by field name; nothing where the mail says nothing of it."""
    filler = _FILLERS.get(decision.name)
    return filler(reply, letter) if filler else {}


def _trust(reply: Reply, letter: Letter) -> dict[str, Any]:
    """The name under which the sender was listed before."""
    ended = ended_membership(reply.waiting, at=reply.at)
    return {"name": ended.name} if ended else {}


def _register(reply: Reply, letter: Letter) -> dict[str, Any]:
    """The name that the mail gives to a lecturer we do not know."""
    names = reply.waiting.understood.get("unknown_names") or [""]
    return {"name": names[0]}


def _register_name(reply: Reply, letter: Letter) -> dict[str, Any]:
    known = queue.known_beside(reply.waiting, reply.ask, at=reply.at) if reply.ask else []
    return {**_register(reply, letter), "together": [str(pk) for pk in known]}


def _name(reply: Reply, letter: Letter) -> dict[str, Any]:
    if not isinstance(reply.understood, Accept):
        return {}
    return {"lecturers": [str(pk) for pk in reply.understood.lecturer_ids]}


def _accept(reply: Reply, letter: Letter) -> dict[str, Any]:
    understood, ask = reply.understood, reply.ask
    if not isinstance(understood, Accept) or ask is None:
        return {}
    other = understood.rank not in (None, ask.rank)
    found: dict[str, Any] = {
        "which": str(understood.rank) if other else ASKED,
        "lecturers": [str(pk) for pk in understood.lecturer_ids],
    }
    if understood.starts_at is not None and understood.starts_at != ask.starts_at:
        found["starts"] = f"{local(understood.starts_at):%H:%M}"
    return found


def _counter(reply: Reply, letter: Letter) -> dict[str, Any]:
    if not isinstance(reply.understood, Counter) or reply.ask is None:
        return {}
    found: dict[str, Any] = {"words": reply.understood.note[:_MOST_WORDS]}
    for n, slot in enumerate(slots_of(reply.understood, reply.ask)[:_ROWS], start=1):
        starts, ends = local(slot.starts_at), local(slot.ends_at)
        found[f"day_{n}"] = f"{starts:%Y/%m/%d}"
        found[f"starts_{n}"], found[f"ends_{n}"] = f"{starts:%H:%M}", f"{ends:%H:%M}"
    return found


def _decline(reply: Reply, letter: Letter) -> dict[str, Any]:
    if isinstance(reply.understood, Decline):
        return {"words": reply.understood.reason_text[:_MOST_WORDS]}
    return {}


def _question(reply: Reply, letter: Letter) -> dict[str, Any]:
    said = reply.understood.words if isinstance(reply.understood, Question) else ""
    return {"words": (said or letter.new_words)[:_MOST_WORDS]}


def _report(reply: Reply, letter: Letter) -> dict[str, Any]:
    """The figures that were read; the words as written where not even one was."""
    if not isinstance(reply.understood, Report):
        return {"words": letter.new_words[:_MOST_WORDS]}
    return {**vars(reply.understood), "words": reply.understood.words[:_MOST_WORDS]}


_FILLERS = {
    "report": _report,
    "register": _register,
    "register-name": _register_name,
    "name": _name,
    "accept": _accept,
    "counter": _counter,
    "decline": _decline,
    "undo-decline": _decline,
    "undo-help": _decline,
    "trust": _trust,
    "consent-no": _decline,
    "question": _question,
}
