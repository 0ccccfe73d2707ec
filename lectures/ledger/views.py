"""Wagtail's generic views where the ledger needs other words."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views import generic


class KeepWhatIsUsed(generic.DeleteView):
    """A row that others point to stays, with a sentence instead of an error page."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _(
                    "「%(name)s」は使われているので消せません。使わなくするときは、おわりの日などを入れてください。"
                )
                % {"name": self.object},
            )
            return HttpResponseRedirect(
                reverse(self.edit_url_name, args=(self.object.pk,))
                if self.edit_url_name
                else reverse(self.index_url_name)
            )
