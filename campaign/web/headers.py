"""What every answer tells a browser: load nothing from elsewhere, tell nobody, keep little."""

from __future__ import annotations

from flask import Flask, Response, current_app, make_response, request, session
from werkzeug.exceptions import SecurityError

from config import Config

POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
    "style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'"
)
WITH_PICTURES_INSIDE = POLICY.replace("img-src 'self'", "img-src 'self' data:")
# Devices and trackers that a page of ours never asks for.
DENIED_FEATURES = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "payment",
    "usb",
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED_FEATURES),
    # With `no-referrer` Chromium sends `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
TWO_YEARS = 63_072_000  # seconds
WRONG_HOST = (
    "This site does not answer under the name in the address.\n"
    "Whoever runs it can allow the name: CAMPAIGN_HOSTS, or CAMPAIGN_SITE_URL.\n"
)


def init_app(app: Flask) -> None:
    """Add the headers to every answer, errors and files included; refuse foreign host names."""
    config: Config = app.config["CAMPAIGN"]
    app.config["TRUSTED_HOSTS"] = list(config.hosts)
    app.register_error_handler(SecurityError, refuse_host)
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Let a page load nothing from elsewhere, and tell no other site where a reader was."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    config: Config = current_app.config["CAMPAIGN"]
    if config.secure_cookies:
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS}"
    if request.endpoint != "static" and session:  # of an account, or with the token of a form
        response.headers["Cache-Control"] = "no-store"
    return response


def with_pictures_inside(page: str) -> Response:
    """Return a page that may show a picture which is part of it, such as a logo."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = WITH_PICTURES_INSIDE
    return response


def refuse_host(_error: SecurityError) -> Response:
    """Answer a host name that is not ours in plain text: no address of a page can be made."""
    return Response(WRONG_HOST, 400, mimetype="text/plain")
