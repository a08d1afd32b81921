"""Web addresses, written so that the same page has the same key however it was copied."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode

MARK = "//"  # begins every key: no folded name does
LONGEST = 2_000

# Archives, translators and caches put their own address before that of the page.
_WRAPPED = re.compile(
    r"^(?:https?://)?(?:"
    r"web\.archive\.org/(?:web/)?[\w*]+/|archive\.(?:ph|today|is|li|vn|md|fo)/(?:o/)?\w+/|"
    r"(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?|[\w-]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?|"
    r"12ft\.io/(?:proxy\?q=)?|(?:www\.)?removepaywall\.com/"
    r")(?=\S*\.)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:(?:https?:)?//(?P<site>[^\s/?#]+)|(?P<bare>(?:[\w-]+\.)+[a-z]{2,18}(?=/\S)|www\.[^\s/?#]+))"
    r"(?P<rest>[/?#]\S*)?",
    re.IGNORECASE,
)
_FRONT = re.compile(r"^(?:(?:www\d?|m|amp|mobile)\.)+(?=[^.]+\.)")
_AMP = re.compile(r"(?:/amp|\.amp|/index\.(?:html?|php))$|[-.]amp(?=\.html?$)", re.IGNORECASE)
# Parameters that say where a reader came from, and not which page it is.
_TRACKING = re.compile(
    r"utm_\w+|\w*clid|mc_[ce]id|igsh\w*|ref(?:_?src|errer|_url)?|_hs\w+|mkt_tok|oly_\w+|amp|"
    r"outputtype|cmp(?:id)?|ns_\w+|smid|ftag|guc\w+|spm|share\w*|__twitter_impression|bc|"
    r"ocid|partner|at_\w+|xtor|s?rnd|emc|fb_\w+|yclid|_ga|_gl|wt\.\w+|companies",
    re.IGNORECASE,
)

# Of these, what can tell who it was that followed a link, by campaign or by click.
_TELLING = re.compile(
    r"utm_\w+|\w*clid|mc_[ce]id|igsh\w*|_hs(?:enc|mi)|mkt_tok|oly_\w+|fb_action\w*|_ga|_gl|"
    r"__twitter_impression|wt\.mc_id|vero_id|ml_subscriber\w*",
    re.IGNORECASE,
)


def without_tracking(address: str) -> str:
    """Return a web address without the parameters that tell who followed it from where.

    All else stays as it was written, also what cannot be read as an address.
    """
    before, mark, rest = address.partition("?")
    if not mark or not before.lower().startswith(("http://", "https://")):
        return address
    query, hash_mark, fragment = rest.partition("#")
    kept = [pair for pair in query.split("&") if not _TELLING.fullmatch(pair.partition("=")[0])]
    return before + ("?" + "&".join(kept) if kept else "") + hash_mark + fragment


def address_key(text: str) -> str | None:
    """Return the key of a web address, or None when the text is none.

    The same for http and https, with and without ``www``, archive, AMP, fragment, tracking
    parameters and slash at the end. A name that has a dot (``amazon.com``) is no address
    without a path, ``www`` or ``http``.
    """
    text = text.strip()[:LONGEST]
    while (inner := _WRAPPED.sub("", text)) != text:
        text = unquote(inner) if inner.lower().startswith(("http%", "https%")) else inner
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    site = (found["site"] or found["bare"]).rpartition("@")[2].lower()
    host = _FRONT.sub("", re.sub(r":\d*$", "", site).rstrip("."))
    path, _, query = (found["rest"] or "").partition("#")[0].partition("?")
    return (
        f"{MARK}{host}{_plain_path(path)}{_plain_query(query)}" if re.match(r"\w", host) else None
    )


def _plain_path(path: str) -> str:
    path = re.sub(r"/{2,}", "/", quote(unquote(path), safe="/", errors="replace")).rstrip("/")
    while (shorter := _AMP.sub("", path).rstrip("/")) != path:
        path = shorter
    return path


def _plain_query(query: str) -> str:
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True, errors="replace")
    kept = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    return f"?{urlencode(kept, errors='replace')}" if kept else ""
