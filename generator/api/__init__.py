"""Files that programs read: the filter index of the browser.

- :mod:`generator.api.filter_index`: everything that list pages filter, sort and show.
"""

from generator.api.filter_index import SHARD_SIZE, filter_index

__all__ = ["SHARD_SIZE", "filter_index"]
