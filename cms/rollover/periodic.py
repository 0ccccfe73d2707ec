"""What the worker looks for on the way to the new menu; a sweep over all towns, safe to repeat."""

import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django_scopes import scope
from wagtail.models import Site

from cms.rollover import asking, opening, publishing
from cms.rollover.models import MenuAsk, MenuRollover

_logger = logging.getLogger(__name__)


def carry(*, now: Callable[[], datetime]) -> None:
    """Drafts that are still to be copied, and pages that wait for their day."""
    for _site in _towns():
        for rollover in MenuRollover.objects.filter(copied_at__isnull=True):
            _tried(opening.carry, rollover, at=now())
        begun = MenuRollover.objects.filter(publishing_since__isnull=False)
        for rollover in begun.filter(published_at__isnull=True):
            _tried(publishing.carry, rollover, at=now())


def remind(*, now: Callable[[], datetime]) -> None:
    """Before the deadline, and the day after it."""
    for _site in _towns():
        asks = MenuAsk.objects.filter(second_reminded_at__isnull=True)
        open_asks = asks.filter(rollover__closed_at__isnull=True)
        for pk in open_asks.values_list("pk", flat=True):
            _tried(asking.remind, pk, at=now())


def _towns() -> Iterator[Site]:
    for site in Site.objects.order_by("pk"):
        with scope(site=site):
            yield site


def _tried(act: Callable[..., object], what: Any, **more: Any) -> None:
    """What cannot be dealt with must not stop the others."""
    try:
        act(what, **more)
    except Exception as problem:  # noqa: BLE001 - whatever it is, the next one must have its turn
        # The message may hold an address or a name: only its kind and place are logged.
        place = "".join(traceback.format_tb(problem.__traceback__))
        _logger.error("%s failed: %s\n%s", act.__name__, type(problem).__name__, place)
