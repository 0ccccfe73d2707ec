"""The sentence over a table: what it shows, in one breath."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bookings.counting import Dimension, Row

# These keys name nothing that could be the most.
OTHERS = "others"
_NOBODY = ("", "unknown", OTHERS)
_NAMED = 3  # who have equally many are named, unless they are more


def percent(part: float, whole: float) -> int:
    """0 where there is nothing."""
    return round(100 * part / whole) if whole else 0


def most_held(rows: Sequence[Row]) -> str:
    """Who has most delivered sessions, and how much of the whole that is."""
    whole = sum(row.delivered for row in rows)
    if not whole:
        return _("この年度に実施した講座は、まだありません。")
    named = [row for row in rows if row.key not in _NOBODY and row.delivered]
    if not named and any(row.key == OTHERS for row in rows):
        return _("どれも少ないので、合わせて「その他」にしています。")
    if not named:
        return _("実施した%(whole)d回は、どれに当たるか分かっていません。") % {"whole": whole}
    most = max(row.delivered for row in named)
    first = [row.label for row in named if row.delivered == most]
    words = {"label": first[0], "number": most, "whole": whole, "percent": percent(most, whole)}
    if len(first) == 1:
        return (
            _("いちばん多いのは%(label)sの%(number)d回で、全体（%(whole)d回）の%(percent)d%%です。")
            % words
        )
    words |= {"labels": _("、").join(first), "count": len(first)}
    if len(first) <= _NAMED:
        return _("いちばん多いのは%(labels)sで、それぞれ%(number)d回です。") % words
    return _("いちばん多いのは%(number)d回で、同じ数のものが%(count)dあります。") % words


def of_reasons(rows: Sequence[Row]) -> str:
    """Of what was not held on its day."""
    cancelled, postponed = sum(row.cancelled for row in rows), sum(row.postponed for row in rows)
    if not cancelled + postponed:
        return _("中止も、延期したままの講座もありません。")
    words: dict[str, object] = {"cancelled": cancelled, "postponed": postponed}
    said = [row for row in rows if row.key not in _NOBODY]
    if not said:
        return _("中止は%(cancelled)d回、延期中は%(postponed)d回です。") % words
    first = max(said, key=lambda row: row.cancelled + row.postponed)
    words |= {"label": first.label}
    return (
        _("中止は%(cancelled)d回、延期中は%(postponed)d回で、いちばん多い理由は「%(label)s」です。")
        % words
    )


def of_needs(necessary: int, requested: int) -> str:
    """The balance of what the city has to say and what citizens ask."""
    if not necessary + requested:
        return _("この年度に実施した講座は、まだありません。")
    words = {"percent": percent(necessary, necessary + requested), "number": necessary,
             "whole": necessary + requested}  # fmt: skip
    return _("必要課題が%(percent)d%%です（%(whole)d回のうち%(number)d回）。") % words


def finding_of(dimension: Dimension, rows: Sequence[Row]) -> str:
    if dimension == Dimension.REASON:
        return of_reasons(rows)
    if dimension == Dimension.NEED_KIND:
        return of_needs(*needs(rows))
    return most_held(rows)


def needs(rows: Sequence[Row]) -> tuple[int, int]:
    """(必要課題, 要求課題) delivered."""
    by_key = {row.key: row.delivered for row in rows}
    return by_key.get("necessary", 0), by_key.get("requested", 0)
