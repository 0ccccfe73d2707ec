"""format=flowed (RFC 3676) undone: Thunderbird and Apple wrap Japanese text with it. Pure."""

import re

_QUOTE = re.compile(r"^(>*)( ?)(.*)$", re.DOTALL)
_SIGNATURE = "-- "


def unflow(text: str, *, delete_space: bool) -> str:
    """Soft line breaks removed, space-stuffing taken out, quote marks kept."""
    paragraphs: list[tuple[int, list[str]]] = []
    soft = False
    for line in text.replace("\r\n", "\n").split("\n"):
        depth, words = _split(line)
        continues = soft and paragraphs[-1][0] == depth and words != _SIGNATURE
        soft = words.endswith(" ") and words != _SIGNATURE
        words = words[:-1] if soft and delete_space else words
        if continues:
            paragraphs[-1][1].append(words)
        else:
            paragraphs.append((depth, [words]))
    return "\n".join(_quoted(depth, "".join(words)) for depth, words in paragraphs)


def _split(line: str) -> tuple[int, str]:
    quotes, _stuffing, words = _QUOTE.match(line).groups()  # type: ignore[union-attr]
    return len(quotes), words


def _quoted(depth: int, words: str) -> str:
    return f"{'>' * depth} {words}" if depth else words
