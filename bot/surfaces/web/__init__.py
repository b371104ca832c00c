"""The public pages: is this licence real, and is it valid now? Read-only, and nothing secret or financial on them."""

from bot.surfaces.web.app import create_app

__all__ = ["create_app"]
