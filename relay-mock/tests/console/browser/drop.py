"""Files that are dragged from a folder's window and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator


def drop(field: Locator, files: Sequence[Path]) -> None:
    """Drops files on a field as a mouse does."""
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    page = field.page
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    driver = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        driver.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})
    driver.detach()
