"""One visit to one page: everything that is asked of every page, and the screenshots."""

from __future__ import annotations

import asyncio
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
#: What a width changes, among the rules; and what a colour scheme does.
OF_WIDTH, OF_COLOUR = ["target-size", "scrollable-region-focusable"], ["color-contrast", "link-in-text-block"]
#: What axe-core is asked in each language: everything once at least, on a large screen or on a phone. Colours
#: are the same in both, so that each width judges them once, and the dark (told as width 0).
ASKED: dict[str, dict[int, list[str]]] = {
    "fr": {1300: RULES, 768: OF_WIDTH, 360: OF_WIDTH, 0: OF_COLOUR},
    "en": {1300: OF_WIDTH, 768: OF_WIDTH + OF_COLOUR, 360: RULES},
}
DARK, PAPER = {"color_scheme": "dark"}, {"media": "print"}
#: Of what is alike side by side (rows, items, sections), as many are judged by axe-core.
ALIKE = 3
#: Screenshots end here: what follows on longer pages is more of the same.
TALLEST = 2000
#: Keys as the browser's protocol has them; those that do something by a character have one.
KEYS = {
    "Tab": {"code": "Tab", "windowsVirtualKeyCode": 9},
    "Enter": {"code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
    "Space": {"code": "Space", "windowsVirtualKeyCode": 32, "text": " ", "key": " "},
    "Escape": {"code": "Escape", "windowsVirtualKeyCode": 27},
}
#: Most keys are Tab, whose release nothing listens to.
UNHEARD = ("keyUp", "Tab")

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
        self._protocol = page.context.new_cdp_session(page)

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

    def has_scripts(self) -> bool:
        """Whether the document may run anything, or shows something where nothing runs."""
        return bool(self.page.evaluate("esslodTest.scripts()"))

    def drawn(self) -> list[Any]:
        """What was made of the document: its markup, the words that are seen, its size."""
        size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        return [self.page.content(), self.page.inner_text("body"), *self.page.evaluate(size)]

    def photographed(self, photograph: Photograph, language: str) -> None:
        """Screenshots, which a person looks at: in French at each width, in the dark and of paper too."""
        for width in WIDTHS if language == "fr" else (WIDTHS[0], WIDTHS[-1]):
            self._size(width)
            photograph(self.page, str(width))
        if language == "fr":
            self._size(WIDTHS[0])
            for what, media in {"dark": DARK, "print": PAPER}.items():
                with self._media(media):
                    photograph(self.page, what)

    def too_wide(self) -> list[str]:
        """What does not fit, at each width, when all that was folded is open."""
        self.page.evaluate("esslodTest.unfold()")
        found = []
        for width in (*WIDTHS, NARROWEST):
            self._size(width)
            found += [f"{width} px: {each}" for each in self.page.evaluate("esslodTest.overflow()")]
        return found

    def shorten(self) -> None:
        """Leave the first of what is alike."""
        self.page.evaluate("most => esslodTest.shorten(most)", ALIKE)

    def judge(self, axe: str, asked: dict[int, list[str]]) -> list[str]:
        """What axe-core finds at each width, *asked* these rules; width 0 is the dark on a large screen."""
        self.page.evaluate(axe)
        found = []
        for width, rules in asked.items():
            self._size(width or WIDTHS[0])
            with self._media({} if width else DARK):
                found += [f"{f'{width} px' if width else 'dark'}: {each}" for each in self._axe(rules)]
        return found

    def withheld(self) -> list[str]:
        """What no key reaches, or not at its place."""
        return list(self.page.evaluate("esslodTest.withheld()"))

    def by_keyboard(self) -> list[str]:
        """What the keyboard alone does not reach, or reaches out of order or unseen, or does not leave.

        What is folded is opened on the way, and menus are walked and closed. A step from one stop to the
        next that was gone at one width is not gone again at another, nor is a menu.
        """
        found = []
        for width in reversed(WIDTHS):
            self._size(width)
            self._press(self.page.evaluate("esslodTest.plan()"))
            wrong = self.page.evaluate("esslodTest.went()")
            while keys := self.page.evaluate("esslodTest.menu()"):
                self._press(keys)
                wrong += self.page.evaluate("esslodTest.served()")
            found += [f"{width} px: {each}" for each in wrong]
        return found

    def _press(self, keys: Sequence[str]) -> None:
        """Real keys, all handed over at once: to wait for each takes six times as long."""

        async def press() -> None:
            send = self._protocol._impl_obj.send  # the synchronous interface can only wait for each
            events = [(kind, key) for key in keys for kind in ("keyDown", "keyUp") if (kind, key) != UNHEARD]
            calls = (
                send("Input.dispatchKeyEvent", {"type": kind, "key": key, **KEYS[key]})
                for kind, key in events
            )
            await asyncio.gather(*calls)

        self._protocol._sync(press())

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


def photographer(folder: Path, page: str, prefix: str) -> Photograph:
    """Keeps screenshots as ``folder/page/prefix-what.png``."""
    place = folder / page
    place.mkdir(parents=True, exist_ok=True)

    def photograph(tab: Page, what: str) -> None:
        width, tall = tab.evaluate(
            "[innerWidth, Math.max(innerHeight, document.documentElement.scrollHeight)]"
        )
        tab.set_viewport_size({"width": width, "height": min(tall, TALLEST)})
        tab.screenshot(
            path=place / f"{prefix}-{what}.jpg", type="jpeg", quality=85, animations="allow", caret="initial"
        )

    return photograph
