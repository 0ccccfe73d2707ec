"""Words that found nothing, for the office: counted by day, never who typed them.

A look at a page writes nothing; it hands the words to the worker, which keeps them.
"""

import logging
import re
import unicodedata
from datetime import date, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import F
from django_scopes import scope, scopes_disabled
from kombu.exceptions import OperationalError
from wagtail.models import Site

from lectures.models.search import MissedWords
from lectures.search.words import names_somebody

logger = logging.getLogger(__name__)
KEEP_DAYS = 365
LONGEST = 40
MOST_A_DAY = 300
TASK = "lectures.tasks.keep_missed"
_NUMBERS = re.compile(r"\d")
_ADDRESS = re.compile(r"[@＠/\\]|https?:|www\.", re.IGNORECASE)


def without_persons(query: str) -> str:
    """What may be kept of it; empty: nothing. A telephone, an address, a name: nothing at all."""
    plain = " ".join(unicodedata.normalize("NFKC", query).split())
    if _ADDRESS.search(plain) or len(_NUMBERS.findall(plain)) > 4 or names_somebody(plain):
        return ""
    letters = "".join(letter for letter in plain if letter.isprintable())
    return letters[:LONGEST].strip()


def hand_over(query: str, *, site: Site, language: str, day: date) -> None:
    """A broker that is away costs a count and no answer."""
    words = without_persons(query)
    if not words:
        return
    facts = {"site": site.pk, "words": words, "language": language, "day": day.isoformat()}
    try:
        current_app.send_task(TASK, kwargs=facts, retry=False)
    except (OperationalError, OSError):
        logger.warning("missed words: the broker is away")


def keep(*, site: Site, words: str, language: str, day: date) -> None:
    with scope(site=site), transaction.atomic():
        rows = MissedWords.objects.filter(day=day)
        mine = rows.filter(words=words, language=language)
        if mine.update(times=F("times") + 1) or rows.count() >= MOST_A_DAY:
            return
        _row, made = MissedWords.objects.get_or_create(
            site=site, day=day, words=words, language=language,
            defaults={"keep_until": day + timedelta(days=KEEP_DAYS)},
        )  # fmt: skip
        if not made:
            mine.update(times=F("times") + 1)


def forget(*, today: date) -> int:
    with scopes_disabled():
        return MissedWords.objects.filter(keep_until__lte=today).delete()[0]
