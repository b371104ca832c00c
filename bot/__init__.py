"""Quasi: a licensing agent for the digital likenesses of fashion models."""

__version__ = "0.1.0"
