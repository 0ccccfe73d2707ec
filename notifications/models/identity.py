"""The name under which a town writes."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from accounts.once import once
from accounts.scoping import SiteScoped


class MailIdentity(SiteScoped):
    """One town's sender, and the domain whose every address reaches our inbox."""

    site = models.OneToOneField(
        Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("サイト")
    )
    mail_domain = models.CharField(
        _("受信ドメイン"),
        max_length=190,
        help_text=_("このドメイン宛てのメールは、すべてこのシステムに届くように設定します。"),
    )
    from_name = models.CharField(_("差出人の名前"), max_length=80)
    from_address = models.EmailField(_("差出人のアドレス"))

    class Meta:
        verbose_name = _("メールの差出人")
        verbose_name_plural = _("メールの差出人")
        constraints = [
            models.UniqueConstraint(Lower("mail_domain"), name="mail_domain_of_one_site"),
        ]

    def __str__(self) -> str:
        return f"{self.from_name} <{self.from_address}>"


def identity_for(site: Site) -> MailIdentity:
    """The town's identity; until somebody sets one, it is made from the site's host name."""
    return once(("identity", site.pk), lambda: _identity_of(site), setting=True)


def identity_of_domain(domain: str) -> MailIdentity | None:
    """Whose inbox takes the mail of this domain; its `site` is at hand."""
    rows = MailIdentity._base_manager.filter(mail_domain__iexact=domain).select_related("site")
    identity = once(("identity of", domain), rows.first, setting=True)
    return once(("identity", identity.site_id), lambda: identity) if identity else None


def _identity_of(site: Site) -> MailIdentity:
    identity, _created = MailIdentity._base_manager.get_or_create(
        site=site,
        defaults={
            "mail_domain": site.hostname,
            "from_name": site.site_name or settings.WAGTAIL_SITE_NAME,
            "from_address": f"uketsuke@{site.hostname}",
        },
    )
    return identity
