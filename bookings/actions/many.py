"""The same act for many requests, one after the other: each is done or left, for itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import Refused, Stale, locked
from bookings.models import EventMail, RequestEvent, Telling

Act = Callable[[int], object]  # takes the key of a request; may raise Refused


@dataclass(frozen=True)
class Outcome:
    """How much it told, by mail and otherwise; or the sentence of why it is not done."""

    request_id: int
    refusal: str = ""
    mails: int = 0
    tellings: int = 0


def do(versions: Iterable[tuple[int, int]], act: Act) -> Iterator[Outcome]:
    """One transaction for each request, seen in this version by whoever decided."""
    for pk, version in versions:
        try:
            yield _done(pk, version, act)
        except Refused as refusal:
            yield Outcome(pk, refusal=str(refusal))


@transaction.atomic
def _done(pk: int, version: int, act: Act) -> Outcome:
    if locked(pk).version != version:
        raise Stale(_("画面を開いたあとで、申込みのようすが変わりました。"))
    newest = RequestEvent.objects.filter(request=pk).order_by("-pk").values_list("pk", flat=True)
    before = newest.first() or 0
    act(pk)
    since = {"event__request": pk, "event__pk__gt": before}
    return Outcome(
        pk,
        mails=EventMail.objects.filter(**since).count(),
        tellings=Telling.objects.filter(**since).count(),
    )
