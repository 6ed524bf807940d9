"""A real browser against a real server, with the index writer beside it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import Page

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(autouse=True)
def front_end_packages() -> None:
    """Pages without their style sheets would pass and fail for the wrong reasons."""
    if not django_settings.HELIU_ASSETS.is_dir():
        pytest.fail("The front-end packages are not installed; `make test` installs them, or run: heliu assets")


@pytest.fixture
def index_writer(live_server) -> Iterator[None]:
    """The worker's index writer, in a thread of this process."""
    from heliu.matching.tasks import run_index_writer

    stop = threading.Event()
    thread = threading.Thread(target=run_index_writer, args=(stop,), name="index-writer")
    thread.start()
    yield
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """No violation of WCAG level A or AA, and nothing wider than the window."""

    def check(page: Page) -> None:
        # From its beginning: wherever else, something lies half under the bar that stays.
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        results = Axe().run(
            page,
            options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}},
        )
        assert results.violations_count == 0, results.generate_report()
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.url} is {overflow} pixels wider than its window"

    return check
