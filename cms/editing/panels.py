"""The admin's first page: what waits for whoever signed in. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import get_scope
from wagtail.admin.ui.components import Component
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from accounts.models import User
from cms.editing.report import noted_pages
from cms.models import NewsIndexPage
from lectures import own_pages, trees
from lectures.models import CourseIndexPage, LecturePage, MenuPage, MissedWords

_MOST = 10
_CHECKED = 200


@dataclass(frozen=True)
class Place:
    """Where pages of one kind stand, and the words of the button that adds one."""

    page: Page
    words: str
    kind: str

    @property
    def add_url(self) -> str:
        app = "cms" if self.kind == "articlepage" else "lectures"
        return reverse("wagtailadmin_pages:add", args=(app, self.kind, self.page.pk))


class Begin(Component):
    """What an editor or the office most often begins, and where it is found again."""

    name, order = "begin", 80
    template_name = "cms/editing/begin.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        root = get_scope()["site"].root_page
        places = [
            *(
                Place(menu, _("新しい講座を書く"), "lecturepage")
                for menu in _menus()
                if not menu.is_over()
            ),
            *(
                Place(page, _("新しい公開講座を書く"), "coursepage")
                for page in CourseIndexPage.objects.child_of(root)
            ),
            Place(
                NewsIndexPage.objects.child_of(root).first() or root,
                _("新しいお知らせを書く"), "articlepage",
            ),
        ]  # fmt: skip
        open_to = page_permission_policy.instances_user_has_permission_for(self.user, "add")
        keys = set(
            open_to.filter(pk__in=[place.page.pk for place in places]).values_list("pk", flat=True)
        )
        return {"places": [place for place in places if place.page.pk in keys]}


class OwnLectures(Component):
    """A department's lectures of the menus that are not over, and where to add one."""

    name, order = "own_lectures", 90
    template_name = "cms/editing/own_lectures.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        own = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        pages = LecturePage.objects.filter(pk__in=own.values("pk")).select_related(
            "latest_revision"
        )
        menus = [menu for menu in _menus() if not menu.is_over()]
        return {
            "menus": [
                (menu, list(pages.child_of(menu).order_by("number")), _add_url(menu))
                for menu in menus
            ]
        }


class Waiting(Component):
    """Drafts, what is scheduled, words that found nothing, menus that are over, notes on texts."""

    name, order = "waiting", 95
    template_name = "cms/editing/waiting.html"

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        here = trees.below(trees.roots(get_scope()["site"]))
        own = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        pages = own.filter(here)
        planned = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
        keys = [int(key) for key in planned.values_list("object_id", flat=True)]
        drafts = pages.filter(has_unpublished_changes=True).exclude(pk__in=keys)
        scheduled = pages.filter(pk__in=keys).order_by("go_live_at")
        words = MissedWords.objects.order_by("-day", "-times")[:5] if self._everything() else []
        return {
            "drafts": _latest(drafts), "more_drafts": max(0, drafts.count() - _MOST),
            "scheduled": list(scheduled[:_MOST]),
            "missed": list(words), "missed_url": reverse("missed_words:index"),
            "over": [menu for menu in _menus() if menu.is_over() and self._everything()][:1],
            "noted": len(noted_pages(self.user, most=_CHECKED)),
        }  # fmt: skip

    def _everything(self) -> bool:
        return own_pages.departments_of(self.user, site=get_scope()["site"]) is None


def _latest(pages: Any) -> list[Page]:
    return list(pages.order_by("-latest_revision_created_at")[:_MOST])


def _menus() -> list[MenuPage]:
    """This town's, in its own language, newest year first."""
    root = get_scope()["site"].root_page
    menus = MenuPage.objects.descendant_of(root).filter(alias_of=None, locale_id=root.locale_id)
    return list(menus.select_related("fiscal_year__site").order_by("-fiscal_year__year"))


def _add_url(menu: MenuPage) -> str:
    return reverse("wagtailadmin_pages:add", args=("lectures", "lecturepage", menu.pk))
