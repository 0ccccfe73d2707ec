"""A mail server that takes its time, so that a killed worker is often killed inside DATA.

    python -m tests.faults.slow_relay PORT NEXT_PORT SECONDS

It waits before it takes the body and again before it says so. A client that dies in the first wait
was not heard: the mail never arrived. One that dies in the second has sent a mail without knowing.
"""

import asyncio
import smtplib
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


class SlowRelay:
    def __init__(self, *, next_port: int, seconds: float) -> None:
        self.next_port, self.seconds = next_port, seconds

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.seconds)  # a lost connection ends this coroutine here
        await asyncio.to_thread(self.pass_on, envelope)
        await asyncio.sleep(self.seconds)
        return "250 2.0.0 OK queued"

    def pass_on(self, envelope: Envelope) -> None:
        with smtplib.SMTP("127.0.0.1", self.next_port) as smtp:
            smtp.sendmail(
                envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content or b""
            )


async def serve(*, port: int, next_port: int, seconds: float) -> None:
    relay = SlowRelay(next_port=next_port, seconds=seconds)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(relay, enable_SMTPUTF8=True, hostname="mx.test", loop=loop), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    own, following, wait = sys.argv[1:]
    asyncio.run(serve(port=int(own), next_port=int(following), seconds=float(wait)))
