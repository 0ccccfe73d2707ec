"""The way of a department's draft to the site: it hands in, the office or an editor publishes."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Site, Workflow, WorkflowPage, WorkflowTask

from lectures import trees

_WORKFLOW = "事務局の確認"
_TASK = "事務局の確認"


def ensure_workflow(site: Site, *, groups: Iterable[Group]) -> Workflow:
    """Once for each town; what its office has changed since stays as it is."""
    here = WorkflowPage.objects.filter(page=site.root_page).select_related("workflow").first()
    workflow = here.workflow if here is not None else _new(site, groups=groups)
    for root in trees.roots(site):
        WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    return workflow


def _new(site: Site, *, groups: Iterable[Group]) -> Workflow:
    town = "" if site.is_default_site else f"（{site.site_name or site.hostname}）"
    workflow = Workflow.objects.create(name=f"{_WORKFLOW}{town}")
    task = GroupApprovalTask.objects.create(name=f"{_TASK}{town}")
    task.groups.set(groups)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
