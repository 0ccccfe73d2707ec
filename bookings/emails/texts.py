"""The two wordings of a mail: the built-in one, a template, and the office's own, plain text.

Reads the office's newest version; writes only that one of them could not be filled.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django_scopes import get_scope

from accounts.once import once
from bookings import mailtexts
from bookings.emails import examples
from bookings.emails.variables import BY_NAME, VARIABLES
from bookings.models import MailText, MailTextFailure
from config.readings import plain

log = logging.getLogger(__name__)

LANGUAGES = ("ja", "en")
LONGEST_SUBJECT = 300
ANSWER_LINES = 30
SHORTEST = 3
MARK = examples.MARKS[0]
# Nearly every mail is about a request, so these are always to be had.
_ALWAYS = (
    "受付番号 講座 講座番号 講座の時間 課 団体 人数 制度の名前 事務局 事務局の電話 電話の時間"
).split()
# The year's turn of the menu, and what was given without the office.
_NO_REQUEST = ("department_menu_", "department_direct_")
_OF_NO_REQUEST = "課 制度の名前 事務局 事務局の電話 電話の時間".split()


@dataclass(frozen=True)
class Wording:
    """Subject and text, finished or with variables."""

    subject: str
    text: str


def render(kind: str, *, context: Mapping[str, Any], language: str) -> Wording:
    """One mail in the reader's language: the office's wording, else the built-in one."""
    own = _own(kind, language)
    for spoken in dict.fromkeys((language, "ja")):
        if spoken in own and (words := _own_filled(own[spoken], context, language=language)):
            return words
        if _path(kind, spoken):
            break
    return built_in(kind, context=context, language=language)


def built_in(kind: str, *, context: Mapping[str, Any], language: str) -> Wording:
    with translation.override(language):
        whole = render_to_string(
            [f"bookings/mail/{language}/{kind}.txt", f"bookings/mail/ja/{kind}.txt"], dict(context)
        )
    # What was put into words while the actor read やさしい日本語 is Japanese all the same.
    subject, *lines = plain(whole).strip().split("\n")
    text = "\n".join(line.rstrip() for line in lines)
    return Wording(subject.strip(), text.strip() + "\n")


def filled(wording: Wording, *, context: Mapping[str, Any], language: str) -> Wording:
    """The office's words with the values of one mail. mailtexts.Unfillable."""
    with translation.override(language):
        subject = mailtexts.fill(wording.subject, lambda name: BY_NAME[name].of(context))
        text = mailtexts.fill(wording.text, lambda name: BY_NAME[name].of(context))
    return Wording(" ".join(plain(subject).split())[:LONGEST_SUBJECT], plain(text).strip() + "\n")


@cache
def starting(kind: str, language: str) -> Wording:
    """The built-in wording in the office's way of writing, each fact as its variable."""
    with translation.override(language):
        context = examples.marked(examples.made_up(kind))
        words = built_in(kind, context=context, language=language)
        names = {variable.of(context): variable.name for variable in reversed(VARIABLES)}
    # A number has no marks; a shorter word would be found where it is not meant.
    shown = [value for value in names if MARK in value or len(value) >= SHORTEST]
    values = sorted(shown, key=lambda value: (MARK in value, len(value)), reverse=True)
    found = re.compile("|".join(re.escape(value) for value in values))

    def named(text: str) -> str:
        text = found.sub(lambda hit: f"{{{names[hit[0]]}}}", text)
        return "".join(letter for letter in text if letter not in examples.MARKS)

    return Wording(named(words.subject), named(words.text).strip())


def newest(kind: str, language: str) -> MailText | None:
    """The version that holds, of the office's wording; it may say that the built-in one does."""
    rows = MailText.objects.filter(kind=kind, language=language).select_related(
        "written_by", "failure"
    )
    return rows.order_by("-version").first()


def wording_of(version: MailText) -> Wording:
    """What that version says, with variables."""
    if version.is_built_in:
        return starting(version.kind, version.language)
    return Wording(version.subject, version.text)


def present(kind: str, language: str) -> Wording:
    """The wording that goes out now, with variables."""
    version = newest(kind, language)
    return wording_of(version) if version else starting(kind, language)


def is_editable(kind: str) -> bool:
    """A digest is a list, a trial a copy; drafts and consultations are no requests: no
    own words."""
    ends = ("_digest", "_trial", "_digest_done", "_draft_kept")
    return "_consult_" not in kind and not kind.endswith(ends)


def languages(kind: str) -> tuple[str, ...]:
    """Groups may read English; the town's own people read Japanese."""
    return LANGUAGES if kind.startswith("group_") else LANGUAGES[:1]


def rules(kind: str, language: str) -> mailtexts.Rules:
    """What the office's wording of this kind may and must hold: what the built-in one holds."""
    start = starting(kind, language)
    there, always = _names(start), _always(kind)
    first = ["受付番号"] if "受付番号" in always else []
    in_text = list(dict.fromkeys([*first, *mailtexts.names_in(start.text)]))
    known = tuple(row.name for row in VARIABLES if row.name in {*there, *always})
    answered = "答え方" in there
    return mailtexts.Rules(
        known=known,
        required=tuple(name for name in in_text if BY_NAME[name].needed),
        several_lines=frozenset(row.name for row in VARIABLES if row.several_lines),
        most_lines=ANSWER_LINES if answered else None,
        longest=values(kind, examples.longest(kind), language) if answered else {},
    )


def values(kind: str, context: Mapping[str, Any], language: str) -> dict[str, str]:
    """What each variable of this kind becomes in one mail."""
    there = {*_names(starting(kind, language)), *_always(kind)}
    with translation.override(language):
        return {row.name: row.of(context) for row in VARIABLES if row.name in there}


def _always(kind: str) -> list[str]:
    return _OF_NO_REQUEST if kind.startswith(_NO_REQUEST) else _ALWAYS


def unknown_names(own: MailText) -> list[str]:
    """Variables that an older version of the programme knew."""
    return [name for name in _names(Wording(own.subject, own.text)) if name not in BY_NAME]


def _names(wording: Wording) -> list[str]:
    return mailtexts.names_in(f"{wording.subject}\n{wording.text}")


def _path(kind: str, language: str) -> bool:
    try:
        get_template(f"bookings/mail/{language}/{kind}.txt")
    except TemplateDoesNotExist:
        return False
    return True


def _own(kind: str, language: str) -> dict[str, MailText]:
    """The office's words by language, where its newest version is not the built-in one."""
    if not {(kind, language), (kind, "ja")} & _reworded():
        return {}
    rows = MailText.objects.newest().filter(kind=kind, language__in={language, "ja"})
    return {row.language: row for row in rows if not row.is_built_in}


def _reworded() -> set[tuple[str, str]]:
    """What the town's office has ever worded itself: most towns nothing, or a few kinds."""
    return once(
        ("reworded", get_scope()["site"].pk),
        lambda: set(MailText.objects.values_list("kind", "language").distinct()),
        setting=True,
    )


def _own_filled(own: MailText, context: Mapping[str, Any], *, language: str) -> Wording | None:
    """None where it cannot be filled: the mail goes out in the built-in words, the desk is told."""
    try:
        with transaction.atomic():  # a failed query must not end the caller's transaction
            words = filled(Wording(own.subject, own.text), context=context, language=language)
    except Exception as problem:  # noqa: BLE001 — whatever it is, the mail must go out
        log.error("Wording %s v%d was not used: %s", own.kind, own.version, type(problem).__name__)
        _tell_desk(own, problem, context)
        return None
    if words.subject.strip() and words.text.strip():
        return words
    _tell_desk(own, mailtexts.Unfillable("empty"), context)
    return None


def _tell_desk(own: MailText, problem: Exception, context: Mapping[str, Any]) -> None:
    """Once for a version; it carries no data of the request."""
    name = str(problem) if isinstance(problem, mailtexts.Unfillable) else ""
    MailTextFailure.objects.get_or_create(
        mail_text=own,
        defaults={
            "site_id": own.site_id,
            "why": f"{type(problem).__name__} {name}".strip()[:200],
            "at": getattr(context.get("event"), "at", None),
        },
    )
