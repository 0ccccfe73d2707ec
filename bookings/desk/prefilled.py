"""What a decision's form shows before anybody types: all that the mail itself gave."""

from typing import Any

from bookings import answers
from bookings.actions import queue
from bookings.actions.queue.people import ended_membership
from bookings.actions.replies import understanding
from bookings.actions.replies.applying import slots_of
from bookings.actions.replies.hearing import context_of, tried
from bookings.answers import Accept, Counter, Decline, Question, Report
from bookings.desk.decisions import Decision, Reply
from bookings.desk.forms.asks import ASKED
from bookings.desk.letters import Letter
from bookings.models import Assignment, WaitingReply
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
    """What stands beside an answer that was not read, such as a question, is offered as a note."""
    understood, ask = reply.understood, reply.ask
    if ask is None:
        return {}
    if not isinstance(understood, Accept):
        told = _after_our_question(reply, letter)
        return told or {"words": letter.new_words[:_MOST_WORDS]}
    return _accepted(understood, ask)


def _after_our_question(reply: Reply, letter: Letter) -> dict[str, Any]:
    """14:30 田中, sent to 【始まる時刻を教えてください】: of the wish that our question was about."""
    ask = reply.ask
    rank = _asked_back_about(ask) if ask else None
    if ask is None or rank is None:
        return {}
    said: object = tried(
        lambda: answers.read(f"{rank} {letter.new_words}", context=context_of(ask, at=reply.at)),
        about=reply.waiting.inbound,
        otherwise=None,
    )
    if isinstance(said, answers.Unclear):
        said = said.partly
    return _accepted(said, ask) if isinstance(said, Accept) else {}


def _asked_back_about(ask: Assignment) -> int | None:
    """The wish whose time we asked for; the mail that took it is kept beside our question."""
    took = WaitingReply.objects.filter(
        assignment=ask, decision=WaitingReply.Decision.SETTLED, understood__reason="no_time"
    ).order_by("-pk").first()  # fmt: skip
    partly = understanding.of_json(took.understood) if took else None
    return partly.rank if isinstance(partly, Accept) else None


def _accepted(understood: Accept, ask: Assignment) -> dict[str, Any]:
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


def _message(reply: Reply, letter: Letter) -> dict[str, Any]:
    return {"words": letter.new_words[:_MOST_WORDS]}


_FILLERS = {
    "message": _message,
    "consulted": _message,
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
