"""What is wrong with a text before it may be saved: sentences that say what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from bookings.mailtexts.filling import fill, names_in, stray_lines

LONGEST_SUBJECT = 120
LONGEST_TEXT = 8000
LIKE = 0.35


@dataclass(frozen=True)
class Problem:
    """`field` is subject or text."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Rules:
    """What one kind of mail allows and needs."""

    known: tuple[str, ...]
    required: tuple[str, ...] = ()
    several_lines: frozenset[str] = frozenset()  # not in a subject
    most_lines: int | None = None
    longest: Mapping[str, str] = field(default_factory=dict)  # every value at its longest


def problems(subject: str, text: str, *, rules: Rules) -> list[Problem]:
    """Everything at once, in reading order; nothing wrong: an empty list."""
    return [
        *_of_subject(subject, rules),
        *_of_braces("subject", subject),
        *_of_names("subject", subject, rules),
        *_of_text(text),
        *_of_braces("text", text),
        *_of_names("text", text, rules),
        *_of_required(subject, text, rules),
        *_of_length(text, rules),
    ]


def nearest(name: str, known: tuple[str, ...]) -> str:
    """The known name that was probably meant, or nothing."""
    scored = [(_likeness(name, one), one) for one in known]
    likeness, meant = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return meant if likeness >= LIKE else ""


def _likeness(typed: str, known: str) -> float:
    """1 for the same word; a difference in length counts, for a slip changes few letters."""
    return SequenceMatcher(None, typed, known).ratio() - abs(len(typed) - len(known)) / 10


def _of_subject(subject: str, rules: Rules) -> list[Problem]:
    found = []
    if not subject.strip():
        found.append(Problem("subject", _("件名を入れてください。")))
    if "\n" in subject or "\r" in subject:
        found.append(Problem("subject", _("件名は1行にしてください。")))
    if len(subject) > LONGEST_SUBJECT:
        found.append(
            Problem(
                "subject",
                _("件名は%(most)d字までにしてください（いまは%(now)d字です）。")
                % {"most": LONGEST_SUBJECT, "now": len(subject)},
            )
        )
    return found + [
        Problem("subject", _("{%(name)s}は何行にもなるので、件名には使えません。") % {"name": name})
        for name in names_in(subject)
        if name in rules.several_lines
    ]


def _of_text(text: str) -> list[Problem]:
    if not text.strip():
        return [Problem("text", _("本文を入れてください。"))]
    if len(text) > LONGEST_TEXT:
        return [
            Problem(
                "text",
                _("本文は%(most)d字までにしてください（いまは%(now)d字です）。")
                % {"most": LONGEST_TEXT, "now": len(text)},
            )
        ]
    return []


def _of_braces(where: str, text: str) -> list[Problem]:
    return [
        Problem(
            where,
            _(
                "%(line)d行目の「{」と「}」が合っていません。"
                "「{受付番号}」のように、名前の前と後ろに一つずつ入れてください。"
            )
            % {"line": line},
        )
        for line in stray_lines(text)
    ]


def _of_names(where: str, text: str, rules: Rules) -> list[Problem]:
    found = []
    for name in names_in(text):
        if name in rules.known:
            continue
        meant = nearest(name, rules.known)
        sentence = (
            _("{%(name)s}という差し込みはありません。{%(meant)s}のことですか。")
            if meant
            else _("{%(name)s}という差し込みはありません。下の一覧からえらんでください。")
        )
        found.append(Problem(where, sentence % {"name": name, "meant": meant}))
    return found


def _of_required(subject: str, text: str, rules: Rules) -> list[Problem]:
    """A fact in the subject alone is lost where a gateway or a printer drops it."""
    there = names_in(text)
    return [
        Problem(
            "text",
            _("{%(name)s}を入れてください。これがないと、受け取った人が困ります。")
            % {"name": name},
        )
        for name in rules.required
        if name not in there and not (name == "受付番号" and name in names_in(subject))
    ]


def _of_length(text: str, rules: Rules) -> list[Problem]:
    if rules.most_lines is None or any(name not in rules.longest for name in names_in(text)):
        return []
    lines = len(fill(text, rules.longest.__getitem__).splitlines())
    if lines <= rules.most_lines:
        return []
    return [
        Problem(
            "text",
            _(
                "差し込みがいちばん長いとき、%(now)d行になります。"
                "%(most)d行までになるように、短くしてください。"
            )
            % {"now": lines, "most": rules.most_lines},
        )
    ]
