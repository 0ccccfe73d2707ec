"""The form of a department: what a new mailbox means for the old one."""

from django.db import models

from config import clock
from lectures.ledger.forms import LedgerForm
from lectures.reorganising import keep_old_address
from lectures.zones import local


class DepartmentForm(LedgerForm):
    """A mailbox that changes keeps working: for half a year, mail from the old one still counts."""

    def save(self, commit: bool = True) -> models.Model:
        before = self.initial.get("email", "") if self.instance.pk else ""
        saved = super().save(commit=commit)
        if commit and before and before.lower() != self.instance.email.lower():
            keep_old_address(self.instance, before, day=local(clock.now()).date())
        return saved
