"""What Next.js itself calls: exports that nobody needs to import.

Sources: Next.js documentation, "File-system conventions", "generateMetadata", "getServerSideProps", "proxy.js",
"instrumentation.js"; next-intl documentation, "i18n/request.ts"; 'use server' exports are endpoints of their own.
"""

from __future__ import annotations

import re

from reviewer.callers.functions import HTTP_METHODS
from reviewer.callers.known import words

_ROUTE = r"(?:^|/)route\.[cm]?[jt]sx?\Z"
_SPECIAL = (
    r"(?:^|/)(?:page|layout|template|loading|error|global-error|not-found|default|sitemap|robots|manifest|middleware"
    r"|proxy|instrumentation|opengraph-image|twitter-image|icon|apple-icon)\.[cm]?[jt]sx?\Z"
)
_I18N = r"(?:^|/)i18n(?:/request)?\.[cm]?[jt]sx?\Z"
_PAGES = r"(?:^|/)pages/"
_HOOKS = words(
    "getServerSideProps getStaticProps getStaticPaths getInitialProps generateMetadata generateStaticParams"
    " generateViewport generateImageMetadata middleware proxy register onRequestError"
)


def is_entry(path: str, name: str) -> bool:
    """The framework calls this export."""
    if name in _HOOKS:
        return True
    if re.search(_ROUTE, path):
        return name in HTTP_METHODS
    if name == "default" and re.search(_I18N, path):
        return True
    return name == "default" and (re.search(_SPECIAL, path) is not None or re.search(_PAGES, path) is not None)
