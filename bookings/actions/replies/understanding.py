"""What was understood of a mail as plain JSON, for the person who decides, and back again."""

from datetime import datetime
from typing import Any

from bookings.answers import Accept, Counter, Decline, Question, Report, Unclear, Understood


def as_json(understood: Understood | Report) -> dict[str, Any]:
    """{"kind": accept | decline | counter | question | report | unclear, …}; moments as ISO texts."""
    if isinstance(understood, Accept):
        return {
            "kind": "accept",
            "rank": understood.rank,
            "starts_at": _text(understood.starts_at),
            "lecturer_ids": list(understood.lecturer_ids),
        }
    if isinstance(understood, Decline):
        return {"kind": "decline", "words": understood.reason_text}
    if isinstance(understood, Counter):
        return {
            "kind": "counter",
            "slots": [[_text(starts), _text(ends)] for starts, ends in understood.slots],
            "words": understood.note,
        }
    if isinstance(understood, Question):
        return {"kind": "question", "words": understood.words}
    if isinstance(understood, Report):
        return {"kind": "report", **vars(understood)}
    return _unclear(understood)


def of_json(data: dict[str, Any]) -> Understood | Report | None:
    """The answer that the JSON holds; None: nothing that could be applied."""
    kind = data.get("kind")
    if kind == "accept":
        return Accept(data["rank"], _moment(data["starts_at"]), tuple(data["lecturer_ids"]))
    if kind == "decline":
        return Decline(data["words"])
    if kind == "counter":
        slots = tuple((_moment(starts), _moment(ends)) for starts, ends in data["slots"])
        return Counter(slots, data["words"])  # type: ignore[arg-type]
    if kind == "question":
        return Question(data["words"])
    if kind == "report":
        return Report(data["adults"], data["children"], data["minutes"], data["words"])
    return of_json(data["partly"]) if data.get("partly") else None


def _unclear(understood: Unclear) -> dict[str, Any]:
    partly = understood.partly
    answer = isinstance(partly, Accept | Decline | Counter | Question | Report)
    return {
        "kind": "unclear",
        "reason": understood.reason_code,
        "unknown_names": list(understood.unknown_names),
        "partly": as_json(partly) if answer else None,  # type: ignore[arg-type]
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
