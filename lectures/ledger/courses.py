"""公開講座の取りこみ: the list of sources, a look at what a file would change, and bringing it in."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.base import ViewSet

from accounts.models import User
from config import clock
from lectures.courses import visiting, working
from lectures.courses.found import MOST_BYTES
from lectures.jobs import refreshing
from lectures.ledger.forms import LedgerForm
from lectures.ledger.permissions import TownPermissionPolicy
from lectures.models import CourseJob, CourseSource, SourceFile
from lectures.sheets.table import Problem

_SHOWN = 100
_MOST_PICKS = 5_000


class SourceForm(LedgerForm):
    def save(self, commit: bool = True) -> Any:
        """Another address or kind: what the old one said of its file's age counts no more. Nor does
        what was seen with other settings."""
        if {"address", "kind"} & set(self.changed_data):
            self.instance.etag = self.instance.modified = ""
        if self.changed_data and self.instance.pk:
            SourceFile.objects.filter(source=self.instance).update(report=None)
        return super().save(commit)


SOURCE_FORM = ObjectList(
    [
        FieldPanel("name"),
        FieldPanel("provider"),
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("address"), FieldPanel("columns")],
            heading=gettext_lazy("どこから"),
        ),
        MultiFieldPanel(
            [FieldPanel("publishes"), FieldPanel("introduced")],
            heading=gettext_lazy("取りこんだ講座は"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("enabled"), FieldPanel("unattended")])],
            heading=gettext_lazy("アドレスのある取りこみ元"),
        ),
    ],
    base_form_class=SourceForm,
)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("取りこむファイル"),
        help_text=gettext_lazy("iCalendar（.ics）かCSV。5MBまで。"),
        error_messages={
            name: gettext_lazy("ファイルをえらんでください。")
            for name in ("required", "missing", "invalid")
        }
        | {"empty": gettext_lazy("ファイルが空です。")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("ファイルが大きすぎます（5MBまで）。"))
        return file


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    if not _may(request):
        return permission_denied(request)
    going = CourseJob.objects.filter(state__in=(CourseJob.State.WAITING, CourseJob.State.GOING))
    sources = CourseSource.objects.select_related("provider").order_by("name")
    context = {"sources": sources, "going": set(going.values_list("source", flat=True))}
    return render(request, "lectures/ledger/courses_sources.html", context)


@require_http_methods(["GET", "POST"])
def of_source(request: HttpRequest, pk: int) -> HttpResponse:
    """All that takes time is asked for here and done by the worker; the page says how far it is."""
    if not _may(request):
        return permission_denied(request)
    source = _source_or_404(pk)
    if request.method == "POST":
        act = {"fetch": _fetch, "look": _look, "apply": _apply}
        return act.get(request.POST.get("act", ""), _upload)(request, source)
    return _page(request, source, UploadForm())


def _upload(request: HttpRequest, source: CourseSource) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, source, form)
    file = form.cleaned_data["file"]
    with transaction.atomic():
        if asked := _ask(request, source, CourseJob.Act.LOOK):
            source.etag = source.modified = ""  # what is kept is not what the address gave
            source.save(update_fields=["etag", "modified"])
            visiting.keep(source, file.read(), name=file.name or "", at=clock.now())
    return _asked(request, source, asked)


def _fetch(request: HttpRequest, source: CourseSource) -> HttpResponse:
    if source.kind == CourseSource.Kind.UPLOAD:
        return _again(source)
    return _asked(request, source, _ask(request, source, CourseJob.Act.FETCH))


def _look(request: HttpRequest, source: CourseSource) -> HttpResponse:
    if not SourceFile.objects.filter(source=source).exists():
        return _again(source)
    return _asked(request, source, _ask(request, source, CourseJob.Act.LOOK))


def _apply(request: HttpRequest, source: CourseSource) -> HttpResponse:
    if not SourceFile.objects.filter(source=source).exists():
        return _again(source)
    seen = {
        "stamp": request.POST.get("stamp", ""),
        "picked": sorted(set(request.POST.getlist("pick")[:_MOST_PICKS])),
    }
    return _asked(request, source, _ask(request, source, CourseJob.Act.BRING_IN, **seen))


def _ask(request: HttpRequest, source: CourseSource, act: str, **seen: Any) -> bool:
    return working.ask(source, act=act, at=clock.now(), user=_who(request), **seen)


def _asked(request: HttpRequest, source: CourseSource, asked: bool) -> HttpResponse:
    if not asked:
        messages.warning(request, _("いま、この取りこみ元の仕事を進めています。終わってから、もう一度押してください。"))  # fmt: skip
    return _again(source)


def _page(request: HttpRequest, source: CourseSource, form: UploadForm) -> HttpResponse:
    job = working.found(source)
    file = SourceFile.objects.filter(source=source).first()
    looked = visiting.seen_in(file) if file else None
    seen, stamp = looked or (None, "")
    problems: list[Problem] = seen.problems if seen else []
    done, whole = working.steps(job) if job else (0, 0)
    context = {
        "source": source,
        "form": form,
        "file": file,
        "job": job,
        "done": done,
        "whole": whole,
        "stamp": stamp,
        "report": seen.report if seen and not problems else None,
        "problems": problems[:_SHOWN],
        "more": max(0, len(problems) - _SHOWN),
    }
    return refreshing(request, "lectures/ledger/courses_source.html", context, job=job)


def _again(source: CourseSource) -> HttpResponse:
    return HttpResponseRedirect(reverse("course_imports:source", args=[source.pk]))


def _source_or_404(pk: int) -> CourseSource:
    """Of this town only: the rows are scoped."""
    found = CourseSource.objects.select_related("provider", "site__root_page").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _who(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _may(request: HttpRequest) -> bool:
    return TownPermissionPolicy(CourseSource).user_has_permission(_who(request), "change")


class _ImportsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return _may(request)


class Unlisted(MenuItem):
    """Reached from another page."""

    def is_shown(self, request: HttpRequest) -> bool:
        return False


class CourseImportsViewSet(ViewSet):
    menu_label = gettext_lazy("公開講座を取りこむ")
    icon = "download"

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return _ImportsItem(
            self.menu_label, self.menu_url, name=self.name, icon_name=self.icon, order=order or 100
        )

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", index, name="index"),
            path("<int:pk>/", of_source, name="source"),
        ]
