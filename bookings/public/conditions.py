"""申込条件 in words, for the page before the questions."""

from datetime import datetime

from django.utils.translation import gettext as _

from bookings.rules import Rules, clock_words, first_day
from lectures.eras import near_day
from lectures.models import Lecture, OfficeSettings
from lectures.zones import local


def in_words(
    rules: Rules, lecture: Lecture, office: OfficeSettings, *, at: datetime
) -> list[tuple[str, str]]:
    """(name, words) pairs."""
    return [
        (_("申し込める人"), office.area_sentence),
        (_("人数"), _people(rules)),
        (_("いちばん早い日"), _earliest(rules, at=at)),
        *([(_("講座の時期"), rules.season.words)] if rules.season.words else []),
        (_("時間"), _hours(rules, lecture)),
        (_("うかがえない日"), _closed(rules)),
    ]


def _people(rules: Rules) -> str:
    if rules.max_people is None:
        return _("%(count)d人から") % {"count": rules.min_people}
    return _("%(least)d人から%(most)d人まで") % {
        "least": rules.min_people,
        "most": rules.max_people,
    }


def _earliest(rules: Rules, *, at: datetime) -> str:
    today = local(at).date()
    return _("%(day)s（今日から%(count)d日後）") % {
        "day": near_day(first_day(rules, today=today), today=today),
        "count": rules.lead_days,
    }


def _hours(rules: Rules, lecture: Lecture) -> str:
    return _("%(from)sから%(until)sまでの間の、%(minutes)d分") % {
        "from": clock_words(rules.day_from),
        "until": clock_words(rules.day_until),
        "minutes": lecture.minutes,
    }


def _closed(rules: Rules) -> str:
    days = [] if rules.weekends else [_("土曜・日曜")]
    days += [] if rules.holidays else [_("祝日")]
    for closed in rules.closed:
        first, last = (f"{day.month}月{day.day}日" for day in (closed.starts_on, closed.ends_on))
        words = first if first == last else f"{first}〜{last}"
        days.append(f"{words}（{closed.reason}）")
    return _("、").join(days) or _("ありません")
