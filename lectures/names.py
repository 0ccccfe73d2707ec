"""What Wagtail's own migrations name in English, for those who see it in lists. Repeatable.

Written once, in the language of the town: a name that somebody has changed stays.
"""

from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.models import Collection, Page, Task, Workflow

_FIRST_NAMES: list[tuple[type[Model], dict[str, int], tuple[str, ...], str, str]] = [
    (Page, {"depth": 1}, ("title", "draft_title"), "Root", "すべてのサイト"),
    (
        Page, {"depth": 2}, ("title", "draft_title"), "Welcome to your new Wagtail site!",
        "はじめのページ",
    ),
    (Collection, {"depth": 1}, ("name",), "Root", "すべてのコレクション"),
    (Group, {}, ("name",), "Editors", "編集者（Wagtail）"),
    (Group, {}, ("name",), "Moderators", "承認者（Wagtail）"),
    (Task, {}, ("name",), "Moderators approval", "承認者の確認（Wagtail）"),
    (Workflow, {}, ("name",), "Moderators approval", "承認者の確認（Wagtail）"),
]  # fmt: skip


def say_in_japanese() -> None:
    for model, where, fields, english, japanese in _FIRST_NAMES:
        rows = model._default_manager.filter(**where)
        for field in fields:
            if not rows.filter(**{field: japanese}).exists():  # a group's name is its own
                rows.filter(**{field: english}).update(**{field: japanese})
