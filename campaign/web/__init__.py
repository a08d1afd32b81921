"""The browser's door: pages, forms and JSON. Routes load, ask one verb, commit, redirect."""

from __future__ import annotations

from flask import Flask

from campaign.web import (
    access,
    account,
    admin,
    api,
    editor,
    errors,
    extras,
    headers,
    public,
    security,
    sizes,
    templating,
)


def init_app(app: Flask) -> None:
    """Register every page, and what all pages share."""
    templating.init_app(app)
    sizes.init_app(app)  # before anything reads a request
    security.init_app(app)
    errors.init_app(app)
    headers.init_app(app)
    for blueprint in (*public.blueprints, account.bp, admin.bp, api.bp, editor.bp, extras.bp):
        app.register_blueprint(blueprint)
    public.correcting.init_app(app)
    access.doors(app)
