"""A town's own words on an English page: each part in Japanese says so itself (WCAG 3.1.2)."""

import re
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

_LETTER = "[\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff々〇]"
# From the first Japanese letter to the last, over marks and figures between them.
_WORDS = re.compile(rf"<[^>]*>|({_LETTER}(?:[\s\d、。・「」『』（）《》＋〜／]*{_LETTER})*)")


@register.filter
def in_japanese(words: Any) -> SafeString:
    """事業報告書 → <span lang="ja">事業報告書</span>, in English only. None and "" stay empty."""
    html = conditional_escape("" if words is None else words)
    if (get_language() or "ja").startswith("ja"):
        return html
    return mark_safe(_WORDS.sub(_marked, html))


def _marked(found: re.Match[str]) -> str:
    """Tags stay as they are."""
    return f'<span lang="ja">{found[1]}</span>' if found[1] else found[0]
