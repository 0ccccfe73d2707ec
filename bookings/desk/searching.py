"""What somebody types to find a request again, in any width, kana and spelling. Reads only."""

import re
import unicodedata

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Replace

from bookings.models import BookingRequest, LectureSession
from bookings.spelling import references
from lectures.search.folding import fold

_READING = Replace("group__contact_kana", Value(" "), Value(""), output_field=CharField())
_WIDE = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
_FEWEST_DIGITS = 3  # fewer say nothing about a telephone or an address
_TELEPHONE = re.compile(r"[0-9\s()+./\-‐-―−ー・]+")
_MOST_WORDS = 8
_ERA = re.compile(r"\s*(?:[RHS]|令和|平成)", re.IGNORECASE)
_COLUMNS = (
    "group__name", "group__contact_name", "group__representative", "lecture__title", "venue_name",
    "venue_address", "centre__name", "room__name", "room__centre__name",
)  # fmt: skip


def searched(rows: QuerySet[BookingRequest], words: str) -> QuerySet[BookingRequest]:
    """By number (R8-0123, 123); else every word stands in a name, the reading, the telephone, the
    lecture or the place."""
    plain = unicodedata.normalize("NFKC", words).replace("\0", "").strip()
    if numbered := _of_reference(plain):
        return rows.filter(numbered)
    rows = rows.alias(reading=_READING)
    digits = re.sub(r"\D", "", plain, flags=re.ASCII)
    if len(digits) >= _FEWEST_DIGITS and _TELEPHONE.fullmatch(plain):
        return rows.filter(_of_digits(digits) | _of_word(plain))
    for word in plain.split()[:_MOST_WORDS]:
        rows = rows.filter(_of_word(word))
    return rows


def _of_reference(plain: str) -> Q:
    """Only with its year's letter: figures alone may be a telephone or an address as well."""
    found = Q()
    if _ERA.match(plain):
        for year, number in references.meant(plain):
            found |= Q(fiscal_year__year=year, number=number)
    return found


def _of_digits(digits: str) -> Q:
    found = Q(group__phone__contains=digits) | Q(group__fax__contains=digits)
    return found | Q(number=int(digits)) if len(digits) <= 6 else found


def _spellings(word: str) -> set[str]:
    """Names are kept as they were typed; SQLite knows no capitals among wide letters."""
    return {word, *(form.translate(_WIDE) for form in (word, word.upper(), word.lower()))}


def _of_word(word: str) -> Q:
    found = Q(lecture__number__iexact=word)
    if word.isascii() and word.isdigit() and len(word) < _FEWEST_DIGITS:
        return found | Q(number=int(word))
    for column in _COLUMNS:
        for spelt in _spellings(word):
            found |= Q(**{f"{column}__icontains": spelt})
    if reading := fold(word):
        found |= Q(reading__contains=reading)
    held = LectureSession.objects.filter(request=OuterRef("pk"))
    places = Q()
    for column in ("venue_name", "centre__name", "room__name", "room__centre__name"):
        places |= Q(**{f"{column}__icontains": word})
    return found | Q(Exists(held.filter(places)))
