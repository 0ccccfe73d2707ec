"""What a group said beyond the necessary, told back to it: classes, help, things at the place.

Facts of the group's own page and of its receipt, in its reader's language. Reads rows; decides nothing.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import ApplicantGroup, BookingRequest
from bookings.spelling.classes import SpelledClass, in_words
from bookings.status import Care, CareBy, TalkLanguage
from lectures.models import Kit

_MORE = gettext_lazy("ほかに書いてくださったこと")
_ON_THE_PAGE = gettext_lazy("下のページで見られます")


class Asked(NamedTuple):
    name: str
    lines: tuple[str, ...]


def of_request(request: BookingRequest) -> list[Asked]:
    """Only what was said. Only schools have classes, and only then is it worth a question."""
    group = request.group
    is_school = group is not None and group.kind == ApplicantGroup.Kind.SCHOOL
    rows = request.classes.order_by("order") if is_school else []
    classes = (
        SpelledClass(row.name, row.lesson, row.children, row.starts, row.ends) for row in rows
    )
    return [*classes_of(classes), *wanted(request)]


def classes_of(rows: Iterable[SpelledClass]) -> list[Asked]:
    lines = tuple(in_words(row) for row in rows)
    return [Asked(_("クラスと時間"), lines)] if lines else []


def wanted(said: Any) -> list[Asked]:
    """Help, another language and things; of a request, or of what is about to be sent."""
    care = tuple(str(Care(code).label) for code in said.care)
    by = (str(CareBy(said.care_by).label),) if said.care_by else ()
    there, brought = (
        _("、").join(str(Kit(code).label) for code in codes)
        for codes in (said.kit_there, said.kit_wanted)
    )
    spoken = TalkLanguage(said.talk_language)
    found = [
        Asked(_("手話通訳・車いすなど"), (*care, *filter(None, [said.care_words]), *by)),
        Asked(_("話すことば"), () if spoken == TalkLanguage.JAPANESE else (str(spoken.label),)),
        Asked(_("会場で使えるもの"), (there,) if there else ()),
        Asked(_("持ってきてほしいもの"), (brought,) if brought else ()),
    ]
    return [row for row in found if row.lines]


def for_mail(request: BookingRequest) -> list[dict[str, Any]]:
    """The same, put into words only when the mail is written.

    An address that nobody has proved may be a stranger's: it hears only that there is more to read.
    """
    group = request.group
    if of_request(request) and (group is None or group.email_confirmed_at is None):
        return [{"name": _MORE, "words": _ON_THE_PAGE}]

    def name(number: int) -> str:
        return of_request(request)[number].name

    def words(number: int) -> str:
        return _("、").join(" ".join(line.split()) for line in of_request(request)[number].lines)

    return [
        {"name": lazy(name, str)(number), "words": lazy(words, str)(number)}
        for number in range(len(of_request(request)))
    ]
