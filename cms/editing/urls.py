"""Pages of the admin that are ours, and one of Wagtail's that shows too much."""

from django.urls import path

from cms.editing import report

urlpatterns = [
    path("notes/", report.notes_report, name="editing-notes"),
    path("reports/page-types-usage/", report.page_types, name="editing-page-types"),
    path(
        "reports/page-types-usage/results/",
        report.page_types,
        {"results_only": True},
        name="editing-page-types-results",
    ),
]
