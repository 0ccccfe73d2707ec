"""Scheduled publishing and expiry, for a periodic task. A sweep over all towns, safe to repeat."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django_scopes import scopes_disabled
from wagtail.models import Page, Revision

from lectures.models import Lecture, LecturePage

logger = logging.getLogger(__name__)


def stop_unlisted() -> int:
    """Lectures whose pages are all unpublished stop accepting; how many. Repeatable."""
    pages = LecturePage.objects.filter(lecture=OuterRef("pk"))
    unlisted = Lecture.objects.filter(Exists(pages), ~Exists(pages.filter(live=True)))
    return unlisted.filter(accepting=True).update(accepting=False)


def publish_due(*, at: datetime) -> int:
    """Scheduled pages go live or expire, each in its own transaction; how many did.

    One page that cannot be published (its number was taken meanwhile) does not stop the others.
    """
    done = 0
    with scopes_disabled():
        for page in Page.objects.live().filter(expire_at__lt=at).specific():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            done += 1
        for revision in _due(at):
            done += _published(revision)
        stop_unlisted()
    return done


def _due(at: datetime) -> list[Revision]:
    """Pages in the town's own language first: they write the rows that translations describe."""
    rows = Revision.page_revisions.filter(approved_go_live_at__lt=at)
    rows = list(rows.order_by("approved_go_live_at", "pk"))
    own = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    first = set(own.filter(pk__in=[row.object_id for row in rows]).values_list("pk", flat=True))
    return sorted(rows, key=lambda row: int(row.object_id) not in first)


def _published(revision: Revision) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except (ValidationError, IntegrityError):
        logger.exception("page %s could not be published on schedule", revision.object_id)
        return False
    return True
