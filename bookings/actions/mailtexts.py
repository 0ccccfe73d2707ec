"""The office words its mails itself: each save is a new version, nothing stored changes.

Tells nobody, except by the trial mail that somebody sends to their own address.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from bookings import mailtexts
from bookings.actions.moves import Refused, Stale
from bookings.emails import examples, texts
from bookings.emails.texts import Wording
from bookings.models import BookingRequest, MailText
from notifications import outbox
from notifications.models import OutgoingEmail

BUILT_IN = Wording("", "")


@transaction.atomic
def save(
    *, kind: str, language: str, wording: Wording, seen: int, by: User, at: datetime
) -> MailText:
    """A new version. `seen` is the one that the person had before their eyes: else Stale."""
    refuse_faults(kind, language, wording)
    if wording == texts.present(kind, language):
        raise Refused(_("文面は、いまと同じです。直してから保存してください。"))
    return _next(kind, language, wording=wording, seen=seen, by=by, at=at)


@transaction.atomic
def restore(*, kind: str, language: str, seen: int, by: User, at: datetime) -> MailText:
    """The built-in wording is back; the office's own stays in the history."""
    newest = texts.newest(kind, language)
    if newest is None or (newest.version == seen and newest.is_built_in):
        raise Refused(_("いまの文面は、もとの文面です。"))
    return _next(kind, language, wording=BUILT_IN, seen=seen, by=by, at=at)


@transaction.atomic
def send_trial(
    *,
    kind: str,
    language: str,
    wording: Wording,
    about: BookingRequest | None,
    key: UUID,
    by: User,
    at: datetime,
) -> OutgoingEmail:
    """The mail as it would look, to the person's own address; its links open nothing.

    `key` is made with the page, so pressing twice sends once.
    """
    if not by.email:
        raise Refused(_("あなたのメールアドレスが登録されていないので、送れません。"))
    refuse_faults(kind, language, wording)
    context = examples.of(kind, about, at=at)
    words = texts.filled(wording, context=context, language=language)
    note = _(
        "（これは、文面を確かめるための試しのメールです。リンクは開けません。返信もいりません。）"
    )
    return outbox.store(
        dedup_key=f"mail_text_trial:{key}",
        to=by.email,
        subject=f"[試し] {words.subject}"[: texts.LONGEST_SUBJECT],
        text=f"{note}\n\n{words.text}",
        at=at,
        kind="mail_text_trial",
    )


def refuse_faults(kind: str, language: str, wording: Wording) -> None:
    """The form has told each beside its field; nobody comes past it."""
    rules = texts.rules(kind, language)
    found = mailtexts.problems(wording.subject, wording.text, rules=rules)
    if found:
        raise Refused(found[0].sentence)


def _next(
    kind: str, language: str, *, wording: Wording, seen: int, by: User, at: datetime
) -> MailText:
    newest = texts.newest(kind, language)
    if (newest.version if newest else 0) != seen:
        raise _stale(newest)
    try:
        with transaction.atomic():
            return MailText.objects.create(
                site=get_scope()["site"],
                kind=kind,
                language=language,
                version=seen + 1,
                subject=wording.subject,
                text=wording.text,
                written_by=by,
                at=at,
            )
    except IntegrityError as taken:
        raise _stale(texts.newest(kind, language)) from taken


def _stale(newest: MailText | None) -> Stale:
    return Stale(
        _(
            "この画面を開いたあとで、%(who)sさんがこの文面を変えました。"
            "下の「いまの文面」と見くらべて、よければもう一度保存してください。"
        )
        % {"who": newest.written_by if newest else ""}
    )
