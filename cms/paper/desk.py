"""/admin/paper/: proofs, posters and texts to copy, for who may edit the page. A GET changes nothing."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.feeds import pages
from cms.paper import jobs, sending, setting, texts
from cms.paper.facts import facts_of
from cms.paper.forms import LengthForm
from cms.paper.models import PaperJob
from cms.paper.poster import poster_of
from config import clock
from lectures import trees
from lectures.jobs import refreshing
from lectures.ledger.forms import town_of
from lectures.models import CoursePage, LecturePage, MenuPage

_PPI = {"poster": 150, "look": 45}
_WRITTEN = (LecturePage, CoursePage)


@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    own = page_permission_policy.instances_user_has_permission_for(request.user, "change")
    here = _here(request) & Q(pk__in=own.values("pk"))
    context = {
        "menus": MenuPage.objects.filter(here).order_by("-fiscal_year__year", "path"),
        "lectures": LecturePage.objects.filter(here).order_by("path"),
        "courses": CoursePage.objects.filter(here).order_by("path"),
    }
    return render(request, "cms/paper/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def of_menu(request: HttpRequest, pk: int) -> HttpResponse:
    """The published booklet and the proof, side by side; POST asks for one of them."""
    menu = get_object_or_404(_menus(request), pk=pk)
    _may_edit(request, menu)
    if request.method == "POST":
        draft = request.POST.get("which") == "proof"
        if not draft and not menu.live:
            raise Http404
        jobs.ask(menu, draft=draft, at=clock.now())
        return redirect("paper:menu", menu.pk)
    public = jobs.found(menu, draft=False) if menu.live else None
    proofed = jobs.found(menu, draft=True)
    going = next((job for job in (public, proofed) if job and job.is_going), None)
    lectures = LecturePage.objects.child_of(menu).order_by("path")
    context = {
        "menu": menu, "public": public, "proofed": proofed, "lectures": lectures,
    }  # fmt: skip
    return refreshing(request, "cms/paper/menu.html", context, job=going)


@require_safe
@never_cache
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    menu = get_object_or_404(_menus(request), pk=pk)
    _may_edit(request, menu)
    job = jobs.found(menu, draft=True)
    if job is None or job.state != PaperJob.State.DONE:
        return redirect("paper:menu", menu.pk)
    return sending.booklet_file(request, job)


@require_safe
@never_cache
def of_page(request: HttpRequest, pk: int) -> HttpResponse:
    page, draft = _page_or_404(request, pk)
    form = LengthForm(request.GET if "most" in request.GET else None)
    most, half = form.wanted
    facts = facts_of(page, site=town_of(page), draft=draft)
    context = {
        "page": page, "draft": draft, "form": form, "most": most, "half": half,
        "may_be_draft": page.live and page.has_unpublished_changes,
        "paper": texts.for_the_paper(facts, most=most, half=half),
        "x": texts.for_x(facts), "line": texts.for_line(facts),
        "facebook": texts.for_facebook(facts), "x_most": texts.X_MOST, "line_most": texts.LINE_MOST,
    }  # fmt: skip
    return render(request, "cms/paper/page.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def poster(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    page, draft = _page_or_404(request, pk)
    data = poster_of(page, site=town_of(page), draft=draft).as_data()
    name = f"poster-{page.pk}{'-proof' if draft else ''}.{form}"
    if form == "pdf":
        return sending.file(setting.pdf_of(setting.POSTER, data), kind=sending.PDF, name=name)
    ppi = _PPI["look" if "look" in request.GET else "poster"]
    picture = setting.pictures_of(setting.POSTER, data, ppi=ppi)[0]
    return sending.file(picture, kind=sending.PNG, name=name)


def _page_or_404(request: HttpRequest, pk: int) -> tuple[LecturePage | CoursePage, bool]:
    """The page, and whether its draft is meant: asked for, or there is nothing else."""
    page = get_object_or_404(Page.objects.filter(_here(request)), pk=pk).specific
    if not isinstance(page, _WRITTEN):
        raise Http404
    _may_edit(request, page)
    draft = not page.live or ("draft" in request.GET and page.has_unpublished_changes)
    return page, draft and page.latest_revision_id is not None


def _may_edit(request: HttpRequest, page: Page) -> None:
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied


def _menus(request: HttpRequest) -> QuerySet[MenuPage]:
    rows = MenuPage.objects.filter(_here(request))
    return rows.select_related("fiscal_year__site", "locale", "latest_revision")


def _here(request: HttpRequest) -> Q:
    """In every language."""
    return trees.below(trees.roots(pages.town_of(request)))
