"""書類: put beside a request, and taken away again. Nobody is told by itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.keeping import kept_of
from bookings.actions.moves import By, Refused, locked, record
from bookings.models import FileContent, RequestFile
from bookings.status import Verb
from lectures.zones import local

MOST_FILES = 20


@transaction.atomic
def put(*, request_id: int, name: str, kind: str, data: bytes, by: By, at: datetime) -> RequestFile:
    """`data` has been checked and written anew by the form."""
    request = locked(request_id)
    if request.files.filter(removed_at__isnull=True).count() >= MOST_FILES:
        raise Refused(
            _("一つの申込みに入れられる書類は、%(most)d個までです。いらないものを消してください。")
            % {"most": MOST_FILES}
        )
    event = record(request, verb=Verb.FILE_PUT, by=by, at=at)
    file = RequestFile.objects.create(
        site_id=request.site_id,
        request=request,
        event=event,
        name=name,
        kind=kind,
        size=len(data),
    )
    until = kept_of(request, today=local(at).date())
    FileContent.objects.create(site_id=request.site_id, file=file, data=data, keep_until=until)
    return file


@transaction.atomic
def take_away(*, file_id: int, by: By, at: datetime) -> RequestFile:
    """What it showed is erased; that it was there stays. Twice is once."""
    request = locked(RequestFile.objects.get(pk=file_id).request_id)
    file = RequestFile.objects.get(pk=file_id)
    if file.removed_at is not None:
        return file
    record(request, verb=Verb.FILE_TAKEN_AWAY, by=by, at=at)
    FileContent.objects.filter(file=file).delete()
    file.removed_at = at
    file.save(update_fields=["removed_at"])
    return file
