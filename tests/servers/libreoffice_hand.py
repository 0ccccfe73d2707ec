"""Run by Debian's Python: types into a sheet that LibreOffice shows, and saves it. Job on stdin."""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

SECONDS = 300


def main(job):
    context = connected(job["pipe"])
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    hand = make("com.sun.star.frame.DispatchHelper", context)
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(job["open"]), "_blank", 0, ())
    frame = book.CurrentController.Frame
    for cell, text in job["typed"]:
        hand.executeDispatch(frame, ".uno:GoToCell", "", 0, facts(ToPoint=cell))
        hand.executeDispatch(frame, ".uno:EnterString", "", 0, facts(StringName=text))
    for row in job["deleted"]:
        book.Sheets[0].Rows.removeByIndex(row - 1, 1)
    for path, name, options in job["saved"]:
        how = facts(FilterName=name, FilterOptions=options)
        book.storeToURL(uno.systemPathToFileUrl(path), how)
    book.close(True)
    try:
        desktop.terminate()
    except DisposedException:
        return


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    until = time.monotonic() + SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def facts(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


main(json.load(sys.stdin))
