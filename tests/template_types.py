"""Reads templates as typed programs: every ``a.b`` must be a field of the dataclass that ``a`` is.

Only what the theme's templates do is understood, and anything else is reported, so that
a template cannot slip past by being clever.
"""

from __future__ import annotations

import dataclasses
import types
import typing

import jinja2
from jinja2 import nodes

from generator.texts import noun_names, placeholders, shipped_texts

GLOBALS = {"asset", "imports", "icon", "card", "json_script", "loop", "once", "t", "script_texts"}
"""Names that the renderer gives; what they return is not looked into."""

UNKNOWN = object()
"""The type of what is not looked into."""


class TemplateTypes:
    """Checks templates; ``mistakes`` and ``used`` fill up."""

    def __init__(self, theme: dict[str, bytes]) -> None:
        self._theme = {name: text.decode() for name, text in theme.items() if name.endswith(".j2")}
        self._environment = jinja2.Environment(autoescape=True)
        self.mistakes: list[str] = []
        self.used: set[tuple[type, str]] = set()
        self._file = ""
        self._imports: dict[str, dict[str, object]] = {}

    def check(self, template: str, context: type) -> None:
        """Check a template, and those that it extends, with the fields of its context."""
        hints = typing.get_type_hints(context)
        names: dict[str, object] = {f.name: hints[f.name] for f in dataclasses.fields(context)}
        top = set(names)
        self._names_read: set[str] = set()
        tree = self._tree(template)
        while True:
            scope = {**names, **self._macros(tree)}
            self._body(tree.body, scope)
            parents = list(tree.find_all(nodes.Extends))
            if not parents:
                break
            template = parents[0].template.value  # type: ignore[attr-defined]
            tree = self._tree(template)
        self.used |= {(context, name) for name in self._names_read & top}

    def _tree(self, template: str) -> nodes.Template:
        self._file = template
        return self._environment.parse(self._theme[template])

    def _macros(self, tree: nodes.Template) -> dict[str, object]:
        """The macros that a template imports, by the names that it gives them."""
        found: dict[str, object] = {}
        for imported in tree.find_all(nodes.FromImport):
            source = imported.template.value  # type: ignore[attr-defined]
            defined = self._environment.parse(self._theme[source])
            own = {m.name: (source, m) for m in defined.find_all(nodes.Macro)}
            found |= {name: own.get(name, UNKNOWN) for name in imported.names if isinstance(name, str)}
            for name in imported.names:
                if name not in own:
                    self._mistake(imported, f"{source} has no macro {name}")
        return found

    def _mistake(self, node: nodes.Node, text: str) -> None:
        self.mistakes.append(f"{self._file}:{node.lineno}: {text}")

    # ------------------------------------------------------------- statements

    def _body(self, body: list[nodes.Node], scope: dict[str, object]) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        self._type(part, scope)
                case nodes.For():
                    item = self._item(node.iter, self._type(node.iter, scope))
                    inner = {**scope, node.target.name: item}  # type: ignore[attr-defined]
                    if node.test is not None:
                        self._type(node.test, inner)
                    self._body(node.body, inner)
                    self._body(node.else_, scope)
                case nodes.If():
                    self._type(node.test, scope)
                    for branch in (node.body, *([b] for b in node.elif_), node.else_):
                        self._body(branch, scope)
                case nodes.Block():
                    self._body(node.body, scope)
                case nodes.FromImport() | nodes.Extends() | nodes.Macro():
                    pass
                case _:
                    self._mistake(node, f"{type(node).__name__} is not understood here")

    def _item(self, node: nodes.Node, iterable: object) -> object:
        if iterable is UNKNOWN:
            return UNKNOWN
        arguments = typing.get_args(iterable)
        if typing.get_origin(iterable) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            return arguments[0]
        self._mistake(node, f"loops over {iterable}")
        return UNKNOWN

    # ------------------------------------------------------------ expressions

    def _type(self, node: nodes.Node, scope: dict[str, object]) -> object:
        match node:
            case nodes.TemplateData() | nodes.Const() | nodes.Tuple():
                return UNKNOWN
            case nodes.Name():
                if node.name in scope:
                    self._names_read.add(node.name)
                    return _plain(scope[node.name])
                if node.name not in GLOBALS:
                    self._mistake(node, f"{node.name} is no field of the context")
                return UNKNOWN
            case nodes.Getattr():
                return self._field(node, self._type(node.node, scope))
            case nodes.Call():
                return self._call(node, scope)
            case nodes.Filter() | nodes.Not() | nodes.Compare() | nodes.BinExpr() | nodes.CondExpr():
                for child in node.iter_child_nodes():
                    self._type(child, scope)
                return UNKNOWN
            case nodes.Operand():
                return self._type(node.expr, scope)
            case _:
                self._mistake(node, f"{type(node).__name__} is not understood here")
                return UNKNOWN

    def _field(self, node: nodes.Getattr, owner: object) -> object:
        if owner is UNKNOWN:
            return UNKNOWN
        if not dataclasses.is_dataclass(owner) or not isinstance(owner, type):
            self._mistake(node, f".{node.attr} of {owner}, which has no fields")
            return UNKNOWN
        names = {f.name for f in dataclasses.fields(owner)}
        if node.attr not in names:
            self._mistake(node, f"{owner.__name__} has no field {node.attr}")
            return UNKNOWN
        for defined in owner.__mro__:
            self.used.add((defined, node.attr))
        return _plain(typing.get_type_hints(owner)[node.attr])

    def _call(self, node: nodes.Call, scope: dict[str, object]) -> object:
        if isinstance(node.node, nodes.Name) and node.node.name == "once":
            node = nodes.Call(node.args[0], node.args[1:], [], None, None, lineno=node.lineno)
        arguments = [self._type(argument, scope) for argument in node.args]
        called = scope.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if isinstance(called, tuple):
            file, macro = called
            if len(arguments) > len(macro.args):
                self._mistake(node, f"{macro.name} takes {len(macro.args)} arguments")
            defaults = dict.fromkeys((a.name for a in macro.args), UNKNOWN)
            if file not in self._imports:
                self._imports[file] = self._macros(self._environment.parse(self._theme[file]))
            bound = (
                self._imports[file]
                | defaults
                | {a.name: t for a, t in zip(macro.args, arguments, strict=False)}
            )
            before, self._file = self._file, file
            self._body(macro.body, bound)
            self._file = before
        else:
            self._type(node.node, scope)
        for given in node.kwargs:
            self._type(given.value, scope)
        self._text(node)
        return UNKNOWN

    def _text(self, node: nodes.Call) -> None:
        """A text exists, and gets the placeholders that it has."""
        if not isinstance(node.node, nodes.Name) or node.node.name not in ("t", "script_texts"):
            return
        keys = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        if node.node.name == "script_texts":
            groups = {key.partition(".")[0] for key in shipped_texts()}
            for key in set(keys) - groups - set(shipped_texts()):
                self._mistake(node, f"there is no group of texts {key}")
            return
        for key in keys:
            if key not in shipped_texts():
                self._mistake(node, f"there is no text {key}")
            elif {given.key for given in node.kwargs} != placeholders(shipped_texts()[key]) - {*noun_names()}:
                self._mistake(node, f"other placeholders than those of {key}")


def _plain(hint: object) -> object:
    """``X`` for ``X | None``."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        real = [h for h in typing.get_args(hint) if h is not type(None)]
        return real[0] if len(real) == 1 else UNKNOWN
    return hint
