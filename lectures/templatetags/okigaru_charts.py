"""{% chart drawing %}: a chart of lectures.charts with its finding, its pictures and its table."""

from typing import Any

from django import template

from lectures.charts import Chart, picture_svg

register = template.Library()


@register.inclusion_tag("frame/charts/figure.html")
def chart(drawing: Chart, title: str = "shown", table: str = "open") -> dict[str, Any]:
    """`title`: shown, or hidden where the page says it just above. `table`: open, folded where the
    page shows the numbers elsewhere too, or none where they stand beside it already."""
    return {
        "chart": drawing,
        "pictures": [picture_svg(drawing, picture) for picture in drawing.pictures],
        "title_hidden": title == "hidden",
        "table": None if table == "none" else drawing.table,
        "folded": table == "folded",
        "columns": len(drawing.table.head) if drawing.table else 0,
    }
