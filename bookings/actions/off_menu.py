"""メニューにない話: a lecture of its own is written for one request, and the request with it.

It is never on a menu and nobody else can ask for it. What becomes of it is as of any other lecture:
asked, answered, held, counted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import consulting, submitting
from bookings.actions.moves import By, Refused, locked, record
from bookings.actions.particulars import Particulars
from bookings.models import BookingRequest
from bookings.status import Verb
from lectures.eras import fiscal_year_of
from lectures.models import Category, Department, FiscalYear, Lecture
from lectures.zones import local

# A number that no editor's form takes: it says on every page, mail and paper what it is.
NUMBER = "メニュー外-{}"


@dataclass(frozen=True)
class Talk:
    """What is to be told, who will be asked for it, and how long it lasts."""

    title: str
    department_id: int
    category_id: int
    minutes: int

    def lecture(self, *, site_id: int) -> Lecture:
        """Not stored: to know whose days and which conditions hold for it."""
        return Lecture(
            site_id=site_id, title=self.title, department_id=self.department_id,
            category_id=self.category_id, minutes=self.minutes, accepting=False, off_menu=True,
            need_kind=Lecture.NeedKind.REQUESTED,
        )  # fmt: skip


@transaction.atomic
def enter(
    *,
    talk: Talk,
    particulars: Particulars,
    by: By,
    at: datetime,
    site_id: int,
    submission_id: UUID,
    waive: Collection[str] = (),
    consultation_id: int | None = None,
) -> BookingRequest:
    """Lecture and request in one step; the same `submission_id` again: the first one comes back.

    RulesBroken, Refused: neither is written.
    """
    day = min((wish.day for wish in particulars.wishes), default=local(at).date())
    year = _locked_year(day, site_id=site_id)
    before = BookingRequest.objects.filter(submission_id=submission_id).first()
    if before is not None:
        return before
    _refuse_gone(talk, on=local(at).date())
    lecture = _made(talk, year, site_id=site_id)
    if consultation_id is None:
        return submitting.enter(
            lecture_id=lecture.pk, particulars=particulars, by=by, at=at,
            submission_id=submission_id, waive=waive,
        )  # fmt: skip
    return consulting.enter(
        consultation_id=consultation_id, lecture_id=lecture.pk, particulars=particulars, by=by,
        at=at, submission_id=submission_id, waive=waive,
    )  # fmt: skip


@transaction.atomic
def rename(*, request_id: int, title: str, by: By, at: datetime) -> Lecture:
    """Its name from now on; mails that were sent keep the old one. Nobody is told. Refused."""
    request = locked(request_id)
    lecture, after = request.lecture, " ".join(title.split())
    if not lecture.off_menu:
        raise Refused(_("メニューの講座の名前は、「ページと台帳」で変えます。"))
    if not after:
        raise Refused(_("どんな話かを入れてください。"))
    if after == lecture.title:
        return lecture
    before, lecture.title = lecture.title, after
    lecture.save(update_fields=["title"])
    record(request, verb=Verb.RENAMED, by=by, at=at, note=f"講座名：{before} → {after}")
    return lecture


def make(talk: Talk, *, day: date, site_id: int) -> Lecture:
    """The lecture alone, for what was told on that day. Inside the caller's transaction. Refused."""
    year = _locked_year(day, site_id=site_id)
    _refuse_gone(talk, on=day)
    return _made(talk, year, site_id=site_id)


def _made(talk: Talk, year: FiscalYear, *, site_id: int) -> Lecture:
    lecture = talk.lecture(site_id=site_id)
    made_before = Lecture.objects.filter(fiscal_year=year, off_menu=True).count()
    lecture.fiscal_year, lecture.number = year, NUMBER.format(made_before + 1)
    lecture.save()
    return lecture


def _locked_year(day: date, *, site_id: int) -> FiscalYear:
    """Locked, so that two at once get two numbers."""
    FiscalYear.objects.get_or_create(year=fiscal_year_of(day), defaults={"site_id": site_id})
    return FiscalYear.objects.select_for_update().get(year=fiscal_year_of(day))


def _refuse_gone(talk: Talk, *, on: date) -> None:
    """Chosen from a page that stood open for long. Refused."""
    there = Department.objects.on(on).filter(pk=talk.department_id).exists()
    if not (there and Category.objects.filter(pk=talk.category_id).exists()):
        raise Refused(_("その課か分野は、もうありません。えらび直してください。"))
