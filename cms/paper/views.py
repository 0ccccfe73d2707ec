"""/paper/: the booklet of a published menu. A GET shows; a POST asks for the booklet, once for the same words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from cms.feeds import pages
from cms.paper import jobs
from cms.paper.models import PaperJob
from cms.paper.sending import booklet_file
from config import clock
from lectures import trees
from lectures.jobs import refreshing
from lectures.models import MenuPage


@require_http_methods(["GET", "HEAD", "POST"])
def booklet(request: HttpRequest, pk: int) -> HttpResponse:
    menu = _menu_or_404(request, pk)
    if request.method == "POST":
        jobs.ask(menu, draft=False, at=clock.now())
        return redirect("booklet", menu.pk)
    job = jobs.found(menu, draft=False)
    context = {"menu": menu, "job": job}
    return refreshing(request, "cms/paper/booklet.html", context, job=job)


@require_safe
def booklet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Made of the menu as it stands now; before that the page says how far it is."""
    menu = _menu_or_404(request, pk)
    job = jobs.found(menu, draft=False)
    if job is None or job.state != PaperJob.State.DONE:
        return redirect("booklet", menu.pk)
    return booklet_file(request, job)


def _menu_or_404(request: HttpRequest, pk: int) -> MenuPage:
    """What everybody may read, of this town."""
    site = pages.town_of(request)
    menus = pages.published(MenuPage, trees.roots(site))
    menu = menus.select_related("fiscal_year__site", "locale").filter(pk=pk).first()
    if menu is None:
        raise Http404
    return menu
