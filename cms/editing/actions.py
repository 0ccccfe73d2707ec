"""The buttons below a page's form: beside saving stands publishing, or handing in, behind no arrow."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.action_menu import (
    ActionMenuItem,
    PublishMenuItem,
    SaveDraftMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
)


class Buttons(ActionMenuItem):
    """Several in one row, where Wagtail has one and hides the others behind an arrow."""

    name, order = "okigaru-buttons", 0

    def __init__(self, items: list[ActionMenuItem]) -> None:
        super().__init__()
        self.items = items

    def render_html(self, parent_context: Any = None) -> SafeString:
        return format_html_join(
            "", "{}", ((item.render_html(parent_context),) for item in self.items)
        )


def side_by_side(items: list[ActionMenuItem], request: HttpRequest, context: Any) -> None:
    """While a draft is being looked at, the buttons of that stay as they are."""
    by_kind = {type(item): item for item in items}
    save, submit = by_kind.get(SaveDraftMenuItem), by_kind.get(SubmitForModerationMenuItem)
    onward = by_kind.get(PublishMenuItem) or submit
    if save is None or onward is None or items[0] is not save:
        return
    # Handing in is for who may not publish; unpublishing stands in the menu above.
    elsewhere = (save, onward, submit, by_kind.get(UnpublishMenuItem))
    items[:] = [Buttons([save, onward]), *(item for item in items if item not in elsewhere)]
