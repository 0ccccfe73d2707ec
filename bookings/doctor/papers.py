"""A paper's words are those that were issued; what they, files and photos show goes after its day."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bookings.models import FileContent, PaperContent, PhotoContent, SessionPhoto
from bookings.papers import digest_of
from lectures.zones import local

_LATE = timedelta(days=90)  # a person has had a whole season to look through the list


def checks(*, at: datetime) -> Iterator[str]:
    for content in PaperContent.objects.select_related("paper").iterator():
        if digest_of(content.sheet) != content.paper.digest:
            yield f"IssuedPaper {content.paper_id}: its words are not those that were issued"
    day = local(at - _LATE).date()
    for pk, until in PaperContent.objects.over(day).values_list("paper", "keep_until"):
        yield f"IssuedPaper {pk}: its words were to be erased on {until}"
    for pk, until in FileContent.objects.over(day).values_list("file", "keep_until"):
        yield f"RequestFile {pk}: its content was to be erased on {until}"
    for pk, until in PhotoContent.objects.over(day).values_list("photo", "keep_until"):
        yield f"SessionPhoto {pk}: its content was to be erased on {until}"
    removed = PhotoContent.objects.filter(photo__removal__isnull=False)
    for pk in removed.values_list("photo", flat=True):
        yield f"SessionPhoto {pk}: it was removed, its content is still there"
    for pk in SessionPhoto.objects.published().filter(content=None).values_list("pk", flat=True):
        yield f"SessionPhoto {pk}: it is public and has no content"
