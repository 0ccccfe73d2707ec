"""What pages that stand for rows have in common. Knows no particular row."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from lectures.ledger.copying import DraftCopyForm


class DraftCopies:
    """A copy is a draft: its original keeps the number, and is never mirrored."""

    copy_form_class = DraftCopyForm

    def copy(self, *args: Any, **kwargs: Any) -> Page:
        return super().copy(*args, **(kwargs | {"keep_live": False}))


class WritesRow(DraftCopies):
    """A whole save of a page is what publishes or unpublishes it, by whichever way it came."""

    @transaction.atomic
    def save(self, clean: bool = True, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is not None:
            return super().save(clean=clean, **kwargs)
        if clean:
            self.full_clean() if self.live else self.minimal_clean()
        self.write_row()
        super().save(clean=False, **kwargs)
        self.after_write()

    def write_row(self) -> None:
        raise NotImplementedError

    def after_write(self) -> None:
        """What needs the stored page."""
