"""/media/images/: the sized pictures that pages show. A front server may serve the folder itself.

Originals (`original_images/`, which may say where a photograph was taken) and documents, which have
permissions of their own, are no part of it.
"""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

FOLDER = "images"


@require_safe
@cache_control(public=True, max_age=86_400)  # another cut has another name
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file, 304 where the browser has it, or 404."""
    return serve(request, name, document_root=str(Path(settings.MEDIA_ROOT) / FOLDER))
