"""担当課にきく: one mail to each department, again if the office wants, two reminders, a record.

Rows are written with the mails in one transaction, so nothing is told twice.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.moves import Refused
from bookings.models import Grant
from bookings.models.office_days import office_settings
from bookings.models.standins import deputies
from cms.rollover import mails
from cms.rollover.lists import Share, recipients, share_of, shares
from cms.rollover.models import MenuAsk, MenuRollover
from lectures.models import Department
from lectures.zones import local

DAYS_BEFORE, DAYS_AFTER = 7, 1
MORNING = 9


@transaction.atomic
def ask_departments(rollover_id: int, *, at: datetime) -> int:
    """Everybody who has not been asked yet; how many that were. Refused: not ready, or closed."""
    rollover = _locked(rollover_id)
    asked = [share for share in shares(rollover) if share.department and share.ask is None]
    for share in asked:
        _ask(rollover, share, at=at)
    if rollover.asked_at is None:
        rollover.asked_at = at
        rollover.save(update_fields=["asked_at"])
    return len(asked)


@transaction.atomic
def ask_again(rollover_id: int, *, department: Department, times: str, at: datetime) -> None:
    """The same mail once more, with the same link. Refused.

    `times`: how often the page said it was sent; a second press of the same button sends nothing.
    """
    rollover = _locked(rollover_id)
    share = next((row for row in shares(rollover) if row.department == department), None)
    if share is None:
        raise Refused(_("この課の講座は、ありません。"))
    if share.ask is None:
        _ask(rollover, share, at=at)
        return
    if not times.isdecimal():
        raise Refused(_("課を、もう一度えらんでください。"))
    if times != str(share.ask.times):
        return
    share.ask.times += 1
    share.ask.save(update_fields=["times"])
    _tell(share.ask, share, kind=mails.ASKED, key=str(share.ask.times), at=at)


@transaction.atomic
def remind(ask_id: int, *, at: datetime) -> bool:
    """Once before the deadline and once after it, to whoever still lacks an answer."""
    rollover_id = MenuAsk.objects.values_list("rollover_id", flat=True).get(pk=ask_id)
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    ask = MenuAsk.objects.select_related("department", "grant").get(pk=ask_id)
    ask.rollover = rollover
    which = _due(ask, at=at)
    if which is None or not rollover.takes_answers:
        return False
    share = share_of(ask)
    setattr(ask, which, at)
    ask.save(update_fields=[which])
    if not share.open:
        return False
    _tell(
        ask,
        share,
        kind=mails.REMINDED,
        key=f"{which}:{rollover.due_on}",
        at=at,
        more=which == "second_reminded_at",
    )
    return True


def record(ask: MenuAsk, *, at: datetime) -> None:
    """The first time that nothing is open any more: what was answered, to the department's address.

    The caller's transaction holds the rollover's lock.
    """
    share = share_of(ask)
    if ask.recorded_at is not None or share.open or not share.rows:
        return
    ask.recorded_at = at
    ask.save(update_fields=["recorded_at"])
    _tell(ask, share, kind=mails.RECORDED, key="1", at=at)


def _locked(rollover_id: int) -> MenuRollover:
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    if rollover.copied_at is None:
        raise Refused(_("下書きを用意しています。できてから、もう一度おしてください。"))
    if not rollover.takes_answers:
        raise Refused(_("返事はしめ切っています。"))
    return rollover


def _ask(rollover: MenuRollover, share: Share, *, at: datetime) -> None:
    assert share.department is not None
    grant = Grant.objects.issue(purpose=Grant.Purpose.MENU, site_id=rollover.site_id, at=at)
    ask = MenuAsk.objects.create(
        site_id=rollover.site_id, rollover=rollover, department=share.department, grant=grant,
        asked_at=at,
    )  # fmt: skip
    _tell(ask, share, kind=mails.ASKED, key="1", at=at)


def _tell(
    ask: MenuAsk, share: Share, *, kind: str, key: str, at: datetime, more: bool = False
) -> None:
    """`more`: superiors and deputies hear too."""
    today = local(at).date()
    to = recipients(share, on=today, otherwise=office_settings().email)
    if more and share.department is not None:
        to = list(dict.fromkeys([*to, *deputies(share.department, on=today)]))
    mails.tell(ask, share, kind=kind, key=key, to=to, at=at)


def _due(ask: MenuAsk, *, at: datetime) -> str | None:
    """Which reminder is due now; one that was missed for long is not made up for by two at once."""
    now, due_on = local(at), ask.rollover.due_on
    if now.hour < MORNING:
        return None
    if now.date() >= due_on + timedelta(days=DAYS_AFTER):
        return None if ask.second_reminded_at else "second_reminded_at"
    if now.date() >= due_on - timedelta(days=DAYS_BEFORE):
        early = local(ask.asked_at).date() > due_on - timedelta(days=DAYS_BEFORE)
        return None if ask.reminded_at or early else "reminded_at"
    return None
