"""What holds for every page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, Response


def serious(page: Page) -> list[str]:
    """What axe finds on a page that keeps people out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def beyond(page: Page) -> list[str]:
    """What makes a page wider than its window."""
    return list(
        page.evaluate(
            """() => {
              const root = document.documentElement;
              if (root.scrollWidth <= root.clientWidth) return [];
              return [...document.querySelectorAll('body *')]
                .filter((each) => each.getBoundingClientRect().right > root.clientWidth + 1)
                .map((each) => `${each.tagName} ${each.className}: ${each.textContent.slice(0, 40)}`);
            }"""
        )
    )


def frame(page: Page) -> None:
    """One heading, one main part, a title that says both page and program."""
    heading = page.locator("h1")
    assert heading.count() == 1, page.url
    assert page.locator("main").count() == 1 and page.locator("html").get_attribute("lang") == "ja"
    title, program = page.title().rsplit("｜", 1)
    assert (title.split(), program) == (heading.inner_text().split(), "中継サーバー")
    unnamed = page.locator("th:not([scope]), table:not(:has(caption)), iframe:not([title]), [style], [onclick]")
    assert unnamed.count() == 0, unnamed.first.evaluate("each => each.outerHTML.slice(0, 200)")
    ids = page.eval_on_selector_all("[id]", "all => all.map((each) => each.id)")
    assert len(ids) == len(set(ids)), sorted(ids)


def secured(answer: Response | None) -> None:
    """What every answer says to the browser."""
    assert answer is not None
    headers = answer.headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy, policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
