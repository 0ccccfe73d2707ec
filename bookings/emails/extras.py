"""What a group said beyond the necessary: a school's classes, help, a language, things at the place."""

from django.utils import translation

from bookings.models import ApplicantGroup, BookingRequest
from bookings.status import Care, CareBy, TalkLanguage
from lectures.models import Kit

_SCHOOL = ApplicantGroup.Kind.SCHOOL


def needs(request: BookingRequest) -> str:
    """手話通訳（市に頼みたい）。会場にあるもの マイク. Departments read it: in Japanese."""
    with translation.override("ja"):
        return "。".join(filter(None, [_care(request), _language(request), _kit(request)]))


def classes(request: BookingRequest) -> str:
    """5年1組 9:35〜10:20（32人）. Only schools have any, and only then is it worth a question to the database."""
    if request.group is None or request.group.kind != _SCHOOL:
        return ""
    rows = request.classes.order_by("order")
    return "、".join(
        f"{row.name} {row.starts:%-H:%M}〜{row.ends:%-H:%M}"
        + (f"（{row.children}人）" if row.children else "")
        for row in rows
    )


def _care(request: BookingRequest) -> str:
    if not request.care:
        return ""
    kinds = "・".join(str(Care(code).label) for code in request.care)
    by = f"（{CareBy(request.care_by).label}）" if request.care_by else ""
    words = f"：{request.care_words}" if request.care_words else ""
    return f"{kinds}{by}{words}"


def _language(request: BookingRequest) -> str:
    if request.talk_language == TalkLanguage.JAPANESE:
        return ""
    return f"話すことば {TalkLanguage(request.talk_language).label}"


def _kit(request: BookingRequest) -> str:
    there, wanted = request.kit_there, request.kit_wanted
    if not there and request.centre is not None:
        there = request.centre.kit
    parts = [
        f"会場にあるもの {_names(there)}" if there else "",
        f"持ってきてほしいもの {_names(wanted)}" if wanted else "",
    ]
    return "。".join(filter(None, parts))


def _names(codes: list[str]) -> str:
    return "・".join(str(Kit(code).label) for code in codes)
