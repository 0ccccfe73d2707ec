"""What a person sees of an HTML mail, without the quoted part. Pure, and linear in its input.

Words that are struck out keep a stroke through every letter: whoever reads them sees it too.

Tree builders, and the standard library's parser too, need minutes for hostile nesting or for
comments that never end; this reads the tags in one pass and knows no tree.
"""

import html
import re

MAX_LENGTH = 1_000_000
_TOKEN = re.compile(r"<!--|<[!?][^<>]*>|<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>")
STROKE = "\u0336"  # combines with the letter before it
_STRUCK = frozenset({"s", "strike", "del"})
_STRUCK_STYLE = re.compile(r"line-through", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s"']+)""", re.IGNORECASE)
_QUOTES = frozenset(
    {"gmail_quote", "gmail_extra", "moz-cite-prefix", "yahoo_quoted", "divrplyfwdmsg"}
)
_LEFT_OUT = frozenset({"blockquote", "head", "noscript", "script", "style", "template", "title"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "area", "base", "col", "wbr"})
_BLOCKS = frozenset(
    {"address", "article", "aside", "br", "center", "dd", "div", "dl", "dt", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre"}
    | {"section", "table", "td", "th", "tr", "ul"}
)


def text_of_html(page: str) -> str:
    """The visible words, one line for each block."""
    visible = _Visible()
    page = page[:MAX_LENGTH]
    position = 0
    while token := _TOKEN.search(page, position):
        visible.text(page[position : token.start()])
        position = token.end()
        if token[0] == "<!--":
            end = page.find("-->", position)
            position = len(page) if end < 0 else end + 3
        elif token[2]:
            visible.tag(token[2].lower(), closing=bool(token[1]), attributes=token[3])
    visible.text(page[position:])
    lines = (" ".join(line.split()) for line in "".join(visible.words).split("\n"))
    return "\n".join(line for line in lines if line)


class _Visible:
    """Collects words; inside a left-out element it only counts until that element ends."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._left_out = ""
        self._depth = 0
        self._struck = ""
        self._struck_depth = 0

    def text(self, words: str) -> None:
        if not self._left_out:
            seen = html.unescape(words).replace("\n", " ")
            self.words.append(_stroked(seen) if self._struck else seen)

    def tag(self, name: str, *, closing: bool, attributes: str) -> None:
        if name == self._left_out:
            self._depth += -1 if closing else 1
            if self._depth == 0:
                self._left_out = ""
        elif not (self._left_out or closing or name in _VOID) and _is_left_out(name, attributes):
            self._left_out, self._depth = name, 1
        if name in _BLOCKS:
            self.words.append("\n")
        self._strike(name, closing=closing, attributes=attributes)

    def _strike(self, name: str, *, closing: bool, attributes: str) -> None:
        if name == self._struck:
            self._struck_depth += -1 if closing else 1
            if self._struck_depth == 0:
                self._struck = ""
        elif not (self._struck or closing or name in _VOID) and _is_struck(name, attributes):
            self._struck, self._struck_depth = name, 1


def _is_struck(name: str, attributes: str) -> bool:
    return name in _STRUCK or bool(_STRUCK_STYLE.search(attributes))


def _stroked(words: str) -> str:
    return "".join(one if one.isspace() else one + STROKE for one in words)


def _is_left_out(name: str, attributes: str) -> bool:
    if name in _LEFT_OUT:
        return True
    named = (value.strip("\"'").lower().split() for _name, value in _ATTRIBUTE.findall(attributes))
    return any(not _QUOTES.isdisjoint(names) for names in named)
