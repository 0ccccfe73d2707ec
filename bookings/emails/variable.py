"""One 差し込み: an expression over a mail's context, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.template import Context, Template, engines
from django.utils.functional import Promise
from django.utils.translation import get_language


@dataclass(frozen=True)
class Variable:
    """`needed`: a kind whose built-in text shows it must keep it."""

    name: str
    ja: str
    means: Promise
    en: str = ""
    needed: bool = False
    several_lines: bool = False

    def of(self, context: Mapping[str, Any]) -> str:
        """Its value for one mail, in the active language."""
        english = self.en and (get_language() or "ja").startswith("en")
        value = _compiled(self.en if english else self.ja).render(Context(dict(context)))
        lines = (line.rstrip() for line in value.strip("\r\n ").splitlines())
        return "\n".join(lines) if self.several_lines else " ".join(lines)


@cache
def _compiled(expression: str) -> Template:
    words = f"{{% load okigaru_days %}}{{% autoescape off %}}{expression}{{% endautoescape %}}"
    return engines["django"].from_string(words).template
