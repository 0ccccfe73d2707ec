"""What the pages about the wording of mails show. Reads rows; decides and stores nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import ndiff
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bookings.desk.wording import MAIL_KINDS, PAPER_TEXTS, RECIPIENTS, mail_kind
from bookings.emails import examples, facts, on_paper, texts
from bookings.emails.texts import Wording
from bookings.emails.variables import BY_NAME
from bookings.mailtexts import Unfillable
from bookings.models import BookingRequest, MailText
from bookings.papers import Sheet

LATEST = 10
LANGUAGE_NAMES: dict[str, Promise] = {"ja": _("日本語"), "en": _("英語")}


@dataclass(frozen=True)
class Row:
    """One wording in the list; `version` is None where nobody ever changed it."""

    kind: str
    language: str
    title: Promise | str
    version: MailText | None
    failed: bool

    @property
    def changed(self) -> bool:
        return self.version is not None and not self.version.is_built_in

    @property
    def language_name(self) -> Promise:
        return LANGUAGE_NAMES[self.language]


@dataclass(frozen=True)
class Shown:
    """One variable beside the form."""

    name: str
    means: Promise
    value: str
    needed: bool


@dataclass(frozen=True)
class Line:
    """One line of a comparison: same, added or removed."""

    change: str
    text: str


@dataclass(frozen=True)
class Version:
    """One version in the history, beside the one before it."""

    row: MailText
    subject: list[Line]
    text: list[Line]


def groups() -> Iterator[tuple[Promise, list[Row]]]:
    """Every wording, by who reads it; two queries."""
    newest = {
        (row.kind, row.language): row
        for row in MailText.objects.newest().select_related("written_by", "failure")
    }
    for reader, title in RECIPIENTS.items():
        kinds = [kind for kind in MAIL_KINDS if kind.startswith(f"{reader}_")]
        yield (
            title,
            [
                _row(kind, language, newest.get((kind, language)))
                for kind in kinds
                if texts.is_editable(kind)
                for language in texts.languages(kind)
            ],
        )


def papers() -> list[Row]:
    """The words of papers, kept in the same way."""
    rows = MailText.objects.newest().filter(kind__in=PAPER_TEXTS)
    newest = {row.kind: row for row in rows.select_related("written_by", "failure")}
    return [_row(kind, "ja", newest.get(kind)) for kind in PAPER_TEXTS]


def is_paper(kind: str) -> bool:
    return kind in PAPER_TEXTS


def _row(kind: str, language: str, version: MailText | None) -> Row:
    return Row(kind, language, mail_kind(kind), version, is_unusable(version))


def is_unusable(version: MailText | None) -> bool:
    """It could not be filled once, or would not be now."""
    return version is not None and bool(hasattr(version, "failure") or texts.unknown_names(version))


def is_known(kind: str, language: str) -> bool:
    if is_paper(kind):
        return language == "ja"
    return kind in MAIL_KINDS and texts.is_editable(kind) and language in texts.languages(kind)


def latest_requests() -> list[BookingRequest]:
    rows = BookingRequest.objects.submitted().select_related(
        "group", "fiscal_year", "lecture__department", "lecture__fiscal_year", "centre"
    )
    return list(rows.order_by("-submitted_at", "-pk")[:LATEST])


def example(kind: str, about: BookingRequest | None, *, at: datetime) -> dict[str, Any]:
    """What the mail would be about."""
    if is_paper(kind):
        return on_paper.example(kind, about, office=facts.office())
    return examples.of(kind, about, at=at)


def variables(kind: str, language: str, *, context: dict[str, Any]) -> list[Shown]:
    """Each with what it becomes there."""
    required = texts.rules(kind, language).required
    return [
        Shown(name, BY_NAME[name].means, value, name in required)
        for name, value in texts.values(kind, context, language).items()
    ]


def preview(wording: Wording, language: str, *, context: dict[str, Any]) -> Wording | None:
    try:
        return texts.filled(wording, context=context, language=language)
    except Unfillable:  # what an older version of the programme knew
        return None


def paper(wording: Wording, kind: str, *, about: BookingRequest | None) -> Sheet:
    """The sheet as it would be printed; of no request, on made-up facts."""
    return on_paper.trial(kind, wording, about)


def history(kind: str, language: str) -> list[Version]:
    """Newest first, each beside the one before it; before the first stands the built-in one."""
    rows = MailText.objects.filter(kind=kind, language=language).select_related("written_by")
    found, before = [], texts.starting(kind, language)
    for row in rows.order_by("version"):
        now = texts.wording_of(row)
        found.append(
            Version(row, _compared(before.subject, now.subject), _compared(before.text, now.text))
        )
        before = now
    return found[::-1]


def _compared(before: str, now: str) -> list[Line]:
    changes = {"  ": "same", "+ ": "added", "- ": "removed"}
    lines = ndiff(before.splitlines(), now.splitlines())
    return [Line(changes[line[:2]], line[2:]) for line in lines if line[:2] in changes]
