"""What a screen reader is told of a page: chromium's accessibility tree."""

from collections import defaultdict

UNFOLDED = "document.querySelectorAll('details:not([data-panel])').forEach((each) => { each.open = true; })"
NO_CONTROLS = {"RootWebArea", "heading", "main", "region"}  # they take the focus, to be read
WHOLE = {"Date", "combobox"}  # the browser draws what is in them


def repeated_names(page):
    """The controls that have no name, and those whose name and role another one has; links that lead to one place are
    one. By role and name, how many there are."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found = defaultdict(list)
    for node in nodes:
        if not node["ignored"] and _is_control(node) and not _is_part(node, by_id):
            found[node["role"]["value"], node.get("name", {}).get("value", "").strip()].append(_told(node).get("url"))
    places = {control: {*urls} if control[0] == "link" else urls for control, urls in found.items()}
    return {(role, name): len(each) for (role, name), each in places.items() if not name or len(each) > 1}


def _told(node):
    return {each["name"]: each["value"].get("value") for each in node.get("properties", [])}


def _is_control(node):
    return "focusable" in _told(node) and node["role"]["value"] not in NO_CONTROLS


def _is_part(node, by_id):
    above = by_id.get(node.get("parentId"))
    return above is not None and (above.get("role", {}).get("value") in WHOLE or _is_part(above, by_id))
