"""What Next.js itself calls: exports that nobody needs to import.

Sources: Next.js documentation, "File-system conventions", "generateMetadata", "getServerSideProps", "proxy.js",
"instrumentation.js"; next-intl documentation, "i18n/request.ts"; 'use server' exports are endpoints of their own.
"""

from __future__ import annotations

import re

from reviewer.callers.functions import HTTP_METHODS
from reviewer.callers.known import words

_ROUTE = re.compile(r"(?:^|/)route\.[cm]?[jt]sx?\Z")
_SPECIAL = re.compile(
    r"(?:^|/)(?:page|layout|template|loading|error|global-error|not-found|default|sitemap|robots|manifest|middleware"
    r"|proxy|instrumentation|opengraph-image|twitter-image|icon|apple-icon)\.[cm]?[jt]sx?\Z"
)
_I18N = re.compile(r"(?:^|/)i18n(?:/request)?\.[cm]?[jt]sx?\Z")
_PAGES = re.compile(r"(?:^|/)pages/")
_HOOKS = words(
    "getServerSideProps getStaticProps getStaticPaths getInitialProps generateMetadata generateStaticParams"
    " generateViewport generateImageMetadata middleware proxy register onRequestError"
)


def is_entry(path: str, name: str) -> bool:
    """The framework calls this export."""
    if name in _HOOKS:
        return True
    if _ROUTE.search(path):
        return name in HTTP_METHODS
    if name == "default" and _I18N.search(path):
        return True
    return name == "default" and (_SPECIAL.search(path) is not None or _PAGES.search(path) is not None)
