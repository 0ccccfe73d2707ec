"""The second tab of every page's form: nothing but the address, for nothing else there is shown."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

ADDRESS = [
    FieldPanel(
        "slug",
        heading=_("アドレスの終わり"),
        help_text=_("名前から自動で作られます。ふつうは変えません。"),
    )
]
