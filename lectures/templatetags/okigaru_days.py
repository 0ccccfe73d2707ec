"""Days, hours and sentences as people here write them. Formats only; the venue's zone is applied
here."""

from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config import clock
from config.readings import plain
from lectures import eras
from lectures.zones import local, venue_zone

register = template.Library()


@register.filter
def short_day(day: date | datetime | None) -> str:
    """12月17日（木）."""
    if day is None:
        return ""
    return eras.short_day(local(day).date() if isinstance(day, datetime) else day)


@register.filter
def near_day(day: date | None) -> str:
    """12月17日（木）; 2027年2月10日（水） as long as it is 2026."""
    return eras.near_day(day, today=clock.today(venue_zone())) if day else ""


@register.filter
def full_day(day: date | datetime | None) -> str:
    """2026年12月17日（木）."""
    if day is None:
        return ""
    return eras.full_day(local(day).date() if isinstance(day, datetime) else day)


@register.filter
def iso_day(moment: datetime) -> str:
    """2026-12-17, as an address carries it."""
    return f"{local(moment):%Y-%m-%d}"


@register.filter
def hours_to(starts_at: datetime, ends_at: datetime) -> str:
    """10時〜11時30分."""
    return eras.time_range(local(starts_at), local(ends_at))


@register.filter
def clock_words(moment: time | None) -> str:
    """9時30分."""
    return "" if moment is None else eras.clock_time(moment)


@register.filter
def day_and_time(moment: datetime) -> str:
    """2026年12月17日（木）12時05分."""
    return eras.moment_words(local(moment))


@register.filter
def fiscal_year(year: int) -> str:
    """令和8年度（2026年度）."""
    return eras.fiscal_year_words(year)


@register.filter
def month_words(day: date) -> str:
    """2026年12月."""
    return eras.month_words(day)


@register.filter
def plain_number(number: Decimal) -> str:
    """6, 7.5."""
    return f"{number:.1f}".removesuffix(".0")


@register.filter
def unbroken(words: object) -> SafeString:
    """A day that stays on one line where the line is long enough."""
    return format_html('<span class="nb">{}</span>', words)


@register.filter
def one_line(words: object) -> SafeString:
    """A telephone number: short enough for any line, and its bracket stays with it."""
    return format_html('<span class="nw">{}</span>', words)


@register.filter
def full_stop(sentence: object) -> str:
    """Japanese sentences end alike, whoever wrote them; an example at the end stays as it is."""
    words = str(sentence)
    last = plain(words)[-1:]
    return f"{words}。" if "\u3041" <= last <= "\u9fff" else words
