"""Furigana: how the catalogue writes it, how it travels, and what becomes of it on a page.

The catalogue says 漢字《かんじ》, or ｜何日《なんにち》 where the word is more than its kanji. While
the program runs, a word carries Unicode's own marks of annotation, which nobody types: so what a
group typed, 《》 and all, is never taken for a reading. Text only; knows no request.
"""

import re

# The code of the language whose words have readings.
EASY = "ja-easy"
_KANJI = "\u3400-\u9fff々〆〇"
_START, _MIDDLE, _END = "\ufff9", "\ufffa", "\ufffb"
WRITTEN = re.compile(rf"(?:｜([^《｜]+)|([{_KANJI}]+))《([^》]+)》")
WITHOUT = re.compile(f"[{_KANJI}]")
_MARKED = re.compile(f"{_START}([^{_MIDDLE}{_END}]*){_MIDDLE}([^{_END}]*){_END}")
# Titles, choices of a list and drawings hold no ruby; nor does a tag, with its attributes.
_PAGE = re.compile(
    rf"""<(title|option|textarea|text|desc)\b.*?</\1>|<(?:"[^"]*"|'[^']*'|[^'">])*>|{_MARKED.pattern}""",
    re.DOTALL,
)
# Said aloud a word would come twice; who listens does not need the reading.
_RUBY = '<ruby>{}<rt aria-hidden="true">{}</rt></ruby>'


def marked(written: str) -> str:
    """漢字《かんじ》 as it travels."""
    return WRITTEN.sub(
        lambda word: f"{_START}{word[1] or word[2]}{_MIDDLE}{word[3]}{_END}", written
    )


def plain(text: str) -> str:
    """Without its readings: for titles, attributes, mails and whatever is kept."""
    return _MARKED.sub(r"\1", text) if _START in text else text


def on_page(html: str) -> str:
    """Ruby where a reader sees text, nothing where only a machine does."""
    return _PAGE.sub(_one, html)


def _one(found: re.Match[str]) -> str:
    if found[2] is None:
        return plain(found[0])
    return _RUBY.format(found[2], found[3])


def unread(written: str) -> str:
    """The kanji of a text of the catalogue that have no reading."""
    return "".join(WITHOUT.findall(WRITTEN.sub("", written)))
