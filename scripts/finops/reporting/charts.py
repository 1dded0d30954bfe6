"""Charts as static SVG: drawn by Altair, turned into SVG by vl-convert, coloured by the page's own CSS.

Nothing is fetched: vl-convert holds the drawing code, and `allowed_base_urls` forbids the rest. Colours are
CSS variables, so that one picture is light and dark; each chart has forms for a desk, a tablet and a phone.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from finops.reporting.figure import Answer, Row

PICTURES = itertools.count()
SIZES = {"full": 1160, "wide": 620, "narrow": 300}
COLOURS = tuple(f"var(--c{number})" for number in range(1, 9))
REST = "var(--c0)"
VENDORS_SHOWN = 7
MONTHS_SHOWN = 6
INK, FAINT, RULE = "var(--ink-2)", "var(--ink-3)", "var(--rule)"
# System fonts of the page; vl-convert measures text with a font of its own that is as wide.
FONT = "system-ui, sans-serif"


@dataclass(frozen=True)
class Chart:
    """One picture by the name of its form (full, wide, narrow), and what it says in words."""

    pictures: tuple[tuple[str, Markup], ...]
    says: str


def spend_chart(answer: Answer, currency: str | None) -> Chart | None:
    """Bars by month, vendors stacked, in the reporting currency; none where a rate is missing."""
    rows = answer.rows
    if not rows or currency is None or any(row.values["billed_cost_reporting"] is None for row in rows):
        return None
    months = sorted({row.values["billing_period"] for row in rows})[-MONTHS_SHOWN:]
    shown = [row for row in rows if row.values["billing_period"] in months]
    names = _largest(shown, "vendor", "billed_cost_reporting")
    data = _stacked(shown, "billing_period", "vendor", "billed_cost_reporting", names)
    says = f"Billed cost by month and vendor, in {currency}: {', '.join(names)}."
    return _chart(data, _bars(currency, names), says, tuple(SIZES))


def daily_chart(answer: Answer, currency: str | None) -> Chart | None:
    """A bar per day, in the reporting currency; paler where the day is not complete."""
    rows = answer.rows
    if not rows or currency is None or any(row.values["effective_cost_reporting"] is None for row in rows):
        return None
    days = sorted({row.values["charge_date"] for row in rows})
    names = ["complete", "not complete yet"]
    data = []
    for day in days:
        of_day = [row for row in rows if row.values["charge_date"] == day]
        is_complete = all(row.values["is_complete"] for row in of_day)
        total = sum((row.values["effective_cost_reporting"] for row in of_day), Decimal(0))
        data.append(
            {"x": day.isoformat(), "what": names[0 if is_complete else 1], "y": float(total), "place": 0}
        )
    says = f"Accrual cost by day, in {currency}, from {days[0]} to {days[-1]}."
    return _chart(data, _days(currency, names), says)


def drivers_chart(answer: Answer) -> Chart | None:
    """Bars of the five drivers, right for more, left for less; of the first currency."""
    if not answer.rows:
        return None
    currency = answer.rows[0].values["currency"]
    data = [
        {"x": row.values["executive_driver"], "y": float(row.values["amount"]), "place": place}
        for place, row in enumerate(answer.rows)
        if row.values["currency"] == currency
    ]
    said = ", ".join(f"{row.values['executive_driver']} {row.text('amount')}" for row in answer.rows)
    return _chart(data, _diverging(currency), f"Change of cost by driver, in {currency}: {said}.")


def budget_chart(answer: Answer) -> Chart | None:
    """Per budget: spent as a bar, the estimate as a dot with its band, the budget as 100 %."""
    data = []
    for row in answer.rows:
        budget = row.values["budget_amount"]
        if not budget or row.values["actual_to_date"] is None:
            continue
        name = row.values["budget_name" if row.values["scope_value"] == "*" else "scope_value"]
        part = {
            key: None if row.values[column] is None else float(row.values[column] / budget)
            for key, column in (
                ("spent", "actual_to_date"),
                ("lands", "month_end_estimate"),
                ("low", "lowest_estimate"),
                ("high", "highest_estimate"),
            )
        }
        data.append({"x": f"{name}, {row.values['currency']}", **part, "place": len(data)})
    if not data:
        return None
    says = "Per budget: spent to date as a bar, estimate of the month's end as a dot with its band, of 100 %."
    return _chart(data, _bullets(), says)


def _largest(rows: Sequence[Row], name: str, amount: str) -> list[str]:
    totals: dict[str, Decimal] = {}
    for row in rows:
        totals[row.values[name]] = totals.get(row.values[name], Decimal(0)) + row.values[amount]
    ordered = sorted(totals, key=lambda one: (-totals[one], one))
    more = len(ordered) > VENDORS_SHOWN + 1
    return [*ordered[:VENDORS_SHOWN], "others"] if more else ordered


def _stacked(rows: Sequence[Row], x: str, name: str, amount: str, names: list[str]) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        what = row.values[name] if row.values[name] in names else "others"
        key = (row.values[x], what)
        sums[key] = sums.get(key, Decimal(0)) + row.values[amount]
    return [
        {"x": where, "what": what, "y": float(total), "place": names.index(what)}
        for (where, what), total in sorted(sums.items())
    ]


def _chart(
    data: list[dict[str, Any]], draw: Any, says: str, forms: Sequence[str] = ("wide", "narrow")
) -> Chart:
    import altair

    values = altair.Data(values=data)
    number = next(PICTURES)
    pictures = [(form, _svg(draw(values, form, SIZES[form]), f"p{number}-{form}")) for form in forms]
    return Chart(tuple(pictures), says)


def _bars(currency: str, names: list[str]) -> Any:
    import altair as alt

    colours = [REST if name == "others" else COLOURS[place % 8] for place, name in enumerate(names)]

    def draw(values: Any, form: str, size: int) -> Any:
        columns = {"full": 8, "wide": 4, "narrow": 2}[form]
        legend = alt.Legend(title=None, orient="bottom", columns=columns, labelLimit=140, symbolType="square")
        # A phone has no room for the century.
        label = "slice(datum.label, 2)" if form == "narrow" else "datum.label"
        return (
            alt.Chart(values)
            .mark_bar(stroke="var(--surface)", strokeWidth=1)
            .encode(
                x=alt.X("x:N", title=None, axis=alt.Axis(labelAngle=0, labelExpr=label)),
                y=alt.Y("sum(y):Q", title=currency, axis=alt.Axis(format="~s", tickCount=5)),
                color=alt.Color("what:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
                order=alt.Order("place:Q"),
            )
            .properties(width=size - 60, height=200)
        )

    return draw


def _days(currency: str, names: list[str]) -> Any:
    import altair as alt

    def draw(values: Any, form: str, size: int) -> Any:
        ticks = alt.Axis(format="%d %b", tickCount=4 if form == "narrow" else 8, labelAngle=0)
        return (
            alt.Chart(values)
            .mark_bar(width=5 if form == "narrow" else 12, cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
            .encode(
                x=alt.X("utcyearmonthdate(x):T", title=None, axis=ticks, scale=alt.Scale(type="utc")),
                y=alt.Y("y:Q", title=currency, axis=alt.Axis(format="~s", tickCount=5)),
                color=alt.Color(
                    "what:N",
                    scale=alt.Scale(domain=names, range=[COLOURS[0], REST]),
                    legend=alt.Legend(title=None, orient="bottom", symbolType="square"),
                ),
            )
            .properties(width=size - 60, height=200)
        )

    return draw


def _diverging(currency: str) -> Any:
    import altair as alt

    def draw(values: Any, form: str, size: int) -> Any:
        order = [one["x"] for one in values.values]
        base = alt.Chart(values).encode(
            y=alt.Y("x:N", title=None, sort=order),
            x=alt.X("y:Q", title=currency, axis=alt.Axis(format="~s", tickCount=4)),
        )
        bars = base.mark_bar(height=14, cornerRadius=2).encode(
            color=alt.condition("datum.y > 0", alt.value("var(--more)"), alt.value("var(--less)"))
        )
        return bars.properties(width=size - 90, height=150)

    return draw


def _bullets() -> Any:
    import altair as alt

    def draw(values: Any, form: str, size: int) -> Any:
        order = [one["x"] for one in values.values]
        y = alt.Y("x:N", title=None, sort=order, axis=alt.Axis(labelLimit=110 if form == "narrow" else 170))
        percent = alt.Axis(format="%", tickCount=4)
        base = alt.Chart(values).encode(y=y)
        spent = base.mark_bar(height=10, color=COLOURS[0], cornerRadius=2).encode(
            x=alt.X("spent:Q", title="of the budget", axis=percent)
        )
        band = base.mark_rule(strokeWidth=3, color=FAINT).encode(x="low:Q", x2="high:Q")
        lands = base.mark_point(filled=True, size=60, color=INK, opacity=1).encode(x="lands:Q")
        whole = alt.Chart(values).mark_rule(color="var(--more)", strokeWidth=1.5).encode(x=alt.datum(1))
        height = max(60, 22 * len(values.values))
        wide = size - (130 if form == "narrow" else 230)
        return (spent + band + lands + whole).properties(width=wide, height=height)

    return draw


def _svg(chart: Any, name: str) -> Markup:
    """Return the picture so that the page scales it, with ids that no other picture has."""
    import vl_convert

    look = {
        "aria": False,
        "padding": {"left": 12, "right": 8, "top": 5, "bottom": 5},
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK, "titleColor": FAINT, "gridColor": RULE, "domainColor": RULE,
            "tickColor": RULE, "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
        },
        "axisX": {"grid": False},
        "legend": {"labelColor": INK, "labelFontSize": 11},
    }  # fmt: skip
    spec = chart.configure(**look).to_dict()
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    width, height = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups()
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    body = re.sub(r'(id="|url\(#)', rf"\1{name}-", body)
    return Markup(
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true"'
        f' focusable="false">{body}'
    )
