"""A lecture's title and number for readers of another language. Reads pages; writes nothing.

The row holds the town's own words. An English page of the lecture holds its English title.
"""

from copy import copy

from lectures.models import Lecture, LecturePage

_OFF_MENU = "メニュー外-"


def title_in(lecture: Lecture, language: str) -> str:
    """ "" where it has none in that language."""
    if language.startswith("ja"):
        return lecture.title
    pages = LecturePage.objects.live().filter(lecture=lecture.pk)
    found = pages.filter(locale__language_code=language[:2]).values_list("title", flat=True)
    return found.order_by("pk").first() or ""


def number_in(lecture: Lecture, language: str) -> str:
    """3-07 is the same everywhere; what stands on no menu says so."""
    if language.startswith("ja"):
        return lecture.number
    return lecture.number.replace(_OFF_MENU, "Off-menu ")


def told_in(lecture: Lecture, language: str) -> Lecture:
    """The row as a mail in that language names it; not to be saved."""
    if language.startswith("ja"):
        return lecture
    told = copy(lecture)
    told.title, told.number = (
        title_in(lecture, language) or lecture.title,
        number_in(lecture, language),
    )
    return told
