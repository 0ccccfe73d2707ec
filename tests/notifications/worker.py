"""A dispatcher as a process of its own, for tests that kill it.

    python -m tests.notifications.worker [kill-in-data|batch]

`kill-in-data`: dies by SIGKILL once the server has said yes to the body.
`batch`: prints the ids that it took in hand.
"""

import os
import signal
import sys

import django


def main(mode: str) -> None:
    django.setup()
    from config import clock
    from notifications.delivery import claim, dispatch
    from notifications.transports.smtp import SmtpTransport

    class DiesInData(SmtpTransport):
        def data(self, content):
            super().data(content)
            os.kill(os.getpid(), signal.SIGKILL)

    if mode == "kill-in-data":
        from django.conf import settings

        dispatch.deliver_due(transport=DiesInData(settings.EMAIL_URL))
    sys.stdin.readline()
    taken = []
    while batch := claim.claim(at=clock.now(), limit=5):
        taken += [mail.pk for mail in batch]
    print(*taken)


if __name__ == "__main__":
    main(sys.argv[1])
