"""Moments, as the native half counts them."""

from __future__ import annotations

import datetime


def moment(seconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
