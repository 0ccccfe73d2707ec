"""From the bytes of a mail to what it does: received, sorted, judged, by one worker."""

from collections.abc import Callable
from functools import partial
from typing import Any

MAILS = 40


def inbox(town: Any) -> dict[str, dict[str, float]]:
    """One row for each thing that a mail can do, all of it and only its arrival."""
    from django.conf import settings

    from bookings.actions import receiving as reading
    from notifications.inbox import receiving
    from tests.factories.replies import SERVER
    from tests.factories.town import NOW

    def arrive(raw: bytes) -> Any:
        return receiving.receive(raw, envelope_to=[], at=NOW)

    def all_of_it(raw: bytes) -> None:
        assert reading.take(arrive(raw).pk, at=NOW) is not None

    settings.AUTHSERV_ID = SERVER
    words = "相談してから、来週お返事します。"
    return {
        "mail in: received, sorted": timed(town, arrive, text=words, first=1000),
        "mail in: … judged, waits for a person": timed(town, all_of_it, text=words, first=2000),
        "mail in: … judged, declines": timed(
            town, all_of_it, text="辞退 別の会議と重なるため", first=3000
        ),
        "mail in: … judged, accepts": timed(town, all_of_it, text="承諾", first=4000),
    }


def timed(town: Any, handle: Callable[[bytes], Any], *, text: str, first: int) -> dict[str, float]:
    from tests.bench.rounds import ROUNDS, milliseconds, statements

    calls = [
        partial(handle, raw) for raw in mails(town, 1 + ROUNDS * MAILS, text=text, first=first)
    ]
    rounds = [calls[1 + MAILS * turn : 1 + MAILS * (turn + 1)] for turn in range(ROUNDS)]
    return {"sql": statements(calls[0]), "ms": milliseconds(rounds), "calls": MAILS}


def mails(town: Any, number: int, *, text: str, first: int) -> list[bytes]:
    """One answer to each of as many new asks, as our mail server hands it over."""
    from bookings.status import RequestStatus
    from tests.factories.replies import raw_reply, reply_address
    from tests.races import track

    requests = track.requests(town, number, status=RequestStatus.ASKING, first=first)
    return [raw_reply(text, to=reply_address(one)) for one in track.asks(town, requests)]
