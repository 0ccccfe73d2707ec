"""Weight and speed of every public page on a slow line: `python -m tests.bench looks`.

A phone's screen, 1.6 Mbit/s down, 150 ms there and back, a processor four times slower, nothing kept
from before; the median of five. The server sends HTML as it is; a proxy in front would compress it.
"""

import gzip
from statistics import median

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.bench.visited import Place, visited

ROUNDS = 5
LINE = {
    "offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}  # fmt: skip
_PAINTED = """() => new Promise(done => new PerformanceObserver(list =>
  done(list.getEntries().at(-1).startTime)).observe({type: 'largest-contentful-paint', buffered: true}))
"""


def main() -> None:
    with visited() as (base_url, places), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        print("| Page | HTML and CSS, gzip | of it CSS | largest paint |\n|---|---:|---:|---:|")
        for place in places:
            html, css = weights(browser, base_url, place)
            paint = median(painted(browser, base_url, place) for _ in range(ROUNDS))
            print(f"| {place.name} | {html + css:,} | {css:,} | {paint / 1000:.2f} s |", flush=True)
        browser.close()


def opened(browser: Browser, base_url: str, place: Place) -> BrowserContext:
    """A browser that holds the page's key and nothing else."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="ja-JP", is_mobile=True,
        device_scale_factor=2,
    )  # fmt: skip
    if place.key:
        context.request.get(f"{base_url}{place.key}", max_redirects=0)
    return context


def weights(browser: Browser, base_url: str, place: Place) -> tuple[int, int]:
    """Compressed bytes of the page and of its style sheets."""
    context = opened(browser, base_url, place)
    page, sheets = context.new_page(), []
    page.on("response", lambda got: sheets.append(got) if ".css" in got.url else None)
    answer = page.goto(f"{base_url}{place.path}")
    css = sum(len(gzip.compress(sheet.body(), 9)) for sheet in sheets)
    html = len(gzip.compress(answer.body(), 9))
    context.close()
    return html, css


def painted(browser: Browser, base_url: str, place: Place) -> float:
    """Milliseconds until the largest part of the first screen stood there."""
    context = opened(browser, base_url, place)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINE)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{base_url}{place.path}")
    milliseconds = page.evaluate(_PAINTED)
    context.close()
    return milliseconds


if __name__ == "__main__":
    main()
