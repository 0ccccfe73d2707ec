"""For the admin's templates: the notes on a page that is being written."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.editing import reading
from cms.editing.checks import Note

register = template.Library()


@register.simple_tag
def notes_on(page: Page | None) -> list[Note]:
    return reading.notes_of(page) if isinstance(page, Page) and page.pk else []


@register.filter
def search_button(page: str) -> SafeString:
    """Wagtail's first page with the one word that it leaves in English."""
    word = escape(_("検索"))
    return mark_safe(page.replace('value="Search"', f'value="{word}"'))
