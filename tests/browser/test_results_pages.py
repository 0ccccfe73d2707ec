"""The office's pages of the results, with nothing and with something to show."""

from datetime import timedelta

import pytest

from bookings.actions import sessions
from bookings.status import Reason, RequestStatus
from tests.browser.town import Everything
from tests.browser.visitor import Visitor
from tests.factories.bookings import deliver
from tests.factories.town import OFFICE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once]
PAGES = (
    "results/", "results/by/area/", "results/by/need_kind/", "results/by/lecture/", "results/by/month/",
    "results/by/years/", "results/waiting/", "results/next-menu/", "results/headquarters/",
    "results/areas/", "results/unit/", "results/out/", "results/close/", "direct/", "opinions/",
)  # fmt: skip


def test_the_results_with_nothing_and_with_something(town: Everything, clerk: Visitor, clock_at):
    for path in PAGES:
        clerk.see(f"/desk/{path}", f"{path} empty")
    held = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    off = town.request(status=RequestStatus.CONFIRMED).sessions.get()
    clock_at(held.ends_at + timedelta(hours=2))
    deliver(held)
    sessions.cancel_session(session_id=off.pk, by=OFFICE, at=off.ends_at, reason=Reason.DISASTER)
    for path in PAGES:
        clerk.see(f"/desk/{path}", f"{path} full")
