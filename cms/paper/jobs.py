"""Making a booklet: asked for once for the same words, made by a worker, kept until the menu changes.

The row says how far it is; a message that is lost or comes twice costs seconds and makes nothing twice.
"""

import logging
from datetime import datetime
from functools import partial
from typing import Any

import typst
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope

from cms.paper import codes, setting
from cms.paper.booklet import booklet_of, digest_of
from cms.paper.models import PaperJob
from lectures import jobs
from lectures.eras import full_day, moment_words
from lectures.models import MenuPage
from lectures.models.job import MOST_TRIES
from lectures.zones import local

logger = logging.getLogger(__name__)
TASK = "cms.tasks.make_papers"
_HEARD_EVERY = 8
_State = PaperJob.State


def found(menu: MenuPage, *, draft: bool) -> PaperJob | None:
    """The job of the menu as it stands now; None: nobody has asked for these words yet."""
    digest = digest_of(booklet_of(menu, draft=draft).as_data())
    with scope(site=menu.fiscal_year.site):
        rows = PaperJob.objects.light().select_related("menu__fiscal_year")
        return rows.filter(menu=menu, draft=draft, digest=digest).first()


def ask(menu: MenuPage, *, draft: bool, at: datetime) -> PaperJob:
    """Two presses at once make one job; one that failed is tried again."""
    booklet = booklet_of(menu, draft=draft)
    words = booklet.as_data()
    site = menu.fiscal_year.site
    with scope(site=site), transaction.atomic():
        job, made = PaperJob.objects.get_or_create(
            menu=menu, draft=draft, digest=digest_of(words),
            defaults={
                "site": site, "words": words, "whole": 2 * (booklet.count + 1), "asked_at": at
            },
        )  # fmt: skip
        failed = PaperJob.objects.filter(pk=job.pk, state=_State.FAILED)
        again = failed.update(state=_State.WAITING, tries=0, done=0, asked_at=at)
        if made or again:
            transaction.on_commit(partial(jobs.call_worker, TASK))
    return job


def make_due(*, now: jobs.Now, seconds: float) -> int:
    return jobs.do_due(PaperJob, make, now=now, seconds=seconds)


def make(pk: int, *, now: jobs.Now) -> bool:
    """Whether this call made it. Whoever takes it counts a try; only the last taker may end it."""
    if not PaperJob.objects.take(pk, at=now()):
        return False
    job = PaperJob.objects.defer("content").select_related("menu__locale").get(pk=pk)
    mine = PaperJob.objects.mine(job)
    if job.tries > MOST_TRIES:
        return _give_up(mine)
    try:
        pdf = setting.pdf_of(setting.BOOKLET, _with_codes(job, mine, now=now))
    except typst.TypstError:
        logger.exception("booklet %s cannot be set", job.public_id)
        return _give_up(mine)
    return _keep(job, mine, pdf=pdf, at=now())


def _with_codes(job: PaperJob, mine: Any, *, now: jobs.Now) -> dict[str, Any]:
    words = job.words
    drawn = {"menu": codes.drawn(words["how"]["address"])}
    entries = [entry for chapter in words["chapters"] for entry in chapter["entries"]]
    for count, entry in enumerate(entries, start=1):
        drawn[entry["key"]] = codes.drawn(entry["address"])
        if count % _HEARD_EVERY == 0 or count == len(entries):
            mine.update(done=count, heard_at=now())
    with override(job.menu.locale.language_code):
        moment = local(now())
        made = _("%(day)s 作成") % {"day": full_day(moment.date())}
        mark = _("校正用")
        proof = f"{mark}　{moment_words(moment)}" if job.draft else ""
    return {**words, "codes": drawn, "made": made, "proof": proof}


def _keep(job: PaperJob, mine: Any, *, pdf: bytes, at: datetime) -> bool:
    """And let go of what the menu said before."""
    with transaction.atomic():
        kept = mine.update(
            state=_State.DONE, done=job.whole, ended_at=at, content=pdf, size=len(pdf),
            pages=setting.pages_in(pdf),
        )  # fmt: skip
        if kept:
            before = PaperJob.objects.filter(menu=job.menu_id, draft=job.draft, pk__lt=job.pk)
            before.exclude(state=_State.GOING).delete()
    return bool(kept)


def _give_up(mine: Any) -> bool:
    mine.update(state=_State.FAILED)
    return False
