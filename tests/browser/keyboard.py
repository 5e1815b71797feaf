"""Somebody who works by keyboard alone: Tab, Enter, Space, arrows and typing; every stop is looked at on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

MOST_STOPS = 200
FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const marked = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const around = [here, here.closest("label"), here.closest(".row")].filter(Boolean);
  const isMarked = around.some((each) => marked(getComputedStyle(each)) || marked(getComputedStyle(each, "::after")));
  const box = here.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 40)];
  const top = document.elementFromPoint(...middle);
  const bars = ".topbar, .tabbar, .savebar";
  const covering = top && top.closest(bars);
  const labels = [...(here.labels || [])].map((label) => label.innerText).join(" ");
  return {
    name: (here.getAttribute("aria-label") || labels || here.innerText || here.title || here.id || here.tagName).trim(),
    isMarked,
    isCovered: Boolean(covering && !covering.contains(here)),
    isOut: middle[1] < 0 || middle[1] > innerHeight,
  };
}"""


@dataclass(frozen=True)
class Stop:
    """What has the focus.

    Attributes:
        name: what it is called; "" where nothing has it.
        flaw: what is wrong with how it shows; "" where nothing is.
    """

    name: str
    flaw: str = ""


class Keyboard:
    """The keys, pressed on one page; nothing else is touched."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.passed: list[str] = []
        # Asked for only at the press of the key, the browser's own window for files may come first.
        page.on("filechooser", lambda _: None)

    def here(self) -> Stop:
        """What has the focus now."""
        found = self.page.evaluate(FOCUS)
        if found is None:
            return Stop("")
        flaws = {"no mark": not found["isMarked"], "covered": found["isCovered"], "off the screen": found["isOut"]}
        return Stop(found["name"], "、".join(what for what, is_so in flaws.items() if is_so))

    def to(self, words: str, *, backwards: bool = False) -> None:
        """Tab until something called so has the focus. Every stop on the way must be seen."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            stop = self.here()
            self.passed.append(stop.name)
            assert not stop.flaw, f"{stop.name!r} on {self.page.url}: {stop.flaw}"
            if words in stop.name:
                return
        raise AssertionError(f"no key leads to {words!r} on {self.page.url}; passed {self.passed[-MOST_STOPS:]}")

    def press(self, *keys: str) -> None:
        """Press one key after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type in place of what stands in the field."""
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def follow(self, words: str) -> None:
        """Go to a link or a button, press it, and wait for the page behind it."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def hand_in(self, file: Path) -> None:
        """Press Space on the field for files that has the focus, and name one."""
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Space")
        chooser.value.set_files(str(file))

    def choose(self, words: str, *, key: str = "ArrowDown") -> None:
        """In the list that has the focus, go to the choice called so."""
        chosen = "document.activeElement.selectedOptions[0].text"
        for _ in range(MOST_STOPS):
            if words in str(self.page.evaluate(chosen)):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"no choice is called {words!r}")
