"""What a photo of a session shows, as an answer. Who may see it is asked before."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from PIL import Image

from bookings.models import PhotoContent, SessionPhoto

SMALL = 480  # pixels of the longer side: a list on a phone, sharp on a fine screen


def shown(request: HttpRequest, photo: SessionPhoto) -> HttpResponse:
    """The JPEG, and nothing that a browser could take for anything else; ?small=1 for lists.

    Http404: it is erased.
    """
    content = PhotoContent.objects.filter(photo=photo).first()
    if content is None:
        raise Http404
    data = bytes(content.data)
    answer = HttpResponse(
        _smaller(data) if "small" in request.GET else data, content_type="image/jpeg"
    )
    answer["Content-Disposition"] = "inline"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _smaller(data: bytes) -> bytes:
    """Drawn when it is asked for: a copy that is kept would have to be erased, too."""
    held = BytesIO()
    with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
        picture.thumbnail((SMALL, SMALL))
        picture.save(held, format="JPEG", quality=80)
    return held.getvalue()
