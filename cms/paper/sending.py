"""Paper as files to download. Their names say what they are, never a title somebody typed."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from cms.paper.models import PaperJob

PDF, PNG = "application/pdf", "image/png"


def booklet_file(request: HttpRequest, job: PaperJob) -> HttpResponse:
    """A proof is for who asked; a published booklet for everybody, who keeps it until it changes."""
    mark = quote_etag(f"{job.digest}-{job.pk}")
    name = f"{'proof' if job.draft else 'booklet'}-{job.menu.fiscal_year.year}.pdf"
    answer = file(bytes(job.content), kind=PDF, name=name)
    if job.draft:
        return answer
    del answer["Cache-Control"]
    patch_cache_control(answer, public=True, max_age=60)
    answer["ETag"] = mark
    return get_conditional_response(request, etag=mark, response=answer) or answer


def file(content: bytes, *, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
