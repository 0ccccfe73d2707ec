"""自分の見かた: a person names a way to see the inbox, and forgets it again. Tells nobody."""

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import get_scope

from accounts.models import User
from bookings.actions.moves import Refused
from bookings.models import SavedView

MOST = 12


@transaction.atomic
def keep_view(*, user: User, name: str, query: str) -> SavedView:
    """The same name again means: from now on this. Refused: there are enough of them."""
    rows = SavedView.objects.filter(user=user)
    held = rows.filter(name=name).first()
    if held is None and rows.count() >= MOST:
        raise Refused(
            _("見かたは%(most)dまで残せます。使わないものを消してから、残してください。")
            % {"most": MOST}
        )
    row = held or SavedView(site=get_scope()["site"], user=user, name=name)
    row.query = query
    row.save()
    return row


@transaction.atomic
def drop_view(*, user: User, pk: int) -> str | None:
    """Its name, or None: it was gone before, or is another's."""
    row = SavedView.objects.filter(user=user, pk=pk).first()
    if row is None:
        return None
    row.delete()
    return row.name
