"""What a browser would send of the desk's card."""

from lxml import html


def card_data(response, **typed):
    """Every value of the card as the page shows it; `typed` replaces some by their names in the form."""
    form = html.fromstring(response.content).get_element_by_id("card-form")
    data = {**{name: value.removeprefix("\n") for name, value in form.form_values()}, **typed}
    return {name: value for name, value in data.items() if value is not None}
