"""What somebody asked for on a source's page, done by the worker: fetched, looked at, or brought in."""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.models import User
from lectures import jobs
from lectures.courses import visiting
from lectures.courses.applying import NotApplied
from lectures.models import CourseJob, CourseSource, SourceFile
from lectures.models.job import MOST_TRIES

logger = logging.getLogger(__name__)
TASK = "lectures.tasks.work_on_courses"
_STEPS_KEPT = 600  # seconds
_State, _Act = CourseJob.State, CourseJob.Act


class TakenOver(Exception):
    """Another worker has begun anew; what this one did is undone."""


def found(source: CourseSource) -> CourseJob | None:
    return CourseJob.objects.filter(source=source).first()


@transaction.atomic
def ask(
    source: CourseSource,
    *,
    act: str,
    at: datetime,
    user: User,
    stamp: str = "",
    picked: Iterable[str] = (),
) -> bool:
    """False: the source is being worked on; pressed twice, it is done once."""
    if _is_going(source):  # before the lock, which the worker holds as long as it brings in
        return False
    CourseSource.objects.select_for_update().get(pk=source.pk)
    if _is_going(source):
        return False
    facts = {
        "site_id": source.site_id, "act": act, "stamp": stamp[:40], "picked": list(picked), "user": user,
        "language": get_language() or "ja", "state": _State.WAITING, "tries": 0, "done": 0, "whole": 0,
        "said": "", "asked_at": at, "heard_at": None, "ended_at": None,
    }  # fmt: skip
    job, _made = CourseJob.objects.update_or_create(source=source, defaults=facts)
    cache.delete(_key(job))
    transaction.on_commit(partial(jobs.call_worker, TASK))
    return True


def _is_going(source: CourseSource) -> bool:
    job = found(source)
    return job is not None and job.is_going


def steps(job: CourseJob) -> tuple[int, int]:
    """(courses brought in, of how many). In the cache: the row is not seen before all is done."""
    done: tuple[int, int] = cache.get(_key(job), (0, 0))
    return done


def do_due(*, now: jobs.Now, seconds: float) -> int:
    return jobs.do_due(CourseJob, do, now=now, seconds=seconds)


def do(pk: int, *, now: jobs.Now) -> bool:
    """Whether this call did it."""
    if not CourseJob.objects.take(pk, at=now()):
        return False
    job = CourseJob.objects.select_related("source__site__root_page", "source__provider", "user").get(pk=pk)  # fmt: skip
    with override(job.language):
        if job.tries > MOST_TRIES:
            return _end(job, _State.FAILED, _failed(), at=now())
        try:
            return _WAYS[_Act(job.act)](job, now)
        except TakenOver:
            return False
        except Exception:
            # Whatever it is, the page says that it ended; the log says why.
            logger.exception("course source %s: not worked on", job.source.public_id)
            return _end(job, _State.FAILED, _failed(), at=now())


def _fetch(job: CourseJob, now: jobs.Now) -> bool:
    visiting.visit(job.source, at=now())
    state = _State.DONE if job.source.last_ok else _State.FAILED
    return _end(job, state, job.source.last_result, at=now())


def _look(job: CourseJob, now: jobs.Now) -> bool:
    file = SourceFile.objects.filter(source=job.source).first()
    if file is not None:
        visiting.look_at(job.source, bytes(file.content), at=now())
    return _end(job, _State.DONE, "", at=now())


def _bring_in(job: CourseJob, now: jobs.Now) -> bool:
    """Pages and the end of the job are kept together."""
    file = SourceFile.objects.filter(source=job.source).first()
    if file is None:
        return _end(job, _State.FAILED, _failed(), at=now())
    try:
        with transaction.atomic():
            visiting.bring_in(
                job.source, bytes(file.content), at=now(), user=job.user, stamp=job.stamp,
                picked=frozenset(job.picked), heard=partial(_heard, job),
            )  # fmt: skip
            if not _end(job, _State.DONE, job.source.last_result, at=now()):
                raise TakenOver
    except NotApplied as refusal:
        visiting.told(job.source, refusal.look, at=now())
        return _end(job, _State.FAILED if refusal.look.problems else _State.STALE, "", at=now())
    return True


def _heard(job: CourseJob, done: int, whole: int) -> None:
    cache.set(_key(job), (done, whole), _STEPS_KEPT)


def _end(job: CourseJob, state: str, said: str, *, at: datetime) -> bool:
    return bool(CourseJob.objects.mine(job).update(state=state, said=said, ended_at=at))


def _failed() -> str:
    return _("思いがけないことで止まりました。何も変わっていません。もう一度押してください。")


def _key(job: CourseJob) -> str:
    return f"course-job-{job.pk}-{job.asked_at:%Y%m%d%H%M%S%f}"


_WAYS = {_Act.FETCH: _fetch, _Act.LOOK: _look, _Act.BRING_IN: _bring_in}
