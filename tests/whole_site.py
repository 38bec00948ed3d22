"""A site with a page of every template and a source in every state, with all that its scripts load."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path

from generator.api import artifact_index, filter_index
from generator.markdown import render_readme
from generator.model import Catalog, CatalogEntry, Output, Readme
from generator.pages import DataPaths, PageKind, Planner
from generator.render import Renderer
from generator.search import INDEX_PATH, build_index, document
from generator.urls import RepoLocation
from tests import theme_catalog as tc

README = """\
# Everything, *written* as READMEs are

![A picture](shot.png) <img src="logo.png" width="40"> [![build](https://img.shields.io/b.svg)](https://ci.example/)

> [!NOTE]
> Useful information.

> [!TIP]
> Helpful advice.

> [!IMPORTANT]
> Key information.

> [!WARNING]
> Urgent information with `code` and a [link](docs/a.md).

> [!CAUTION]
> Risks.

> Only quoted.

## Install

```python
@decorator
def f(x: int = 3, *rest) -> str:  # a comment
    '''A docstring.'''
    return f"{x:>10}" if x is not None else r"\\d+"  # far too long for a phone
```

```diff
- out
+ in
```

```sh
export A="b $HOME" && curl -sSL https://example.org/install.sh | sh -s -- --yes  # no
```

```yaml
key: [1, true, "text"]  # comment
```

```html
<a href="x" class='y'>&amp;<!-- comment --></a>
```

```console
$ make it
```

1. One
   - [ ] to do
   - [x] done
2. Two[^1]

| Name | Number | A column that is wide enough to make any table scroll on a narrow phone |
| :--- | ---: | :---: |
| a | 1 | <kbd>Ctrl</kbd>+<kbd>K</kbd> |
| b | 2 | H<sub>2</sub>O and x<sup>2</sup>, ~~gone~~ |

<details><summary>More</summary>

#### Deep

Hidden text with a :rocket: and <mark>marked</mark> words.

</details>

<div align="center"><h2>Centred</h2><p>Words <b>bold</b>.</p></div>

### By hand

Term
---

* * *

[^1]: A footnote.
"""


MANY_TAGS = tc.entry("tagged", tags=tuple(f"tag-{number}" for number in range(40)))
"""So many that they need a box to find them."""

WHOLE = replace(tc.FULL, entries=(*tc.FULL.entries, MANY_TAGS))


class Shelf:
    """The same README for every source that has one."""

    def __init__(self) -> None:
        self._readme = render_readme(Readme("README.md", README), RepoLocation("someone/thing", tc.COMMIT))

    def get(self, entry: CatalogEntry) -> object:
        """The rendered README."""
        return self._readme if entry.snapshot and entry.snapshot.readme else None

    def key(self, entry: CatalogEntry) -> str:
        """All of a source are the same."""
        return entry.source.id


LISTS = frozenset([PageKind.HOME])
"""What shows how a big catalog begins."""


def make(root: Path, catalog: Catalog = WHOLE, kinds: frozenset[PageKind] = frozenset(PageKind)) -> Path:
    """Write the pages of a catalog, with the files of its filters and searches."""
    catalog = replace(catalog, settings=replace(catalog.settings, base_url=""))
    index, artifacts = filter_index(catalog), artifact_index(catalog)
    data = DataPaths(filter_index=index[0].path, search=INDEX_PATH, artifacts=artifacts[0].path)
    planner = Planner(catalog, Shelf(), tc.notes, data)
    renderer = Renderer(tc.THEME)
    documents = (document(e, n, "Words of a README.", tc.NOW) for n, e in enumerate(catalog.public))
    pages = (renderer.render(planner.page(r)) for r in planner.refs() if r.kind in kinds - {PageKind.SOCIAL})
    for output in chain(pages, index, artifacts, build_index(documents), renderer.assets.outputs()):
        _write(root, output)
    return root


def _write(root: Path, output: Output) -> None:
    file = root / output.path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(output.content)
