"""How templates are compiled: our shorter ways lead where Jinja's lead."""

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.model import TrustLevel
from generator.pages.wording import seen
from generator.templating import Environment, printed

VALUES = st.text() | st.text(alphabet="&<>'\"a\n\u202e\x00") | st.integers() | st.none() | st.booleans()


@given(VALUES)
def test_printing_is_seeing_and_escaping(value):
    """One function does what the two did one after the other."""
    assert printed(value) == str(escape(seen(value)))


@pytest.mark.parametrize("value", [Markup("<b>\u202e"), TrustLevel.BASIC, 1.5, ["<"]])
def test_other_values_are_printed_as_jinja_prints_them(value):
    """Markup stays, and what is no text is escaped as its text."""
    assert printed(value) == str(escape(value))


def made(template: str, environment: type[jinja2.Environment] = Environment, **values: object) -> str:
    """What one template with a neighbour prints."""
    macros = (
        "{% macro pair(a, b='<', if_='') %}[{{ a }}|{{ b }}{{ if_ }}]{% endmacro %}"
        "{% macro around(x) %}({{ x }}{{ caller() }}){% endmacro %}"
        "{% macro some() %}{{ varargs | join('+') }}{{ kwargs }}{% endmacro %}"
    )
    loader = jinja2.DictLoader({"t": template, "m": macros})
    plain = {"autoescape": True, "finalize": seen, "undefined": jinja2.StrictUndefined, "trim_blocks": True}
    made_by = Environment(loader) if environment is Environment else environment(loader=loader, **plain)
    made_by.globals["joined"] = lambda *given, **named: f"{given}{named}"
    return made_by.get_template("t").render(values)


@pytest.mark.parametrize(
    "template",
    [
        "{% from 'm' import pair %}{{ pair('&') }}{{ pair(a=1, b=value) }}{{ pair(value, if_='x') }}",
        "{% from 'm' import pair %}{{ pair(*[1, 2]) }}{{ pair(**{'a': value}) }}",
        "{% from 'm' import around %}{% call around(value) %}<i>{{ value }}{% endcall %}",
        "{% from 'm' import some %}{{ some(1, value, x=2) }}",
        "{{ joined(value, 1, x='<') }}{{ joined(**{'class': 1}) }}{{ joined(class=1) }}",
        "{% for x in [1, 2] recursive %}{{ x }}{{ loop([]) }}{% endfor %}",
        "{% set x %}<b>{{ value }}{% endset %}{{ x }}{{ x | upper }}",
        "{% autoescape false %}{{ value }}{{ joined(value) }}{{ 'a\x01<' }}{% endautoescape %}",
        "{{ 'a\x01<b>' }}{{ 1 + 1 }}{{ '<' ~ value }}{{ value | safe }}",
        "{% macro own(a) %}{{ a }}{{ value }}{% endmacro %}{{ own('<') }}",
        "{% block b %}{{ joined(1) }}{% endblock %}{{ self.b() }}",
    ],
)
def test_a_template_prints_what_jinja_prints(template):
    """Whatever forms of output and of calls it uses."""
    value = "<a title='x\u202e'>&amp;\n"
    assert made(template, value=value) == made(template, jinja2.Environment, value=value)


def test_calling_what_is_not_there_is_an_error():
    """A misspelt macro or function is named."""
    with pytest.raises(jinja2.UndefinedError, match="'nothing' is undefined"):
        made("{{ nothing(1) }}")
