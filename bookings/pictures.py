"""What a photo of a session shows, as an answer. Who may see it is asked before."""

from django.http import Http404, HttpResponse

from bookings.models import PhotoContent, SessionPhoto


def shown(photo: SessionPhoto) -> HttpResponse:
    """The JPEG, and nothing that a browser could take for anything else. Http404: it is erased."""
    content = PhotoContent.objects.filter(photo=photo).first()
    if content is None:
        raise Http404
    answer = HttpResponse(bytes(content.data), content_type="image/jpeg")
    answer["Content-Disposition"] = "inline"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
