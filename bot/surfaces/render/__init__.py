"""From a note to words: one function a note kind, found by its name. Pure; only here do stored values become text (I6)."""

from bot.surfaces.render.registry import render, template

__all__ = ["render", "template"]
