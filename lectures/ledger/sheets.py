"""講座を表計算で: a menu's lectures as a file, and a changed file back in after a look at what
would change. Between the look and the button nothing is stored: the form carries the table, signed."""

from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import get_scope
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from accounts.models import User
from config import clock
from lectures import own_pages
from lectures.ledger.forms import town_of
from lectures.ledger.permissions import TownPermissionPolicy
from lectures.models import BookingRules, LecturePage, MenuPage
from lectures.sheets import writing
from lectures.sheets.applying import Checked, NotApplied, bring_in, check
from lectures.sheets.columns import Town, columns
from lectures.sheets.reading import MOST_BYTES, table_in, too_big
from lectures.sheets.records import records_of
from lectures.sheets.table import NotRead, Problem, Table
from lectures.zones import local

_SALT = "lectures.sheets"
_AN_HOUR = 60 * 60
_SHOWN = 100


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("直したファイル"),
        help_text=gettext_lazy("xlsx、またはCSV。3MBまで。"),
        error_messages={
            "required": gettext_lazy("ファイルをえらんでください。"),
            "missing": gettext_lazy("ファイルをえらんでください。"),
            "invalid": gettext_lazy("ファイルをえらんでください。"),
            "empty": gettext_lazy("ファイルが空です。"),
        },
    )
    how = forms.ChoiceField(
        label=gettext_lazy("公開中の講座の変更は"),
        choices=[
            ("draft", gettext_lazy("下書きにする（あとで1つずつ公開する）")),
            ("publish", gettext_lazy("すぐに公開する")),
        ],
        initial="draft",
        widget=forms.RadioSelect,
    )


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    menus = [menu for menu in _menus_here() if _may_open(menu, _who(request))]
    if not menus:
        return permission_denied(request)
    if len(menus) == 1:
        return HttpResponseRedirect(reverse("lecture_sheets:menu", args=[menus[0].pk]))
    return render(request, "lectures/ledger/sheets.html", {"menus": menus})


@require_http_methods(["GET", "POST"])
def of_menu(request: HttpRequest, pk: int) -> HttpResponse:
    menu = _menu_or_404(pk)
    if not _may_open(menu, _who(request)):
        return permission_denied(request)
    if request.method == "GET":
        return _page(request, menu, UploadForm())
    if "packed" in request.POST:
        return _applied(request, menu)
    return _looked_at(request, menu)


@require_GET
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    menu = _menu_or_404(pk)
    if not _may_open(menu, _who(request)):
        return permission_denied(request)
    town = Town.of_scope()
    shown = columns(town, rules=_may_rules(_who(request)))
    records = records_of(menu, user=_who(request), town=town)
    rows = [record.texts for record in records if record.may_edit]
    try:
        content, kind = _written(form, shown, rows, title=menu.title)
    except writing.NotInShiftJis as sentence:
        messages.error(request, str(sentence))
        return HttpResponseRedirect(reverse("lecture_sheets:menu", args=[menu.pk]))
    response = HttpResponse(content, content_type=kind)
    day = f"{local(clock.now()):%Y%m%d-%H%M}"
    name = f"{slugify(menu.slug) or 'lectures'}-{day}.{'xlsx' if form == 'xlsx' else 'csv'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _written(form: str, shown: Any, rows: Any, *, title: str) -> tuple[bytes, str]:
    if form == "xlsx":
        return writing.workbook(shown, rows, title=title), writing.TYPE
    if form == "csv":
        return writing.csv_file(shown, rows), "text/csv; charset=utf-8"
    return writing.csv_file(shown, rows, cp932=True), "text/csv; charset=Shift_JIS"


def _looked_at(request: HttpRequest, menu: MenuPage) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, menu, form)
    how = form.cleaned_data["how"]
    try:
        table = _table(form.cleaned_data["file"])
    except NotRead as refusal:
        return _page(request, menu, form, problems=refusal.problems)
    return _told(request, menu, table, how, _checked(request, menu, table, how=how))


def _table(file: Any) -> Table:
    """What is too big is not even read."""
    if file.size > MOST_BYTES:
        raise too_big()
    return table_in(file.read(), columns=columns(Town.of_scope()))


def _checked(request: HttpRequest, menu: MenuPage, table: Table, *, how: str) -> Checked:
    return check(
        menu,
        table,
        user=_who(request),
        may_rules=_may_rules(_who(request)),
        publish=how == "publish",
    )


def _applied(request: HttpRequest, menu: MenuPage) -> HttpResponse:
    try:
        packed = signing.loads(request.POST["packed"], salt=_SALT, max_age=_AN_HOUR)
    except signing.BadSignature:
        messages.error(request, _("時間がたったので、もう一度ファイルをえらんでください。"))
        return HttpResponseRedirect(reverse("lecture_sheets:menu", args=[menu.pk]))
    if (packed["menu"], packed["user"]) != (menu.pk, _who(request).pk):
        raise Http404
    table, how = Table.unpacked(packed["table"]), packed["how"]
    try:
        done = bring_in(
            menu,
            table,
            stamp=packed["stamp"],
            user=_who(request),
            may_rules=_may_rules(_who(request)),
            publish=how == "publish",
        )
    except NotApplied as refusal:
        return _refused(request, menu, table, how, refusal)
    messages.success(request, _done_words(done))
    return HttpResponseRedirect(reverse("lecture_sheets:menu", args=[menu.pk]))


def _refused(
    request: HttpRequest, menu: MenuPage, table: Table, how: str, refusal: NotApplied
) -> HttpResponse:
    checked = _checked(request, menu, table, how=how)
    if refusal.problem:
        checked.problems.append(refusal.problem)
    if checked.changes or checked.problems:
        messages.warning(
            request,
            _(
                "確かめたあとで内容が変わったので、まだ何も変えていません。もう一度確かめてください。"
            ),
        )
    return _told(request, menu, table, how, checked)


def _done_words(done: Checked) -> str:
    if not done.changes:
        return _("ちがいはありませんでした。")
    return _(
        "取りこみました。直した講座 %(changed)d件（うち公開 %(published)d件）、新しい下書き %(new)d件。"
    ) % {
        "changed": len(done.changes) - done.new,
        "published": done.published,
        "new": done.new,
    }


def _page(
    request: HttpRequest, menu: MenuPage, form: UploadForm, *, problems: list[Problem] | None = None
) -> HttpResponse:
    context = {"menu": menu, "form": form, "count": _count(menu)} | _shown(problems or [])
    return render(request, "lectures/ledger/sheets_menu.html", context)


def _told(
    request: HttpRequest, menu: MenuPage, table: Table, how: str, checked: Checked
) -> HttpResponse:
    context = {"menu": menu, "form": UploadForm(initial={"how": how}), "checked": checked}
    context |= _shown(checked.problems)
    if checked.changes and not checked.problems:
        held = {
            "menu": menu.pk, "user": _who(request).pk, "how": how, "stamp": checked.stamp,
            "table": table.packed(),
        }  # fmt: skip
        context["packed"] = signing.dumps(held, salt=_SALT, compress=True)
    return render(request, "lectures/ledger/sheets_look.html", context)


def _shown(problems: list[Problem]) -> dict[str, Any]:
    return {"problems": problems[:_SHOWN], "more": max(0, len(problems) - _SHOWN)}


def _count(menu: MenuPage) -> int:
    return LecturePage.objects.child_of(menu).count()


def _menus_here() -> list[MenuPage]:
    """Newest year first. Translations describe the same lectures and are no menu of their own."""
    site = get_scope()["site"]
    menus = MenuPage.objects.filter(locale_id=site.root_page.locale_id, alias_of=None)
    return [menu for menu in menus.order_by("-fiscal_year__year", "path") if town_of(menu) == site]


def _menu_or_404(pk: int) -> MenuPage:
    menu = get_object_or_404(MenuPage, pk=pk)
    if menu not in _menus_here():
        raise Http404
    return menu


def _may_open(menu: MenuPage, user: User) -> bool:
    """Who may add a lecture, or edit one; a department writes its own on their pages."""
    if own_pages.departments_of(user, site=menu.fiscal_year.site):
        return False
    if menu.permissions_for_user(user).can_add_subpage():
        return True
    pages = LecturePage.objects.child_of(menu).prefetch_workflow_states()
    return any(page.permissions_for_user(user).can_edit() for page in pages)


def _who(request: HttpRequest) -> User:
    """The admin lets nobody in who has not signed in."""
    assert isinstance(request.user, User)
    return request.user


def _may_rules(user: User) -> bool:
    return TownPermissionPolicy(BookingRules).user_has_permission(user, "change")


class _SheetsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return any(_may_open(menu, _who(request)) for menu in _menus_here())


class SheetsViewSet(ViewSet):
    menu_label = gettext_lazy("講座を表計算で")
    icon = "table"

    def get_menu_item(self, order: int | None = None) -> MenuItem:
        return _SheetsItem(
            self.menu_label, self.menu_url, name=self.name, icon_name=self.icon, order=order or 100
        )

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", index, name="index"),
            path("<int:pk>/", of_menu, name="menu"),
            path("<int:pk>/lectures.xlsx", download, {"form": "xlsx"}, name="xlsx"),
            path("<int:pk>/lectures.csv", download, {"form": "csv"}, name="csv"),
            path("<int:pk>/lectures-sjis.csv", download, {"form": "cp932"}, name="cp932"),
        ]
