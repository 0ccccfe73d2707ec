"""The servers that PyPI does not have: from Debian, by apt-get when we may."""

import os
import shutil
import subprocess

from tests.servers import libical, libreoffice
from tests.servers.processes import ServerMissing

NEEDED = {
    "dovecot": ["dovecot-imapd", "dovecot-lmtpd"],
    "chromium": ["chromium"],
    "fc-list": ["fontconfig"],
}
JAPANESE_FONT = "fonts-noto-cjk"


def install_missing() -> None:
    """Raises ServerMissing with the sentence to show when something stays missing."""
    packages = missing()
    if not packages:
        return
    sentence = f"The tests need these Debian packages: apt-get install {' '.join(packages)}"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise ServerMissing(sentence)
    print(f"apt-get install {' '.join(packages)} …", flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    if still := missing():
        raise ServerMissing(f"apt-get could not install {' '.join(still)}. {sentence}")


def missing() -> list[str]:
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin"
    packages = [name for program, names in NEEDED.items() if not shutil.which(program, path=path)
                for name in names]  # fmt: skip
    if not os.path.exists("/usr/lib/dovecot/lmtp") and "dovecot-lmtpd" not in packages:
        packages.append("dovecot-lmtpd")
    if not libical.present():
        packages.append("libical3")
    packages += libreoffice.missing()
    return packages + ([] if japanese_font() else [JAPANESE_FONT])


def japanese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True)
    return bool(listed.stdout.strip())
