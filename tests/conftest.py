"""What every test shares."""

from __future__ import annotations

from bot import logs

logs.configure("WARNING")
