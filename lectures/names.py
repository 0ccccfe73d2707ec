"""What Wagtail's own migrations name in English, for those who see it in lists. Repeatable.

Written once, in the language of the town: a name that somebody has changed stays.
"""

from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.models import Collection, Page, Task, Workflow

_FIRST_NAMES: list[tuple[type[Model], tuple[str, ...], str, str]] = [
    (Page, ("title", "draft_title"), "Root", "すべてのサイト"),
    (Page, ("title", "draft_title"), "Welcome to your new Wagtail site!", "はじめのページ"),
    (Collection, ("name",), "Root", "すべてのコレクション"),
    (Group, ("name",), "Editors", "編集者（Wagtail）"),
    (Group, ("name",), "Moderators", "承認者（Wagtail）"),
    (Task, ("name",), "Moderators approval", "承認者の確認（Wagtail）"),
    (Workflow, ("name",), "Moderators approval", "承認者の確認（Wagtail）"),
]


def say_in_japanese() -> None:
    for model, fields, english, japanese in _FIRST_NAMES:
        for field in fields:
            model._default_manager.filter(**{field: english}).update(**{field: japanese})
