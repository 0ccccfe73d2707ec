"""写真: put with a session, shown to everybody, taken back, removed. Nobody is told by itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.actions.keeping import kept_of
from bookings.actions.moves import By, Refused, locked_session, record
from bookings.models import PhotoContent, SessionPhoto
from bookings.status import SessionState, Verb
from lectures.zones import local

MOST = 6  # of one session
_HELD = (SessionState.PLANNED, SessionState.DELIVERED)


@transaction.atomic
def put(
    *,
    session_id: int,
    data: bytes,
    size: tuple[int, int],
    consent: str,
    may_publish: bool,
    words: str,
    by: By,
    at: datetime,
) -> SessionPhoto:
    """`data` was drawn anew by the form; `size` in pixels. The same picture twice is one. Refused."""
    request, session = locked_session(session_id)
    if session.state not in _HELD or at < session.starts_at:
        raise Refused(_("写真は、講座が始まってから加えられます。"))
    there = SessionPhoto.objects.filter(session=session, removal__isnull=True)
    twin = there.filter(content__data=data).first()
    if twin is not None:
        return twin
    if there.count() >= MOST:
        raise Refused(
            _("写真は、1回の講座に%(most)d枚までです。入れかえるときは、事務局に知らせてください。")
            % {"most": MOST}
        )
    event = record(request, verb=Verb.PHOTO_PUT, by=by, at=at, session=session)
    photo = SessionPhoto.objects.create(
        site_id=request.site_id,
        session=session,
        event=event,
        consent=consent,
        may_publish=may_publish,
        words=words,
        width=size[0],
        height=size[1],
    )
    until = kept_of(request, today=local(at).date())
    PhotoContent.objects.create(site_id=request.site_id, photo=photo, data=data, keep_until=until)
    return photo


@transaction.atomic
def publish(*, photo_id: int, words: str, by: By, at: datetime) -> SessionPhoto:
    """With these words for who does not see it. Twice is once. Refused."""
    photo = _locked(photo_id)
    _refuse_unfit(photo, words)
    if photo.published_at is None:
        _record(photo, Verb.PHOTO_SHOWN, by=by, at=at, note=_("公開しました。"))
        photo.published_at = at
    photo.words = words
    photo.save(update_fields=["published_at", "words"])
    return photo


@transaction.atomic
def take_back(*, photo_id: int, by: By, at: datetime) -> SessionPhoto:
    """Public no more; the office keeps it. Twice is once."""
    photo = _locked(photo_id)
    if photo.published_at is not None:
        _record(photo, Verb.PHOTO_SHOWN, by=by, at=at, note=_("公開をやめました。"))
        photo.published_at = None
        photo.save(update_fields=["published_at"])
    return photo


@transaction.atomic
def remove(*, photo_id: int, by: By, at: datetime) -> SessionPhoto:
    """What it showed and said is erased; that it was there stays. Twice is once."""
    photo = _locked(photo_id)
    if photo.removal_id is not None:
        return photo
    photo.removal = record(
        photo.session.request, verb=Verb.PHOTO_TAKEN_AWAY, by=by, at=at, session=photo.session
    )
    photo.published_at, photo.words = None, ""
    photo.save(update_fields=["removal", "published_at", "words"])
    PhotoContent.objects.filter(photo=photo).delete()
    return photo


def _locked(photo_id: int) -> SessionPhoto:
    """Read after the lock of its request."""
    _request, session = locked_session(SessionPhoto.objects.get(pk=photo_id).session_id)
    photo: SessionPhoto = SessionPhoto.objects.get(pk=photo_id)
    photo.session = session
    return photo


def _record(photo: SessionPhoto, verb: Verb, *, by: By, at: datetime, note: str) -> None:
    record(photo.session.request, verb=verb, by=by, at=at, note=note, session=photo.session)


def _refuse_unfit(photo: SessionPhoto, words: str) -> None:
    group = photo.session.request.group
    if photo.removal_id is not None:
        raise Refused(_("この写真は、もう消してあります。"))
    if not photo.may_publish:
        raise Refused(_("「公開してもよい」と言われていない写真は、公開できません。"))
    if photo.session.state != SessionState.DELIVERED:
        raise Refused(_("実施の報告が届いてから公開してください。"))
    if not words:
        raise Refused(_("何の写真かを書いてください。"))
    if group is not None and group.name and group.name in words:
        raise Refused(_("団体の名前を入れずに書いてください。"))
