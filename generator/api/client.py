"""The JavaScript client at addresses that stay: a module that names the built one, and its types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import urls
from generator.errors import TemplateError
from generator.model import Output

MODULE = "api/catalog-client.js"
TYPES = "api/catalog-client.d.ts"
"""In the theme."""

CODE = "js/client/client.js"
"""The asset that the module is made of."""


def client_files(theme: Mapping[str, bytes], code: str) -> Iterator[Output]:
    """The files; ``code`` is the path of the site that :data:`CODE` was built to.

    Raises TemplateError for a theme without them.
    """
    for name in (MODULE, TYPES):
        if name not in theme:
            raise TemplateError(f"the theme has no {name}, which the API needs")
    path = f"{urls.API_ROOT}/catalog-client.js"
    link = urls.relative(path, code)
    text = theme[MODULE].decode("utf-8").replace(f"../assets/{CODE}", link)
    yield Output(path, text.encode())
    yield Output(f"{urls.API_ROOT}/catalog-client.d.ts", theme[TYPES])
