"""One running Thunderbird: read the mailbox, open a mail, see and press its invitation's buttons."""

import base64
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.clients import profile
from tests.clients.marionette import Marionette
from tests.servers.mail import PASSWORD, Mail
from tests.servers.processes import Process, answers, free_port, program

INBOX = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const server = MailServices.accounts.accounts[0].incomingServer;
const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
"""
WINDOW = """
const shown = Services.wm.getMostRecentWindow("mail:messageWindow");
const doc = shown?.messageBrowser?.contentDocument;
const bar = doc?.getElementById("imip-bar");
"""
LOGIN = """
const [user, password] = given;
const info = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
info.init("imap://127.0.0.1", null, "imap://127.0.0.1", user, password, "", "");
await Services.logins.initializationPromise;
await Services.logins.addLoginAsync(info);
"""
FETCH = (
    INBOX
    + """
if (!inbox) { server.performExpand(null); return []; }
inbox.getNewMessages(null, null);
inbox.updateFolder(null);
return [...inbox.messages].map(message => message.messageId);
"""
)
OPEN = (
    INBOX
    + """
const [wanted] = given;
MailUtils.openMessageInNewWindow([...inbox.messages].find(row => row.messageId == wanted));
"""
)
BUTTONS = (
    WINDOW
    + """
if (!bar || bar.collapsed) return [];
const all = [...doc.querySelectorAll("#imip-bar toolbarbutton")];
return all.filter(button => button.id && !button.hidden).map(button => button.id);
"""
)
PRESS = WINDOW + "doc.getElementById(given[0]).click();"
CLOSE = WINDOW + "shown?.close();"
VERSION = "return Services.appinfo.version;"


class NotSeen(RuntimeError):
    """What should have come did not come in time."""


class Thunderbird:
    """With an empty profile in `folder`, for the mailbox of `address`; ends with its screen."""

    def __init__(self, folder: Path, *, mail: Mail, address: str, name: str) -> None:
        folder.mkdir()
        port = free_port()
        profile.write(
            folder, address=address, name=name,
            imap_port=mail.imap_port, smtp_port=mail.smtp_port, marionette_port=port,
        )  # fmt: skip
        screen = program("xvfb-run", package="xvfb xauth")
        thunderbird = program("thunderbird", package="thunderbird")
        self.process = Process(
            [screen, "-a", "-s", "-screen 0 1280x1000x24", thunderbird, "--profile", folder,
             "--no-remote", "--marionette", "-remote-allow-system-access"],
            log=folder.with_suffix(".log"),
            env={**os.environ, "HOME": str(folder), "LANG": "C.UTF-8",
                 "MOZ_DISABLE_CONTENT_SANDBOX": "1"},
        )  # fmt: skip
        self.process.wait_for(lambda: answers(port), seconds=90)
        self.marionette = Marionette(port=port)
        self.run(LOGIN, address, PASSWORD)

    @property
    def version(self) -> str:
        return str(self.run(VERSION))

    def open(self, message_id: str) -> list[str]:
        """Show that mail in a window of its own; the buttons that stand in its invitation bar."""
        until(lambda: message_id in self.run(FETCH), what=f"{message_id} in the mailbox")
        self.run(OPEN, message_id)
        return until(lambda: self.run(BUTTONS), what="the buttons of the invitation")

    def press(self, button: str) -> None:
        self.run(PRESS, button)

    def picture(self, path: Path) -> None:
        """What stands on the screen's newest window now."""
        shot = self.marionette.send("WebDriver:TakeScreenshot", {"full": False})
        path.write_bytes(base64.b64decode(shot["value"]))

    def close(self) -> None:
        self.run(CLOSE)

    def run(self, script: str, *arguments: object) -> Any:
        return self.marionette.run(script, *arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.marionette.close()
        self.process.stop(seconds=5)


def until(found: Callable[[], Any], *, what: str, seconds: float = 60) -> Any:
    """The first true answer. NotSeen: there was none in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(1)
    raise NotSeen(f"{what}: not within {seconds:g} seconds")
