"""What departments are told of next year's menu. Stored in the caller's transaction, delivered later.

They tell of no request, so nothing ties them to one; their key makes them one each.
"""

from collections.abc import Iterable
from datetime import datetime

from bookings.emails import facts
from bookings.emails.ask import one_line
from bookings.emails.telling import render
from bookings.emails.timing import timing
from cms.rollover.lists import Share
from cms.rollover.models import MenuAsk, MenuEntry
from lectures.eras import fiscal_year_label
from lectures.zones import local
from notifications import outbox

ASKED, REMINDED, RECORDED = (
    "department_menu_asked", "department_menu_reminded", "department_menu_recorded",
)  # fmt: skip


def tell(
    ask: MenuAsk, share: Share, *, kind: str, key: str, to: Iterable[str], at: datetime
) -> None:
    """One mail to each address, however often it is named."""
    context = {
        "office": facts.office(),
        "department": share.department,
        "menu_year": fiscal_year_label(ask.rollover.fiscal_year.year),
        "menu_count": len(share.rows),
        "menu_open": share.open,
        "menu_lines": lines(share, only_open=kind == REMINDED),
        "menu_late": local(at).date() > ask.rollover.due_on,
        "due": facts.lazy_day(ask.rollover.due_on),
        "link": ask.grant.link,
    }
    subject, text = render(kind, context=context)
    for number, address in enumerate(to):
        outbox.store(
            dedup_key=f"{kind}:{ask.pk}:{key}:{number}",
            to=address, subject=subject, text=text, at=at, kind=kind, **timing(kind, at=at),
        )  # fmt: skip


def lines(share: Share, *, only_open: bool) -> list[str]:
    """・3-07 わが家の防災マップづくり（60分）：そのまま."""
    rows = [row for row in share.rows if not only_open or row.is_open]
    return [
        f"・{row.number} {one_line(row.title)}（{row.minutes}分）"
        + (
            ""
            if row.entry.answer == MenuEntry.Answer.OPEN
            else f"：{row.entry.get_answer_display()}"
        )
        for row in rows
    ]
