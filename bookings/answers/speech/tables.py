"""Tables drawn with bars as lines of label and value. It knows the drawing, not what a label means."""

import re

_BARS = str.maketrans(dict.fromkeys("│┃｜║", "|"))
_RULE = re.compile(r"^[\s|+:=\-─━┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╂┠┨┯┷┿╔╗╚╝╠╣╦╩╬═]+$")
_ROW = re.compile(r"^[\s\u3000]*\|.*\|[\s\u3000]*$")
_FEWEST = 2  # rows that make a table
_TITLES = frozenset(("項目", "区分", "事項"))


def as_lines(text: str) -> str:
    """Each row of two cells as 「日時：12月17日」; a row of titles above one row of values likewise."""
    if not any(bar in text for bar in "│┃｜║|"):
        return text
    found: list[str] = []
    table: list[list[str]] = []
    kept: list[str] = []
    for line in [*text.split("\n"), ""]:
        barred = line.translate(_BARS)
        if (table or kept) and _RULE.match(line) and line.strip():
            kept.append(line)
        elif _ROW.match(barred) and not _RULE.match(line):
            table.append(
                [cell.strip(" \u3000") for cell in barred.strip(" \u3000\r").strip("|").split("|")]
            )
            kept.append(line)
        else:
            found += _lines(table, kept)
            table, kept = [], []
            if _RULE.match(line) and "|" not in line and "─" in line:
                kept.append(line)
            else:
                found.append(line)
    return "\n".join(found[:-1])


def _lines(table: list[list[str]], kept: list[str]) -> list[str]:
    width = {len(row) for row in table}
    if len(table) >= _FEWEST and width == {2}:
        return [f"{row[0]}：{row[1]}" for row in table if row[0] not in _TITLES]
    if len(table) == _FEWEST and len(width) == 1 and width.pop() > _FEWEST:
        return [f"{label}：{value}" for label, value in zip(*table, strict=True)]
    return kept
