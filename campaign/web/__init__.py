"""The browser's door: pages, forms and JSON. Routes load, ask one verb, commit, redirect."""

from __future__ import annotations

from flask import Flask, Response

from campaign.web import api, editor, errors, extras, public, security, templating

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Register every page, and what all pages share."""
    templating.init_app(app)
    security.init_app(app)
    errors.init_app(app)
    for blueprint in (*public.blueprints, api.bp, editor.bp, extras.bp):
        app.register_blueprint(blueprint)
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Let a page load nothing from elsewhere, and tell no other site where a reader was."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "interest-cohort=(), geolocation=()")
    return response
