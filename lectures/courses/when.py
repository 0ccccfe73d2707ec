"""曜日と時間: what the meetings of a course say of days and hours, to show, to narrow and to find by.

Pure. Meetings are in order and none of them is cancelled; an exhibition's days have no hours.
"""

from collections.abc import Sequence
from datetime import time
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lectures import eras
from lectures.zones import local

if TYPE_CHECKING:
    from lectures.models.course import MeetingFacts

# As /search/ names them.
SLOTS = {
    "weekday": gettext_lazy("平日の昼"),
    "evening": gettext_lazy("平日の夜（18時から）"),
    "weekend": gettext_lazy("土曜・日曜"),
}
_EVENING = time(18)
_MOST_WEEKDAYS = 2
_WEEKDAYS = ("月曜日 Monday", "火曜日 Tuesday", "水曜日 Wednesday", "木曜日 Thursday", "金曜日 Friday", "土曜日 Saturday", "日曜日 Sunday")  # fmt: skip
# (from, before): what people call it.
_HOURS = (
    (time(0), time(12), "午前 朝 morning"),
    (time(12), time(17), "午後 昼間 afternoon"),
    (time(16), time(19), "夕方"),
    (_EVENING, time.max, "夜 夜間 仕事帰り evening"),
)


def slot(meeting: "MeetingFacts") -> str:
    starts = local(meeting.starts_at)
    if starts.weekday() >= 5:
        return "weekend"
    return "evening" if starts.time() >= _EVENING and not meeting.all_day else "weekday"


def usual(meetings: Sequence["MeetingFacts"]) -> str:
    """土曜 10時〜12時 of meetings that are alike; the hours alone, or those of the first meeting."""
    timed = [meeting for meeting in meetings if not meeting.all_day]
    if not timed:
        return ""
    hours = [eras.time_range(local(one.starts_at), local(one.ends_at)) for one in timed]
    if len(set(hours)) > 1:
        return _("1回目は%(hours)s") % {"hours": hours[0]}
    weekdays = sorted({local(one.starts_at).weekday() for one in timed})
    if len(timed) == 1 or len(weekdays) > _MOST_WEEKDAYS:
        return hours[0]
    return f"{eras.weekday_words(weekdays)} {hours[0]}"


def words(meetings: Sequence["MeetingFacts"]) -> str:
    """What people type who look for such days and hours."""
    found: dict[str, None] = {}
    for meeting in meetings:
        starts = local(meeting.starts_at)
        found[_WEEKDAYS[starts.weekday()]] = None
        found["週末 土日 weekend" if starts.weekday() >= 5 else "平日 weekday"] = None
        if not meeting.all_day:
            found |= {
                said: None for since, before, said in _HOURS if since <= starts.time() < before
            }
    return " ".join(found)
