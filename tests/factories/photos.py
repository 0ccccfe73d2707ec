"""Small drawn pictures, as telephones send them, and one that stands with a session."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bookings.actions import picturing
from bookings.models import LectureSession, SessionPhoto
from tests.factories.town import DEPARTMENT, OFFICE, at

AFTER = at("2026-12-17 11:30")
WORDS = "簡易トイレを組み立てているところ"
SECRET = "secret place"


def drawn(
    kind: str = "JPEG", *, colour: str = "red", size: tuple[int, int] = (2000, 1000)
) -> bytes:
    picture, held, exif = Image.new("RGB", size, colour), BytesIO(), Image.Exif()
    exif[0x010E] = SECRET
    picture.save(held, kind, exif=exif)
    return held.getvalue()


def sent(data: bytes, **typed: object) -> dict[str, object]:
    """A POST of the form: one picture, agreed, may be public."""
    file = SimpleUploadedFile("IMG_1.jpg", data)
    return {"photo": file, "consent": "agreed", "may_publish": "on", "words": WORDS} | typed


def put_photo(session: LectureSession, **changes: object) -> SessionPhoto:
    given = {
        "data": drawn(size=(40, 20)), "size": (40, 20), "consent": "agreed",
        "may_publish": True, "words": WORDS, "by": DEPARTMENT, "at": AFTER,
    }  # fmt: skip
    return picturing.put(session_id=session.pk, **given | changes)


def published(session: LectureSession, **changes: object) -> SessionPhoto:
    photo = put_photo(session, **changes)
    return picturing.publish(photo_id=photo.pk, words=WORDS, by=OFFICE, at=changes.get("at", AFTER))
