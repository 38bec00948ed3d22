"""How templates are compiled: what they print is escaped and seen, and calls go straight to what is called.

A site prints some hundreds of values a page, so what Jinja does around each of them weighs more
than the pages' texts. Two things are done in fewer steps here, and to the same end:

- a value is freed of what cannot be seen (:func:`generator.pages.wording.seen`) and escaped by one
  function, and nothing is done to the many that are harmless as they are;
- what a template calls by its name, a macro or a function of :mod:`generator.render`, is called
  at once. Jinja first looks whether it wants the context, which none of ours does.

Where a template turns escaping off, everything is as Jinja does it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from keyword import iskeyword
from types import CodeType, MappingProxyType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from generator.pages.wording import UNSEEN, seen

_UNSAFE = re.compile("[&<>'\"]").search
"""What `markupsafe.escape` replaces."""


def printed(value: object) -> str:
    """A value as it stands in a page: what can be seen of it, escaped."""
    if type(value) is str:
        visible = value if value.isprintable() else UNSEEN.sub("", value)
        return escape(visible) if _UNSAFE(visible) else visible
    return value if type(value) is Markup else escape(value)


TRACED = "<template> "
"""Before the name of a template in tracebacks."""


class _Generator(CodeGenerator):
    """Jinja's, but for the two things above."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _escapes(frame):
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if _escapes(frame):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        named = isinstance(node.node, nodes.Name) and _escapes(frame)
        plain = not (node.dyn_args or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs))
        if not (named and plain):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


def _escapes(frame: Frame) -> bool:
    """Whether it is known when compiling that what is printed is escaped."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


@dataclass(frozen=True, slots=True)
class Code:
    """A template and what it is compiled to."""

    text: str
    code: CodeType


class _Compiled(BytecodeCache):
    """Gives Jinja what is compiled already, and keeps nothing."""

    def __init__(self, known: Mapping[str, Code]) -> None:
        self._known = known

    def get_bucket(
        self, environment: jinja2.Environment, name: str, _filename: str | None, source: str
    ) -> Bucket:
        bucket = Bucket(environment, name, "")
        known = self._known.get(name)
        if known and known.text == source:
            bucket.code = known.code
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing is kept anywhere."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nor anything new."""


class Environment(jinja2.Environment):
    """Jinja's, with everything escaped and no undefined names."""

    code_generator_class = _Generator
    printed = staticmethod(printed)

    def __init__(
        self, loader: jinja2.BaseLoader | None = None, known: Mapping[str, Code] = MappingProxyType({})
    ) -> None:
        """``known`` are compiled templates by name, for those whose text is still the same."""
        super().__init__(
            loader=loader,
            autoescape=True,
            finalize=seen,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_Compiled(known),
        )

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template can use, as a plain dict, which is much quicker to copy than Jinja's chain of two.

        So what is added to the globals counts for templates that are loaded later.
        """
        return {**self.globals, **(d or {})}

    def code_of(self, name: str, text: str) -> CodeType:
        """What a template is compiled to. Raises jinja2.TemplateSyntaxError."""
        return self.compile(text, name, traced(name))


def traced(name: str) -> str:
    """What a template is called in tracebacks."""
    return f"{TRACED}{name}"
