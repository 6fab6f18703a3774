"""Parts of a page that hang on one value each and on nothing else."""

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.urls import get_script_prefix

register = template.Library()

KEPT = 4_096  # parts: those of a few long questions, ten megabytes


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


@lru_cache(maxsize=KEPT)
def _rendered(value: Hashable, name: str, prefix: str) -> str:
    """`prefix` is what all addresses in it begin with."""
    return get_template(name).render({"each": value})
