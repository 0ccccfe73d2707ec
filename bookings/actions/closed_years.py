"""締めた年度: what is counted there changes only by the office, and only with a written reason.

Whatever changes all the same (a lecture's category, a row mended by hand) is written down when it is
counted, as an `Amendment`; this only refuses who must not change it.
"""

from bookings.actions.moves import By, Refused
from bookings.sentence import Year, sentence
from bookings.status import Way
from lectures.models import FiscalYear


class YearClosed(Refused):
    """The year was closed; whoever may change it all the same must say why."""


def refuse(by: By, *years: FiscalYear) -> None:
    """YearClosed, unless the office says why."""
    if by.why:
        return
    closed = [one for one in years if one.closed_at is not None]
    if not closed:
        return
    year = Year(closed[0].year)
    if by.user is not None and by.way != Way.WEB:  # at the desk
        raise YearClosed(
            sentence(
                "%(year)sは締めました。それでも直すときは、直す理由を書いて、もう一度おしてください。",
                year=year,
            )
        )
    raise YearClosed(
        sentence("%(year)sは締めました。直すところがあれば、事務局に電話してください。", year=year)
    )


def refuse_target(year: int) -> None:
    """What was aimed at stands in the closed report, and no amendment tells of targets. Refused."""
    if FiscalYear.objects.filter(year=year).exclude(closed_at=None).exists():
        raise Refused(
            sentence(
                "%(year)sは締めました。目標を直すときは、先に締めを取り消してください。",
                year=Year(year),
            )
        )
