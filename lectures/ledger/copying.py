"""Copying pages that stand for rows: the copy is a draft and never a mirror of the original."""

from typing import Any

from wagtail.admin.forms.pages import CopyForm


class DraftCopyForm(CopyForm):
    """Wagtail's form without "publish the copies" and "alias": two pages cannot share a number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
        self.fields.pop("alias", None)
