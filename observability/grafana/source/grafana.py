"""Dashboards in Grafana's JSON. What all have in common is said here, so that a panel is its title, unit and queries.

A query is a pair: its legend, and its PromQL. A panel's width is in Grafana's 24 columns, its height in rows of 30
pixels.
"""

PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}
# Grafana 11.6 and 12 write this number; a later Grafana brings what it reads to its own.
SCHEMA = 41
COLUMNS = 24


def dashboard(name, title, about, variables, *parts, refresh="15s"):
    return {
        "uid": f"millrace-{name}",
        "title": title,
        "description": about,
        "tags": ["millrace"],
        "schemaVersion": SCHEMA,
        "timezone": "browser",
        "editable": False,
        "graphTooltip": 1,
        "time": {"from": "now-1h", "to": "now"},
        "refresh": refresh,
        "links": [
            {
                "title": "Millrace",
                "tooltip": "The other dashboards",
                "type": "dashboards",
                "tags": ["millrace"],
                "icon": "external link",
                "asDropdown": True,
                "includeVars": True,
                "keepTime": True,
                "targetBlank": False,
                "url": "",
            }
        ],
        "annotations": {"list": []},
        "templating": {"list": list(variables)},
        "panels": laid_out(parts),
    }


def laid_out(parts):
    """Left to right, and on to the next line when one is full; the parts of a line are of one height."""
    x = y = line = 0
    for number, part in enumerate(parts, 1):
        place = part["gridPos"]
        if x + place["w"] > COLUMNS:
            x, y = 0, y + line
        part["id"] = number
        place.update(x=x, y=y)
        x, line = x + place["w"], place["h"]
    return list(parts)


def variable(name, label, query):
    """All are many-valued. `.*` for all, so that a series without the label counts as well."""
    return {
        "name": name,
        "label": label,
        "type": "query",
        "datasource": PROMETHEUS,
        "query": {"query": query, "refId": "StandardVariableQuery"},
        "multi": True,
        "includeAll": True,
        "allValue": ".*",
        "current": {"text": ["All"], "value": ["$__all"]},
        # On a change of the time range: replicas and versions come and go.
        "refresh": 2,
        "sort": 3,
    }


FUNCTION = variable("function", "Function", "label_values(millrace_build_info, function)")
INSTANCE = variable("instance", "Replica", 'label_values(millrace_build_info{function=~"$function"}, instance)')
CLEAN = variable("instance", "Replica of clean", "label_values(millrace_partitions_assigned, instance)")
PREDICT = variable("instance", "Replica of predict", "label_values(millrace_model_loaded_version, instance)")
MODEL = variable("model", "Model", "label_values(millrace_documents_accepted_total, model)")
VERSION = variable("model_version", "Version", 'label_values(ml_model_accuracy{model=~"$model"}, model_version)')


def row(title):
    return {"type": "row", "title": title, "collapsed": False, "gridPos": {"w": COLUMNS, "h": 1}, "panels": []}


# Colours by value. The first is for all below.
def steps(first, *others):
    return [{"color": first, "value": None}] + [{"color": color, "value": value} for value, color in others]


def over(limit):
    return steps("green", (limit, "red"))


def under(limit):
    return steps("red", (limit, "green"))


def exactly(value):
    return steps("red", (value, "green"), (value + 1, "red"))


def lines(title, unit, about, *queries, w=8, h=8, limit=None, stacked=False, exemplars=False, least=0, most=None):
    """Values over time. `limit` is what was promised: a dashed line."""
    custom = {
        "drawStyle": "line",
        "lineWidth": 1,
        "fillOpacity": 30 if stacked else 10,
        "showPoints": "never",
        "spanNulls": False,
        "stacking": {"mode": "normal" if stacked else "none", "group": "A"},
        "thresholdsStyle": {"mode": "dashed" if limit is not None else "off"},
    }
    options = {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": []},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    made = panel("timeseries", title, about, w, h, options, queries, exemplars=exemplars)
    made["fieldConfig"]["defaults"].update(
        color={"mode": "palette-classic"},
        custom=custom,
        thresholds=thresholds(over(limit) if limit is not None else steps("green")),
        **defaults(unit, least, most),
    )
    return made


def numbers(title, unit, about, *queries, colors=None, w=6, h=4, decimals=None):
    """The newest value of each query, large."""
    options = {
        "colorMode": "value" if colors else "none",
        "graphMode": "none",
        "justifyMode": "auto",
        "orientation": "auto",
        "textMode": "auto",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
    }
    made = panel("stat", title, about, w, h, options, queries, instant=True)
    made["fieldConfig"]["defaults"].update(thresholds=thresholds(colors or steps("text")), **defaults(unit))
    if decimals is not None:
        made["fieldConfig"]["defaults"]["decimals"] = decimals
    return made


def bars(title, unit, about, *queries, w=8, h=8):
    """The newest value of each series, as a bar."""
    options = {
        "displayMode": "basic",
        "orientation": "horizontal",
        "showUnfilled": True,
        "valueMode": "color",
        "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
    }
    made = panel("bargauge", title, about, w, h, options, queries, instant=True)
    made["fieldConfig"]["defaults"].update(thresholds=thresholds(steps("blue")), **defaults(unit, 0))
    return made


def states(title, about, *queries, names=None, w=12, h=8):
    """A value that seldom changes, as a band over time; `names` says what a value means: {value: (text, color)}."""
    options = {
        "showValue": "auto",
        "rowHeight": 0.9,
        "mergeValues": True,
        "alignValue": "left",
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": names is not None, "calcs": []},
        "tooltip": {"mode": "single", "sort": "none"},
    }
    made = panel("state-timeline", title, about, w, h, options, queries)
    made["fieldConfig"]["defaults"].update(
        color={"mode": "thresholds" if names else "continuous-GrYlRd"},
        custom={"fillOpacity": 70, "lineWidth": 0},
        thresholds=thresholds(steps("text")),
        **defaults("none"),
    )
    if names:
        meanings = {str(value): {"text": text, "color": color} for value, (text, color) in names.items()}
        made["fieldConfig"]["defaults"]["mappings"] = [{"type": "value", "options": meanings}]
    return made


def table(title, unit, about, *queries, w=12, h=8, colors=None, value="Value"):
    """The newest series, one a line, its labels as columns. With several queries, a column of values for each."""
    options = {
        "showHeader": True,
        "cellHeight": "sm",
        "footer": {"show": False, "reducer": ["sum"], "countRows": False},
    }
    made = panel("table", title, about, w, h, options, queries, instant=True, form="table")
    cell = {"align": "auto", "cellOptions": {"type": "color-text" if colors else "auto"}, "inspect": False}
    made["fieldConfig"]["defaults"].update(
        custom=cell, thresholds=thresholds(colors or steps("text")), **defaults(unit)
    )
    names = {"Value": value}
    made["transformations"] = []
    if len(queries) > 1:
        made["transformations"].append({"id": "merge", "options": {}})
        names = {f"Value #{letter(i)}": legend for i, (legend, _) in enumerate(queries)}
    made["transformations"].append(
        {"id": "organize", "options": {"excludeByName": {"Time": True}, "indexByName": {}, "renameByName": names}}
    )
    return made


def heatmap(title, about, query, w=12, h=8):
    """How many of a histogram's values fell into each of its buckets, over time."""
    options = {
        "calculate": False,
        "cellGap": 1,
        "color": {
            "mode": "scheme",
            "scheme": "Oranges",
            "fill": "dark-orange",
            "exponent": 0.5,
            "steps": 64,
            "reverse": False,
        },
        "filterValues": {"le": 1e-9},
        "rowsFrame": {"layout": "auto"},
        "yAxis": {"unit": "s", "axisPlacement": "left", "reverse": False},
        "legend": {"show": True},
        "tooltip": {"mode": "single", "yHistogram": False, "showColorScale": False},
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "showValue": "never",
    }
    made = panel("heatmap", title, about, w, h, options, [("{{le}}", query)], form="heatmap", exemplars=True)
    made["fieldConfig"]["defaults"]["custom"] = {"scaleDistribution": {"type": "linear"}}
    made["fieldConfig"]["defaults"]["unit"] = "short"
    return made


def panel(kind, title, about, w, h, options, queries, **asked):
    return {
        "type": kind,
        "title": title,
        "description": about,
        "datasource": PROMETHEUS,
        "gridPos": {"w": w, "h": h},
        "fieldConfig": {"defaults": {}, "overrides": []},
        "options": options,
        "targets": [target(i, *query, **asked) for i, query in enumerate(queries)],
    }


def target(index, legend, expr, instant=False, form="time_series", exemplars=False):
    made = {
        "refId": letter(index),
        "datasource": PROMETHEUS,
        "editorMode": "code",
        "expr": expr,
        "legendFormat": legend,
        "format": form,
        "instant": instant,
        "range": not instant,
    }
    # A dot for each trace that Prometheus kept beside a bucket: a click opens it in Jaeger.
    return {**made, "exemplar": True} if exemplars else made


def letter(index):
    return chr(ord("A") + index)


def thresholds(colored):
    return {"mode": "absolute", "steps": colored}


def defaults(unit, least=None, most=None):
    found = {"unit": unit, "min": least, "max": most}
    return {key: value for key, value in found.items() if value is not None}
