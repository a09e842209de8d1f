"""One visit to one page: everything that is asked of every page, and the screenshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, Route

IN_PAGE = Path(__file__).with_name("in_page.js").read_text(encoding="utf-8")
#: A large screen, a tablet, a phone; and the narrowest on which a page must fit (WCAG 1.4.10).
WIDTHS, NARROWEST = (1300, 768, 360), 320
HEIGHT = 900
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What a width or a colour scheme changes, among the rules.
OF_WIDTH = {"type": "rule", "values": ["target-size", "color-contrast", "scrollable-region-focusable"]}
#: What axe-core is asked at which width: everything, on a large screen in French, on a phone in English.
THOROUGHLY, IN_PASSING = {1300: RULES, 768: OF_WIDTH, 360: OF_WIDTH}, {360: RULES}
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
DARK, PAPER = {"color_scheme": "dark"}, {"media": "print"}
#: Stops of Tab tried one after the other, from the first and up to the last; all, on most pages.
FIRST, LAST = 40, 10
#: Of what is alike side by side (rows, items, sections), as many are judged by axe-core.
ALIKE = 5
#: Screenshots end here: what follows on longer pages is more of the same.
TALLEST = 2000

Photograph = Callable[[Page, str], None]


class Watch:
    """What a page asks for and complains of, while it is watched."""

    def __init__(self, page: Page, address: str) -> None:
        self._address = address
        self._told: list[str] = []
        self._document = ""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._told.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on(
            "requestfailed", lambda request: self._told.append(f"failed: {request.url} {request.failure}")
        )

    def begin(self, address: str) -> None:
        """Forget what was; *address* is the document to come, whatever its status."""
        self._told.clear()
        self._document = address

    def faults(self) -> list[str]:
        return list(self._told)

    def _console(self, message: ConsoleMessage) -> None:
        of_status = (
            message.text.startswith("Failed to load") and message.location.get("url") == self._document
        )
        if message.type in ("error", "warning") and not of_status:  # a 404 that we asked for is none
            self._told.append(f"console: {message.text} ({message.location})")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:", "blob:")):
            self._told.append(f"request to elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.url != self._document:
            self._told.append(f"{response.status} {response.url}")


class Visitor:
    """A tab of the browser, which visits pages one after the other."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self._watch = Watch(page, address)

    def open(self, path: str, status: int = 200) -> list[str]:
        """Load the page; what is wrong with how it came."""
        self._watch.begin(self.address + path)
        self._size(WIDTHS[0])
        answer = self.page.goto(self.address + path, wait_until="load")
        assert answer is not None
        self.page.evaluate(IN_PAGE)
        wrong = [] if answer.status == status else [f"status {answer.status}, not {status}"]
        return wrong + self._watch.faults()

    def lacks(self, language: str, words: Sequence[str]) -> list[str]:
        """Words that are not seen; the language and the title that are not said."""
        seen = " ".join(self.page.inner_text("body").split())  # as read: every kind of space is one
        missing = [f"not seen: {text!r}" for text in words if text not in seen]
        if self.page.get_attribute("html", "lang") != language:
            missing.append("lang is another")
        return missing if self.page.title() else [*missing, "no title"]

    def too_wide(self, photograph: Photograph = lambda page, what: None) -> list[str]:
        """What does not fit, at each width; takes screenshots."""
        found = []
        for width in (*WIDTHS, NARROWEST):
            self._size(width)
            found += [f"{width} px: {each}" for each in self.page.evaluate("esslodTest.overflow()")]
            if width in WIDTHS:
                photograph(self.page, str(width))
        return found

    def in_other_media(self, photograph: Photograph) -> None:
        """Screenshots in the dark and of paper, which a person looks at."""
        self._size(WIDTHS[0])
        for what, media in {"dark": DARK, "print": PAPER}.items():
            with self._media(media):
                photograph(self.page, what)

    def judge(self, axe: str, thoroughly: bool = True) -> list[str]:
        """What axe-core finds; *thoroughly*: at every width and in the dark, otherwise on a phone only.

        It leaves a page that lacks most of what is alike.
        """
        self.page.evaluate(axe)
        self.page.evaluate("most => esslodTest.shorten(most)", ALIKE)
        found = []
        for width, rules in (THOROUGHLY if thoroughly else IN_PASSING).items():
            self._size(width)
            found += [f"{width} px: {each}" for each in self._axe(rules)]
        if thoroughly:
            with self._media(DARK):
                found += [f"dark: {each}" for each in self._axe(OF_COLOUR)]
        return found

    def tab_through(self) -> list[str]:
        """What the keyboard alone does not reach, or reaches out of order, unseen, or for ever."""
        count = self.page.evaluate("esslodTest.watch()")
        first = min(count, FIRST)
        found = self._press(0, first)
        if count > first:
            start = max(first, count - LAST)
            self.page.evaluate("index => esslodTest.jump(index)", start - 1)
            found += self._press(start, count - start)
        self.page.keyboard.press("Tab")
        return found if self.page.evaluate("esslodTest.left()") else [*found, "Tab never leaves the page"]

    def _press(self, start: int, count: int) -> list[str]:
        for _ in range(count):
            self.page.keyboard.press("Tab")
        return list(self.page.evaluate("([from, count]) => esslodTest.went(from, count)", [start, count]))

    def _axe(self, rules: object) -> list[str]:
        return list(self.page.evaluate("rules => esslodTest.judged(rules)", rules))

    def _size(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    @contextmanager
    def _media(self, media: dict[str, Any]) -> Iterator[None]:
        self.page.emulate_media(**media)
        yield
        self.page.emulate_media(**dict.fromkeys(media, "null"))


class Tabs:
    """The tabs in which each page is opened, and axe-core's script for them."""

    def __init__(self, browser: Browser, address: str, axe: str) -> None:
        self._browser, self._address, self.axe = browser, address, axe
        self.usual = self._tab(reduced_motion="reduce")
        self.without_scripts = self._tab(java_script_enabled=False)

    @cached_property
    def scripts_refused(self) -> Visitor:
        """A tab whose pages get no script, while axe-core, which is one, can still run."""
        visitor = self._tab(reduced_motion="reduce")
        visitor.page.route("**/*", _without_script)
        return visitor

    def _tab(self, **settings: Any) -> Visitor:
        return Visitor(self._browser.new_context(**settings).new_page(), self._address)


def _without_script(route: Route) -> None:
    if route.request.resource_type == "script":
        route.fulfill(body="", content_type="text/javascript")
    else:
        route.continue_()


def photographer(folder: Path, page: str, language: str, only: str = "") -> Photograph:
    """Keeps screenshots (of one width *only*, when it is given) as ``folder/page/language-what.png``."""

    def photograph(tab: Page, what: str) -> None:
        if only not in ("", what):
            return
        tall = min(int(tab.evaluate("document.documentElement.scrollHeight")), TALLEST)
        wide = int(tab.evaluate("window.innerWidth"))
        place = folder / page / f"{language}-{what}.png"
        area = {"x": 0, "y": 0, "width": wide, "height": tall}
        tab.screenshot(path=place, clip=area, full_page=True)  # type: ignore[arg-type]

    return photograph
