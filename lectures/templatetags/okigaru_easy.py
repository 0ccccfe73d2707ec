"""Words of an editor in やさしい日本語, where there are some and the reader chose it."""

from django import template
from django.utils.safestring import mark_safe

from config import languages, readings

register = template.Library()


@register.simple_tag
def easy(easy_words: str, words: str) -> str:
    """Readings are typed as in the catalogue: 漢字《かんじ》."""
    return readings.marked(easy_words) if easy_words and languages.is_easy() else words


@register.simple_tag
def is_easy() -> bool:
    return languages.is_easy()


@register.filter
def with_readings(html: str) -> str:
    return mark_safe(readings.marked(html))
