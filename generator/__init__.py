"""Sources Catalog: a static site generator for catalogs of GitHub repositories.

Start reading at :mod:`generator.build`, the pipeline as a list of steps.
"""

__version__ = "0.1.0"
