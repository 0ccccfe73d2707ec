"""A real LibreOffice: somebody opens a file, types into cells, saves it under another form.

Each run has a profile of its own, so that none waits for another's, and ends with its folder.
"""

import json
import os
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.servers.processes import Process, ServerMissing, program

PACKAGES = ["libreoffice-calc", "libreoffice-writer", "python3-uno"]
# Debian's own Python: the bridge to LibreOffice is built for no other.
PYTHON = "/usr/bin/python3"
# A first start on a cold and busy machine has taken minutes.
SECONDS = 400
XLSX = ("Calc MS Excel 2007 XML", "")
# Field and text marks, character set, first line; each cell as shown, text only quoted where needed.
UTF_8, WINDOWS_932, SHIFT_JIS = (
    ("Text - txt - csv (StarCalc)", f"44,34,{charset},1,,0,false,true,false")
    for charset in (76, 60, 64)
)


def worked_on(
    folder: Path,
    data: bytes,
    *,
    typed: Mapping[str, str] | None = None,
    deleted: Sequence[int] = (),
    saved: Mapping[str, tuple[str, str]],
) -> dict[str, bytes]:
    """`typed`: a cell's name → what is typed there; then rows are deleted, by their number, from the
    last to the first. `saved`: file name → (filter, options). Returns each file's bytes."""
    folder.mkdir(parents=True)
    (folder / "in.xlsx").write_bytes(data)
    pipe = f"okigaru{uuid.uuid4().hex}"
    job = {
        "pipe": pipe,
        "open": str(folder / "in.xlsx"),
        "typed": list((typed or {}).items()),
        "deleted": sorted(deleted, reverse=True),
        "saved": [[str(folder / name), *how] for name, how in saved.items()],
    }
    listening = _command(folder, f"--accept=pipe,name={pipe};urp;")
    with Process(listening, log=folder / "log", env=_environment(folder)) as office:
        hand = subprocess.run(
            [PYTHON, Path(__file__).with_name("libreoffice_hand.py")],
            input=json.dumps(job), text=True, capture_output=True, timeout=SECONDS,
        )  # fmt: skip
        if hand.returncode:
            raise RuntimeError(f"LibreOffice did not do it:\n{hand.stderr}\n{office.tail()}")
    return {name: (folder / name).read_bytes() for name in saved}


def as_pdf(folder: Path, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """File name → the document as LibreOffice would print it."""
    folder.mkdir(parents=True)
    for name, data in documents.items():
        (folder / name).write_bytes(data)
    printing = ["--convert-to", "pdf", "--outdir", str(folder), *(str(folder / n) for n in documents)]  # fmt: skip
    subprocess.run(
        _command(folder, *printing), env=_environment(folder), check=True, timeout=SECONDS,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return {name: (folder / name).with_suffix(".pdf").read_bytes() for name in documents}


def missing() -> list[str]:
    """Debian packages to install."""
    try:
        return [] if _speaks_with_python() and _has_parts() else PACKAGES
    except ServerMissing:
        return PACKAGES


def _has_parts() -> bool:
    """Calc's and Writer's own libraries beside the program."""
    beside = Path(program("soffice", package="libreoffice-calc")).resolve().parent
    return all((beside / name).exists() for name in ("libscfiltlo.so", "libswlo.so"))


def _speaks_with_python() -> bool:
    asked = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True) if os.path.exists(PYTHON) else None  # fmt: skip
    return asked is not None and asked.returncode == 0


def _command(folder: Path, *more: str) -> list[str]:
    if packages := missing():
        raise ServerMissing(f"LibreOffice is not installed: apt-get install {' '.join(packages)}")
    soffice = program("soffice", package="libreoffice-calc")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    return [soffice, profile, "--headless", "--norestore", *more]


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
