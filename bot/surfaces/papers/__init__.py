"""The papers of a licence: the signed file, the PDF that carries it, and the dates for a calendar."""

from bot.surfaces.papers.documents import TypstDocuments

__all__ = ["TypstDocuments"]
