"""公開講座の取りこみ: the list of sources, a look at what a file would change, and bringing it in."""

from typing import Any

from celery import current_app
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from kombu.exceptions import OperationalError
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.base import ViewSet

from accounts.models import User
from config import clock
from lectures.courses import visiting
from lectures.courses.applying import Look, NotApplied, bring_in, look, pages_of
from lectures.courses.found import MOST_BYTES
from lectures.ledger.forms import LedgerForm
from lectures.ledger.permissions import TownPermissionPolicy
from lectures.models import CourseSource, SourceFile
from lectures.sheets.table import Problem

TASK = "lectures.tasks.fetch_course_source"
_SHOWN = 100
_MOST_PICKS = 5_000


class SourceForm(LedgerForm):
    def save(self, commit: bool = True) -> Any:
        """Another address or kind: what the old one said of its file's age counts no more."""
        if {"address", "kind"} & set(self.changed_data):
            self.instance.etag = self.instance.modified = ""
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
    sources = CourseSource.objects.select_related("provider").order_by("name")
    return render(request, "lectures/ledger/courses_sources.html", {"sources": sources})


@require_http_methods(["GET", "POST"])
def of_source(request: HttpRequest, pk: int) -> HttpResponse:
    if not _may(request):
        return permission_denied(request)
    source = _source_or_404(pk)
    if request.method == "POST":
        act = {"fetch": _fetch, "apply": _apply}.get(request.POST.get("act", ""), _upload)
        return act(request, source)
    return _page(request, source, UploadForm())


def _upload(request: HttpRequest, source: CourseSource) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, source, form)
    file = form.cleaned_data["file"]
    content, at = file.read(), clock.now()
    seen = look(source, content, at=at)
    source.etag = source.modified = ""  # what is kept is not what the address gave
    visiting.keep(source, content, name=file.name or "", at=at)
    visiting.told(source, seen, at=at)
    return _again(source)


def _fetch(request: HttpRequest, source: CourseSource) -> HttpResponse:
    """By the worker: a slow machine far away holds up nobody's page."""
    if source.kind == CourseSource.Kind.UPLOAD:
        return _again(source)
    try:
        current_app.send_task(TASK, kwargs={"source": source.pk}, retry=False)
    except (OperationalError, OSError):
        messages.error(
            request, _("いまは見に行けません。しばらくしてから、もう一度押してください。")
        )
    else:
        messages.success(
            request, _("見に行っています。10秒ほどたったら、このページを開き直してください。")
        )
    return _again(source)


def _apply(request: HttpRequest, source: CourseSource) -> HttpResponse:
    file = SourceFile.objects.filter(source=source).first()
    if file is None:
        return _again(source)
    try:
        done = bring_in(
            source,
            bytes(file.content),
            at=clock.now(),
            user=_who(request),
            stamp=request.POST.get("stamp", ""),
            picked=set(request.POST.getlist("pick")[:_MOST_PICKS]),
        )
    except NotApplied as refusal:
        said = _("見たあとで内容が変わったので、まだ何も変えていません。もう一度確かめてください。")
        if not refusal.look.problems:
            messages.warning(request, said)
        return _page(request, source, UploadForm(), seen=refusal.look)
    words = _("取りこみました。") + visiting.words_of(done)
    visiting.note(source, words, at=clock.now(), ok=True)
    messages.success(request, words)
    return _again(source)


def _page(
    request: HttpRequest, source: CourseSource, form: UploadForm, *, seen: Look | None = None
) -> HttpResponse:
    file = SourceFile.objects.filter(source=source).first()
    if seen is None and file is not None:
        seen = look(source, bytes(file.content), at=clock.now())
    problems: list[Problem] = seen.problems if seen else []
    context = {
        "source": source,
        "form": form,
        "file": file,
        "seen": seen,
        "report": seen.report if seen and not problems else None,
        "pages": pages_of(seen.report) if seen and not problems else {},
        "problems": problems[:_SHOWN],
        "more": max(0, len(problems) - _SHOWN),
    }
    return render(request, "lectures/ledger/courses_source.html", context)


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
