"""Parts of a page that hang on one value each and on nothing else."""

from collections.abc import Hashable, Iterable
from sys import getsizeof

from django import template
from django.template.loader import get_template
from django.urls import get_script_prefix

from claimsdb.db.memory import PARTS, Memory

register = template.Library()

kept_parts = Memory[tuple[Hashable, str, str], str](PARTS, weigh=getsizeof)


@register.filter
def parts(values: Iterable[Hashable], name: str) -> list[str]:
    """The template of this name for each of the values, as `each`: rendered once for all that are equal, so that of a
    long page only what is new is. Rows of the database are equal if their ids are, whatever they say: let a value be
    none, and have none."""
    prefix = get_script_prefix()
    return [_rendered(value, name, prefix) for value in values]


@register.filter
def part(value: Hashable, name: str) -> str:
    """The same of one value."""
    return _rendered(value, name, get_script_prefix())


def _rendered(value: Hashable, name: str, prefix: str) -> str:
    """`prefix` is what all addresses in it begin with."""
    key = (value, name, prefix)
    if (words := kept_parts.get(key)) is None:
        words = get_template(name).render({"each": value})
        kept_parts.keep(key, words)
    return words
