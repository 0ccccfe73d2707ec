"""The lecture's name on a page: in the reader's language, else marked as Japanese."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lectures.models import Lecture
from lectures.titles import number_in, title_in

register = template.Library()


@register.simple_tag
def title_of(lecture: Lecture) -> str | SafeString:
    language = get_language() or "ja"
    title = title_in(lecture, language)
    return title or format_html('<span lang="ja">{}</span>', lecture.title)


@register.simple_tag
def number_of(lecture: Lecture) -> str:
    return number_in(lecture, get_language() or "ja")
