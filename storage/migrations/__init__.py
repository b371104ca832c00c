"""Alembic's folder: run through `storage.migrate`, never by hand."""
