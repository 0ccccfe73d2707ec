"""A Thunderbird profile with one IMAP account, no questions at the start, and times of Tokyo."""

import json
from pathlib import Path
from typing import Any

ACCOUNT: dict[str, Any] = {
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.account.account1.server": "server1",
    "mail.account.account1.identities": "id1",
    "mail.server.server1.type": "imap",
    "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.socketType": 0,
    "mail.server.server1.authMethod": 3,
    # The password is given to it after its start; asked before, it would open a window for it.
    "mail.server.server1.login_at_startup": False,
    "mail.server.server1.check_new_mail": False,
    "mail.identity.id1.valid": True,
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.fcc": False,
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.smtpserver.smtp1.try_ssl": 0,
    "mail.smtpserver.smtp1.authMethod": 1,
}
CALENDAR: dict[str, Any] = {
    "calendar.registry.home.type": "storage",
    "calendar.registry.home.uri": "moz-storage-calendar://",
    "calendar.registry.home.name": "Home",
    "calendar.registry.home.imip.identity.key": "id1",
    "calendar.list.sortOrder": "home",
    "calendar.timezone.local": "Asia/Tokyo",
    "calendar.timezone.useSystemTimezone": False,
}
QUIET: dict[str, Any] = {
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mail.shell.checkDefaultClient": False,
    "mail.rights.version": 1,
    "mail.winsearch.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "toolkit.telemetry.enabled": False,
}


def write(
    folder: Path, *, address: str, name: str, imap_port: int, smtp_port: int, marionette_port: int
) -> None:
    own = {
        "mail.server.server1.port": imap_port,
        "mail.server.server1.userName": address,
        "mail.server.server1.name": address,
        "mail.identity.id1.useremail": address,
        "mail.identity.id1.fullName": name,
        "mail.smtpserver.smtp1.port": smtp_port,
        "marionette.port": marionette_port,
    }
    prefs = {**ACCOUNT, **CALENDAR, **QUIET, **own}
    lines = [
        f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in prefs.items()
    ]
    (folder / "user.js").write_text("".join(lines))
