"""For the admin's templates: the notes on a page that is being written."""

from django import template
from wagtail.models import Page

from cms.editing import reading
from cms.editing.checks import Note

register = template.Library()


@register.simple_tag
def notes_on(page: Page | None) -> list[Note]:
    return reading.notes_of(page) if isinstance(page, Page) and page.pk else []
