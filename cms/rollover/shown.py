"""What the pages of one lecture show: then and now, side by side. Reads only."""

from typing import Any

from cms.rollover.answering import BODY, draft_of, last_page
from cms.rollover.differences import Difference, body_differences, differences
from cms.rollover.forms import LectureForm
from cms.rollover.models import MenuEntry
from cms.rollover.words import text_of
from lectures.models import LecturePage


def context_of(entry: MenuEntry) -> dict[str, Any]:
    """The draft, this year's page, and every difference between them."""
    page, last = draft_of(entry), last_page(entry)
    return {
        "entry": entry,
        "page": page,
        "last": last,
        "year": entry.rollover.fiscal_year.year,
        "differences": differences(entry.continues, page),
        "body": body_differences(last, page),
    }


def translations(entry: MenuEntry) -> list[LecturePage]:
    """Drafts in other languages, which nobody brings up to date by itself."""
    if entry.page is None:
        return []
    rows = LecturePage.objects.filter(translation_key=entry.page.translation_key)
    return list(rows.exclude(pk=entry.page_id).select_related("locale"))


def already(entry: MenuEntry, form: LectureForm) -> list[Difference]:
    """After somebody was faster: what is kept now, where the form says something else."""
    page = draft_of(entry)
    found = []
    for name, value in form.initial_of(page).items():
        typed = str(form.data.get(name, "")).replace("\r\n", "\n").strip()
        kept = text_of(page) if name == BODY else str(value)
        if typed != kept:
            found.append(Difference(form.fields[name].label or name, kept, typed))
    return found
