"""Which Wagtail group and which folder of pictures belong to a department. No rights of its own."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from accounts.scoping import SiteScoped
from lectures.models.people import Department


class DepartmentEditors(SiteScoped):
    """課の編集者: made when the first of a department's people may sign in."""

    department = models.OneToOneField(
        Department, on_delete=models.PROTECT, related_name="editors", verbose_name=_("課")
    )
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("課の編集者")
        verbose_name_plural = _("課の編集者")

    def __str__(self) -> str:
        return self.group.name
