"""残す期限: what papers, files and photos show is erased once a person has looked through the list of it.

That they were there stays in the record. Nothing is erased by itself.
"""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions import filing, picturing
from bookings.actions.moves import By, Refused, Stale, locked, record
from bookings.models import BookingRequest, FileContent, PaperContent, PhotoContent
from bookings.status import Verb
from lectures.zones import local

MOST = 200  # of each on one page: no more than a person looks through
_REQUEST = ("request__group", "request__fiscal_year")


@dataclass(frozen=True)
class Overdue:
    """The oldest first. `digest`: of exactly these, so that a button erases nothing else."""

    papers: list[PaperContent]
    files: list[FileContent]
    photos: list[PhotoContent]

    @property
    def count(self) -> int:
        return len(self.papers) + len(self.files) + len(self.photos)

    @property
    def digest(self) -> str:
        named = [f"paper:{row.pk}" for row in self.papers]
        named += [f"file:{row.pk}" for row in self.files]
        named += [f"photo:{row.pk}" for row in self.photos]
        return sha256(" ".join(named).encode()).hexdigest()


def overdue(*, at: datetime) -> Overdue:
    """What waits to be erased, without what it shows."""
    day = local(at).date()
    papers = PaperContent.objects.over(day).defer("sheet").order_by("keep_until", "pk")
    files = FileContent.objects.over(day).defer("data").order_by("keep_until", "pk")
    photos = PhotoContent.objects.over(day).defer("data").order_by("keep_until", "pk")
    return Overdue(
        list(papers.select_related("paper", *[f"paper__{part}" for part in _REQUEST])[:MOST]),
        list(files.select_related("file", *[f"file__{part}" for part in _REQUEST])[:MOST]),
        list(
            photos.select_related("photo", *[f"photo__session__{part}" for part in _REQUEST])[:MOST]
        ),
    )


def how_many(*, at: datetime) -> int:
    day = local(at).date()
    kinds = (PaperContent, FileContent, PhotoContent)
    return sum(kind.objects.over(day).count() for kind in kinds)


@transaction.atomic
def erase(*, seen: str, by: By, at: datetime) -> Overdue:
    """All of the list that the person saw. Stale: it is another one now. Refused: it is empty."""
    requests = {pk: locked(pk) for pk in sorted(_requests(overdue(at=at)))}
    found = overdue(at=at)
    if not found.count:
        raise Refused(_("消すものは、もうありません。"))
    if found.digest != seen or not _requests(found) <= requests.keys():
        raise Stale(_("画面を開いたあとで、一覧が変わりました。いまの一覧を確かめてください。"))
    for file in found.files:
        filing.take_away(file_id=file.file_id, by=by, at=at)
    for photo in found.photos:
        picturing.remove(photo_id=photo.photo_id, by=by, at=at)
    for pk, request in requests.items():
        _erase_papers(
            request, [row for row in found.papers if row.paper.request_id == pk], by=by, at=at
        )
    return found


def _erase_papers(
    request: BookingRequest, rows: list[PaperContent], *, by: By, at: datetime
) -> None:
    """The rows of the papers are never changed: they only lose their words."""
    if not rows:
        return
    said = "、".join(_words(row.keep_until, str(row.paper)) for row in rows)
    record(request, verb=Verb.PAPERS_ERASED, by=by, at=at, note=said)
    PaperContent.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _words(until: date, name: str) -> str:
    return f"{name}（{until:%Y-%m-%d}）"


def _requests(found: Overdue) -> set[int]:
    papers = {row.paper.request_id for row in found.papers}
    photos = {row.photo.session.request_id for row in found.photos}
    return papers | photos | {row.file.request_id for row in found.files}
