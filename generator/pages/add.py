"""The page on which a visitor writes a definition."""

from __future__ import annotations

from generator import urls
from generator.issue_form import FORM
from generator.pages.contexts_other import AddContext, AddField
from generator.pages.view import View
from generator.pages.wording import Wording
from generator.places import SOURCES
from generator.schema import SOURCE
from generator.schema.shapes import ListOf, Shape, Text
from generator.yaml_text import Plain, mapping_text

EXAMPLE_FILE = f"{SOURCES}/owner-name.yaml"


def add_page(view: View) -> AddContext:
    """The form, its rules, and the steps by hand for those who have no scripts."""
    words, settings = view.words, view.catalog.settings
    lede = words("add.lede", title=view.site.title)
    form = settings.repository and urls.new_file_url(settings.repository, settings.branch, EXAMPLE_FILE)
    return AddContext(
        site=view.site,
        page=view.page(urls.ADD, words("add.title"), lede, section="add"),
        heading=words("add.heading"),
        lede=lede,
        fields=tuple(
            AddField(
                name=asked.field,
                label=words(f"add.{asked.field}"),
                help=words(f"add.{asked.field}_help"),
                example=words(f"add.{asked.field}_example"),
                lines=asked.lines,
                required=asked.field == "repo_url",
            )
            for asked in FORM
        ),
        form_url=form or "",
        rules={
            "fields": {a.field: _rule(SOURCE.by_name[a.field].shape, a.field == "repo_url") for a in FORM},
            "folder": f"{SOURCES}/",
            "form": urls.new_file_form(settings.repository, settings.branch) if settings.repository else "",
            "longest": urls.MAX_FORM_URL,
        },
        example=mapping_text(_example(words)),
    )


def _example(words: Wording) -> dict[str, Plain]:
    """A definition as the form's own examples would fill it in."""
    said: dict[str, Plain] = {
        name: words(f"add.{name}_example") for name in ("repo_url", "name", "description", "tags")
    }
    return said | {"tags": [tag.strip() for tag in words("add.tags_example").split(",")]}


def _rule(shape: Shape, required: bool) -> dict[str, object]:
    """What `lib/definition.js` holds an answer to: the rules of the field, as data."""
    item = shape.item if isinstance(shape, ListOf) else shape
    assert isinstance(item, Text)  # noqa: S101 - the form asks for texts and lists of them
    return {
        "longest": item.longest,
        "tidy": item.tidy.value,
        "pattern": item.pattern,
        "refused": [refusal.pattern for refusal in item.refusals],
        "most": shape.most if isinstance(shape, ListOf) else 0,
        "required": required,
    }
