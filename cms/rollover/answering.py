"""担当課の答え: one lecture at a time, into next year's draft only, until the office closes.

Each answer names the version that its page showed: whoever comes second is told, and loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from bookings.actions.moves import Refused, Stale
from cms.rollover import numbering
from cms.rollover.differences import differences
from cms.rollover.models import MenuEntry, MenuRollover
from cms.rollover.words import bare, blocks_of, text_of, tidy
from lectures.models import Department, LecturePage

ACTION = "cms.menu_answer"
DEPARTMENT, OFFICE = "department", "office"
BODY = "body_text"
Answer, Verdict = MenuEntry.Answer, MenuEntry.Verdict


@dataclass(frozen=True)
class By:
    """Who says it and how; a department's key has no user."""

    way: str = DEPARTMENT
    user: User | None = None
    department: str = ""


@dataclass(frozen=True)
class Said:
    """What was said of one lecture. `facts`: the fields of the form, with the plain words of the page."""

    answer: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    words: str = ""


@transaction.atomic
def answer(*, entry_id: int, seen: str, said: Said, by: By, at: datetime) -> MenuEntry:
    """Stale: somebody was faster. Refused: closed, or the draft is gone. The same again is no change."""
    entry = locked(entry_id)
    _refuse_closed(entry, by=by)
    if _is_said(entry, said):
        return entry
    if seen_of(entry) != seen:
        raise Stale(
            _("ほかの人が先に変えました。いまの内容を確かめて、よければもう一度おしてください。")
        )
    kind = said.answer
    if kind in (Answer.CHANGED, Answer.NEW):
        changed = _write(entry, said.facts, by=by)
        if entry.continues_id is not None:
            kind = Answer.CHANGED if changed else Answer.SAME
    elif kind == Answer.SAME:
        _back_to_last_year(entry, by=by)
    _store(entry, said, kind=kind, by=by, at=at)
    return entry


@transaction.atomic
def add(
    *,
    rollover_id: int,
    department: Department,
    facts: Mapping[str, Any],
    words: str,
    by: By,
    at: datetime,
) -> MenuEntry:
    """A new lecture: a draft with the next free number of its category. Twice the same is once."""
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    if rollover.menu is None or (by.way == DEPARTMENT and not rollover.takes_answers):
        raise _closed()
    same = rollover.entries.filter(
        answer=Answer.NEW, department=department, page__draft_title=facts["title"]
    ).first()
    if same is not None:
        if same.words == words and not _differing(draft_of(same), facts):
            return same
        raise Refused(
            _(
                "同じ名前の新しい講座を、もう受け取っています。講座の一覧から開いて、直してください。"
            )
        )
    page = LecturePage(
        department=department,
        slug=f"new-{uuid4().hex[:12]}",
        number=numbering.next_free(rollover.menu, category=facts["category"]),
        live=False,
        **{name: value for name, value in facts.items() if name != BODY},
    )
    page.body = blocks_of(facts.get(BODY, ""), beside=page)
    Page.objects.get(pk=rollover.menu.pk).specific.add_child(instance=page)
    page.save_revision(user=by.user, log_action=False, clean=False)
    entry = MenuEntry.objects.create(
        site_id=rollover.site_id, rollover=rollover, department=department, page=page,
        answer=Answer.NEW, words=words, answered_at=at, answered_by=by.user,
    )  # fmt: skip
    _log(page, by=by, answer=Answer.NEW)
    return entry


def locked(entry_id: int) -> MenuEntry:
    """The rollover's lock first: closing waits for whoever is answering, and the other way round."""
    rollover_id = MenuEntry.objects.values_list("rollover_id", flat=True).get(pk=entry_id)
    rollover = MenuRollover.objects.select_for_update().get(pk=rollover_id)
    entry = MenuEntry.objects.select_for_update().get(pk=entry_id)
    entry.rollover = rollover
    return entry


def _refuse_closed(entry: MenuEntry, *, by: By) -> None:
    if entry.scheduled_at is not None:
        raise Refused(
            _("この講座は、もう公開の用意ができています。変えるときは、ページを直します。")
        )
    if by.way == DEPARTMENT and not entry.rollover.takes_answers:
        raise _closed()
    if entry.page_id is None:
        raise Refused(_("この講座の下書きは、消されています。事務局に知らせてください。"))


def _closed() -> Refused:
    return Refused(_("返事はしめ切りました。変えたいときは、事務局に電話してください。"))


def _is_said(entry: MenuEntry, said: Said) -> bool:
    """The second click of a double click."""
    if (entry.answer, entry.reason, entry.words) != (said.answer, said.reason, said.words):
        return False
    if said.answer not in (Answer.CHANGED, Answer.NEW):
        return True
    return not _differing(draft_of(entry), said.facts)


def seen_of(entry: MenuEntry) -> str:
    """What a page showed: the answer so far, and the draft as of its newest revision."""
    return f"{entry.version}-{entry.page.latest_revision_id if entry.page else 0}"


def draft_of(entry: MenuEntry) -> LecturePage:
    """Next year's page as its newest revision has it, whoever wrote that."""
    assert entry.page is not None
    return entry.page.get_latest_revision_as_object()


def _differing(page: LecturePage, facts: Mapping[str, Any]) -> list[str]:
    """Which of the facts say something else than the draft."""
    found = [name for name, value in facts.items() if name != BODY and getattr(page, name) != value]
    if BODY in facts and text_of(page) != tidy(facts[BODY]):
        found.append(BODY)
    return found


def _write(entry: MenuEntry, facts: Mapping[str, Any], *, by: By) -> bool:
    """Into the draft; whether it now says something else than last year's lecture."""
    page = draft_of(entry)
    differing = _differing(page, facts)
    for name in differing:
        if name == BODY:
            page.body = blocks_of(facts[BODY], beside=page)
        else:
            setattr(page, name, facts[name])
    if differing:
        page.save_revision(user=by.user, log_action=False, clean=False)
        _log(page, by=by, answer=Answer.CHANGED)
    if entry.continues is None:
        return True
    return bool(differences(_as_expected(entry), page)) or text_of(page) != text_of(
        last_page(entry) or page
    )


def _as_expected(entry: MenuEntry) -> Any:
    """Last year's lecture, but with whom its work lies in the new year: that is no change of theirs."""
    lecture = entry.continues
    assert lecture is not None
    assert entry.page is not None
    lecture.department = entry.page.department
    return lecture


def last_page(entry: MenuEntry) -> LecturePage | None:
    """This year's page in the town's own language."""
    if entry.continues_id is None or entry.page is None:
        return None
    pages = LecturePage.objects.filter(lecture=entry.continues_id, locale=entry.page.locale_id)
    return pages.first()


def _back_to_last_year(entry: MenuEntry, *, by: By) -> None:
    """そのまま after a change: the draft says again what this year's page says.

    What an editor wrote into it stays, and is looked at.
    """
    last = last_page(entry)
    if last is None or not (entry.answer == Answer.CHANGED or _says_an_answer(entry)):
        return
    page = draft_of(entry)
    for name in _repeated():
        setattr(page, name, getattr(last, name))
    page.save_revision(user=by.user, log_action=False, clean=False)


def _says_an_answer(entry: MenuEntry) -> bool:
    """Whether the draft is as an answer left it; the lecture may have been stopped since."""
    assert entry.page is not None
    rows = PageLogEntry.objects.filter(page=entry.page_id, action=ACTION)
    return rows.filter(revision=entry.page.latest_revision_id, data__answer=Answer.CHANGED).exists()


def _repeated() -> list[str]:
    """What a lecture that goes on as it was takes from this year; the office gives the number."""
    names = ["title", "summary", "body", *LecturePage.fact_names()]
    return [name for name in names if name not in ("department", "number", "accepting")]


def _repeats(page: LecturePage, last: LecturePage | None) -> bool:
    """Whether the draft says nothing that this year's published page does not say."""
    if last is None:
        return False
    names = (*_repeated(), "keywords", "easy_title", "easy_summary")
    return all(bare(getattr(page, name)) == bare(getattr(last, name)) for name in names)


def _store(entry: MenuEntry, said: Said, *, kind: str, by: By, at: datetime) -> None:
    entry.answer, entry.words = kind, said.words
    entry.reason = said.reason if kind == Answer.STOPPED else ""
    entry.answered_at, entry.answered_by = at, by.user
    entry.problem = ""
    if by.way == OFFICE or entry.verdict != Verdict.HELD:
        entry.verdict = Verdict.WAITING
    if by.way == OFFICE and kind in (Answer.CHANGED, Answer.NEW):
        entry.verdict = Verdict.ACCEPTED
    entry.accepted_revision_id = _looked_at(entry, kind=kind)
    entry.version += 1
    entry.save()
    if entry.page is not None and kind in (Answer.SAME, Answer.STOPPED):
        _log(entry.page, by=by, answer=kind)


def _looked_at(entry: MenuEntry, *, kind: str) -> int | None:
    """The version that may be published: as it was, or what the office itself has written."""
    if entry.page is None:
        return None
    entry.page.refresh_from_db(fields=["latest_revision"])
    if kind == Answer.SAME and not _repeats(draft_of(entry), last_page(entry)):
        return None
    known = kind == Answer.SAME or entry.verdict == Verdict.ACCEPTED
    return entry.page.latest_revision_id if known else None


def _log(page: LecturePage, *, by: By, answer: str) -> None:
    """The page's own history says what, by which way and for which department."""
    log(
        instance=page, action=ACTION, user=by.user, content_changed=answer != Answer.SAME,
        revision=page.latest_revision,
        data={"way": by.way, "department": by.department, "answer": str(answer)},
    )  # fmt: skip
