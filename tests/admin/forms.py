"""What a browser would send back from the admin's form as it stands."""


def form_data(response, **typed):
    """Every value of the page's form and of its rows; `typed` replaces some by their names in the form."""
    context = response.context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(each for formset in formsets for each in (formset.management_form, *formset))]
    bound = [field for form in forms for field in form]
    data = {field.html_name: field.value() for field in bound if field.value() is not None}
    return {name: value for name, value in {**data, **typed}.items() if value is not False}
