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
from collections.abc import MutableMapping
from keyword import iskeyword
from typing import Any

import jinja2
from jinja2 import nodes
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


class Environment(jinja2.Environment):
    """Jinja's, with everything escaped and no undefined names."""

    code_generator_class = _Generator
    printed = staticmethod(printed)

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            finalize=seen,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template can use, as a plain dict, which is much quicker to copy than Jinja's chain of two.

        So what is added to the globals counts for templates that are loaded later.
        """
        return {**self.globals, **(d or {})}
