"""The browser's door: pages, forms, JSON."""

from flask import Flask


def init_app(app: Flask) -> None: ...
