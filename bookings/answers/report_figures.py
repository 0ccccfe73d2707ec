"""The figures of a report where they stand: 25 3 60, 大人25 子ども3 60分, 25人（うち子ども3人）60分.

Pure. Reads from one place of a folded text as far as figures go, and says what is lacking.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_NUMBER = r"(?P<{name}>\d{{1,5}}|[〇一二三四五六七八九十百]{{1,6}})"
_ABOUT = r"(?:約|およそ|だいたい|大体)?\s*"
_OR_SO = r"(?:くらい|ぐらい|程度|ほど)?"
_OF = r"(?:\s*(?:の(?:方|人数|参加者?)|は|が|:|=|、|\s)){0,3}\s*" + _ABOUT
_ADULT = r"(?:大人|おとな|オトナ|成人|adults?)"
_CHILD = r"(?:子ども|子供|こども|コドモ|子|お子さん|お子様|children|child|kids?)"
_HEADS = r"\s*(?:人|名様|名|people)" + _OR_SO
_END = r"(?=[\s,、。()]|$)"


def _count(name: str, *, heads: str = rf"(?:{_HEADS})?") -> str:
    return _NUMBER.format(name=name) + heads


_TOKENS = (
    ("none", re.compile(rf"{_CHILD}{_OF}(?:なし|無し|いない|ゼロ|いません(?:でした)?)", re.I)),
    ("adults", re.compile(_ADULT + _OF + _count("n"), re.I)),
    ("among", re.compile(r"(?:その)?(?:うち|内)[、,\s]*" + _CHILD + _OF + _count("n"), re.I)),
    ("children", re.compile(_CHILD + _OF + _count("n"), re.I)),
    (
        "total",
        re.compile(
            r"(?:(?:参加(?:者|人数)?|来場者?|来た人|人数)(?:数|の数)?|合計|総数|総計|計|全部で)"
            + _OF + _count("n")
        ),
    ),
    (
        "minutes",
        re.compile(
            r"(?:(?:所要|実施|かかった|講座の?)?時間" + _OF + ")?" + _ABOUT
            + r"(?:(?P<h>\d{1,2}|[一二三四五])(?P<dot>\.\d)?\s*時間(?:(?P<half>半)|\s*"
            + _NUMBER.format(name="m") + r"\s*分)?|" + _NUMBER.format(name="n")
            + r"\s*(?:分間?|min(?:utes?)?\.?))" + _OR_SO + r"(?![けかのに])",
            re.I,
        ),
    ),
    ("people", re.compile(_ABOUT + _count("n", heads=_HEADS) + r"(?:参加)?")),
    ("bare", re.compile(_NUMBER.format(name="n") + _END)),
)  # fmt: skip
_GAP = re.compile(r"(?:[\s,、。()・;:]|でした|です|で(?=[\s,、\d子こ大お時]))*")
_PREFIX = re.compile(
    r"[\s\[(【]*(?:(?:実施)?(?:報告|結果)(?:です|します|いたします)?|実施|訂正|修正)[\])】]?[\s::、。]*"
)
_TOTAL_BEHIND = re.compile(r"[\s、,(]*(?:合計|計|全部で)\s*:?\s*(\d{1,5})\s*(?:人|名)[)\s]*")
_WITH_UNIT = re.compile(_ADULT + _OF + r"\d+" + _HEADS + "|" + _CHILD + _OF + r"\d+" + _HEADS, re.I)
_LAST_WITHOUT = re.compile(rf"(?:{_ADULT}|{_CHILD}){_OF}\d+$", re.I)
_DIGITS = {character: number for number, character in enumerate("〇一二三四五六七八九")}


@dataclass(frozen=True)
class Figures:
    """`code`: why they are not all there. `minutes_named`: written with 分 or 時間.

    `bare`: adults and children are told apart by their order alone.
    """

    adults: int | None = None
    children: int | None = None
    minutes: int | None = None
    code: str = ""
    minutes_named: bool = False
    bare: bool = False

    def __bool__(self) -> bool:
        return (self.adults, self.children, self.minutes) != (None, None, None)

    @property
    def people(self) -> int:
        return (self.adults or 0) + (self.children or 0)

    @property
    def lacking(self) -> bool:
        return None in (self.adults, self.children, self.minutes)


Token = tuple[str, int]


def are_whole(line: str) -> bool:
    """Whether a line is a report's figures, though it may look like a telephone number."""
    return not read(line, 0)[0].lacking


def read(text: str, start: int) -> tuple[Figures, int]:
    """The figures from `start` on, and where they end; none: Figures() is false."""
    prefix = _PREFIX.match(text, start)
    tokens, end = _tokens(text, prefix.end() if prefix else start)
    for count in range(1, len(tokens) + 1):
        whole = _whole(tokens[:count])
        if whole is not None and _seems_cut(text[start : end[count - 1]]):
            return replace(whole, code="report_unsure"), end[count - 1]
        if whole is not None:
            return _with_total(whole, text, end[count - 1])
    if not tokens:
        return Figures(), start
    return _partly(tokens), end[-1]


def _seems_cut(written: str) -> bool:
    """大人1人 子ども1: the others have their 人, so a digit may be lost with the last one's."""
    return bool(_WITH_UNIT.search(written) and _LAST_WITHOUT.search(written))


def number(written: str) -> int:
    """25, 二十五, 百二, 二五."""
    if written.isdecimal():
        return int(written)
    if not set(written) & set("十百"):
        return int("".join(str(_DIGITS[one]) for one in written))
    found, waiting = 0, 0
    for one in written:
        if one in _DIGITS:
            waiting = _DIGITS[one]
        else:
            found += (waiting or 1) * (10 if one == "十" else 100)
            waiting = 0
    return found + waiting


def _tokens(text: str, start: int) -> tuple[list[Token], list[int]]:
    found: list[Token] = []
    ends: list[int] = []
    at = start
    while True:
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        role, match = next(
            ((role, hit) for role, one in _TOKENS if (hit := one.match(text, at))), ("", None)
        )
        if match is None or match.end() == at or len(found) > 5:
            return found, ends
        if role == "minutes" and match["n"] == "十":  # 十分楽しめました
            return found, ends
        found.append((role, _value(role, match)))
        at = match.end()
        ends.append(at)


def _value(role: str, match: re.Match[str]) -> int:
    if role == "none":
        return 0
    if role != "minutes" or match["n"]:
        return number(match["n"])
    hours = float(f"{number(match['h'])}{match['dot'] or ''}")
    rest = 30 if match["half"] else number(match["m"]) if match["m"] else 0
    return round(hours * 60) + rest


def _whole(tokens: Sequence[Token]) -> Figures | None:
    """All three figures, if these tokens mean just that."""
    roles = ["children" if role == "none" else role for role, _value in tokens]
    values = [value for _role, value in tokens]
    if len(roles) == 3 and set(roles[:2]) <= {"bare", "people"} and roles[2] in ("bare", "minutes"):
        adults, children, length = values
        return Figures(adults, children, length, minutes_named=roles[2] == "minutes", bare=True)
    if len(set(roles)) < len(roles):
        return None
    known = dict(zip(roles, values, strict=True))
    total = known.get("total", known.get("people"))
    named = "minutes" in known
    minutes = known.get("minutes", known.get("bare") if roles[-1] == "bare" else None)
    if minutes is None:
        return None
    if {"adults", "children"} <= known.keys() and known.keys() - {"among"} == known.keys():
        code = "" if total in (None, known["adults"] + known["children"]) else "report_sums_differ"
        return Figures(known["adults"], known["children"], minutes, code, named)
    if known.keys() <= {"total", "among", "minutes", "bare"} | {"people"} and "among" in known:
        if total is None:
            return None
        rest, code = _rest(total, known["among"])
        return Figures(rest, known["among"], minutes, code, named)
    return None


def _rest(total: int, among: int) -> tuple[int | None, str]:
    """Of 25人（うち子ども30人） nobody can say how many adults came."""
    return (total - among, "") if total >= among else (None, "report_sums_differ")


def _with_total(whole: Figures, text: str, end: int) -> tuple[Figures, int]:
    """A sum behind the figures must be theirs."""
    behind = _TOTAL_BEHIND.match(text, end)
    if behind is None or whole.adults is None or whole.children is None:
        return whole, end
    if int(behind[1]) == whole.adults + whole.children:
        return whole, behind.end()
    figures = (whole.adults, whole.children, whole.minutes)
    return Figures(*figures, "report_sums_differ", whole.minutes_named), behind.end()


def _partly(tokens: Sequence[Token]) -> Figures:
    """What can be told of figures that are not three, each at most once."""
    known = dict(reversed([("children" if r in ("none", "among") else r, n) for r, n in tokens]))
    people = [value for role, value in tokens if role in ("bare", "people", "total")]
    code = "report_two_numbers" if len(tokens) < 3 else "report_unsure"
    adults = known.get("adults", people[0] if people else None)
    if people and any(role == "among" for role, _value in tokens):
        adults, wrong = _rest(people[0], known["children"])
        code = wrong or code
    return Figures(
        adults,
        known.get("children"),
        known.get("minutes"),
        code,
    )
