"""A window of Chromium, used by keyboard; whatever it shows is judged as it comes."""

from __future__ import annotations

import base64
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from tests.comparte_ride.browser.deployment import FRONT_END

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--hide-scrollbars",
)  # fmt: skip
PHONE, DESKTOP, NARROWEST = 390, 1280, 320  # pixels; WCAG asks for the last one
SECONDS = 15
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}  # pressed so it takes a tenth of send_keys
IS_SETTLED = """
return !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added");
"""
IS_PAINTED = """
return document.readyState === "complete" && performance.getEntriesByType("paint").length > 0;
"""
IS_FOCUSED = """
const [wanted, here] = [arguments[0], document.activeElement];
return here.name === wanted || (here.matches("a, button, summary") && here.innerText.includes(wanted));
"""
PICTURES = """
const uploaded = [...document.images].filter(image => image.src.includes("/files/"));
return [uploaded.length, ...uploaded.map(image => image.complete && image.naturalWidth)];
"""
AXE = """
const done = arguments[arguments.length - 1];
axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then(found => done(
  found.violations.map(({id, nodes}) => `${id}: ${nodes.map(n => n.html + n.failureSummary).join("; ")}`)
));
"""


class Window:
    """What a person does by keyboard, and what is wrong with what they are shown."""

    def __init__(self, profile: Path, pictures: Path, language: str, width: int, **more: Any) -> None:
        self.driver = chromium(profile, language, javascript=more.get("javascript", True))
        self.pictures, self.width, self.seen = pictures, width, 0
        self.scheme = more.get("scheme", "light")
        features = [{"name": "prefers-color-scheme", "value": self.scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "UTC"})
        self.resizes(width)

    # --- what a person does

    def opens(self, address: str) -> None:
        self.driver.get(address)
        self.waits(lambda driver: driver.find_elements(By.TAG_NAME, "h1"))  # a script may draw it after that
        self.is_seen()

    def walks_to(self, name: str) -> WebElement:
        """Press Tab until the focus is on what has this name, or says it; it must come there, and be seen."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if self.driver.execute_script(IS_FOCUSED, name):
                here = self.driver.switch_to.active_element
                seen = here.value_of_css_property("outline-style") != "none"
                assert seen, f"one does not see that the focus is on {name!r}"
                return here
            self.presses_tab()
        self.kept("stuck")
        raise AssertionError(f"no Tab leads to {name!r}; the page says {self.text()!r}")

    def presses_tab(self) -> None:
        self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "rawKeyDown", **TAB})
        self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", **TAB})

    def types(self, **fields: str) -> None:
        """Walk to each field and type into it, in place of what it holds."""
        for name, text in fields.items():
            field = self.walks_to(name)
            if field.get_attribute("type") in (
                "text",
                "email",
                "password",
                "tel",
                "search",
                "number",
                "textarea",
            ):
                field.send_keys(Keys.CONTROL, "a")
            field.send_keys(text)

    def pressed(self, text: str) -> None:
        """Walk to the link or the button that says `text`, press Enter, wait for what follows."""
        with self.next_page():
            self.acts(text)

    def acts(self, text: str) -> None:
        """Walk to a button and press Enter; what it does shows on this page."""
        self.walks_to(text).send_keys(Keys.ENTER)

    @contextmanager
    def next_page(self) -> Iterator[None]:
        """Wait until the page is another one, however it came: by an address, by htmx, by a route."""
        before = self.driver.find_element(By.TAG_NAME, "h1")
        yield
        self.waits(staleness_of(before))
        self.is_seen()

    def is_seen(self) -> None:
        """Wait until the page is there and painted: before that Chromium drops what is typed."""
        self.waits(lambda driver: driver.execute_script(IS_PAINTED))

    def waits(self, until: Callable[[Any], Any]) -> None:
        try:
            WebDriverWait(self.driver, SECONDS, poll_frequency=0.05).until(until)
        except TimeoutException:
            self.kept("stuck")
            raise AssertionError(f"it did not come; the page says {self.text()!r}") from None

    # --- what they see

    def text(self) -> str:
        return self.driver.find_element(By.TAG_NAME, "main").text

    def sees(self, *texts: str) -> None:
        """Wait until the page says all of it."""
        self.waits(lambda _: all(text in self.text() for text in texts))

    def settles(self, address: str) -> None:
        """Wait until htmx has put there what the address now asks for, and asks for nothing else."""
        self.waits(lambda driver: address in driver.current_url and driver.execute_script(IS_SETTLED))

    def waits_for_pictures(self) -> None:
        """Wait until a picture that somebody uploaded is there to be seen, and no picture is missing."""
        self.waits(lambda driver: all(driver.execute_script(PICTURES)))

    def resizes(self, width: int, height: int = 844) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def judged(self, name: str, *, refused: bool = False) -> None:
        """Hold a page to what every page is held to, and keep a picture of it.

        `refused`: it answers a form that was wrong, with a status which Chromium writes to its console.
        """
        self.kept(name)
        wrong = [line for line in self.console() if not (refused and "Failed to load resource" in line)]
        assert wrong == [], f"{name}: the console says {wrong}"
        for width in (NARROWEST, PHONE, DESKTOP):
            self.resizes(width)
            wide = self.driver.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} pixels wide in a window of {width}"
        self.resizes(self.width)
        self.driver.execute_script(axe())
        assert self.driver.execute_async_script(AXE) == [], name

    def console(self) -> list[str]:
        """What Chromium wrote to its console since it was last asked: errors, refusals of the policy."""
        answer = self.driver.execute("getLog", {"type": "browser"})["value"]
        return [entry["message"] for entry in answer]

    def kept(self, name: str) -> None:
        """Keep a picture of the whole page."""
        self.seen += 1
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.resizes(self.width, self.driver.execute_script("return document.documentElement.scrollHeight"))
        answer = self.driver.execute_cdp_cmd("Page.captureScreenshot", {})
        self.resizes(self.width)
        file = self.pictures / f"{self.seen:02}-{name}.png"
        file.write_bytes(base64.b64decode(answer["data"]))


def axe() -> str:
    """The accessibility checker, as npm brought it for the front end."""
    return (FRONT_END / "node_modules" / "axe-core" / "axe.min.js").read_text()


def chromium(profile: Path, language: str, *, javascript: bool) -> webdriver.Chrome:
    """A Chromium with a new profile whose person reads `language`."""
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    prefs: dict[str, Any] = {"intl.accept_languages": language}
    if not javascript:
        prefs["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", prefs)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.binary_location = shutil.which("chromium") or ""
    said = os.environ | {"LANGUAGE": "en_US"}  # its own words, and its fields of dates
    return webdriver.Chrome(options, Service(shutil.which("chromedriver"), env=said))
