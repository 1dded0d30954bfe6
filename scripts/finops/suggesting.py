"""Who may own what nobody owns: identities of unowned spend, with a suggestion and the reason for it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from finops.figures import Figures
from finops.screen import money

# Charges that nobody owns, by what can name an owner. One row per kind, value and currency.
UNOWNED_IDENTITIES = """
with unowned as (
    select costs.*
    from core.fct_costs as costs
    semi join (select charge_id from allocation.fct_allocated_costs where team is null) as unallocated
        on costs.charge_id = unallocated.charge_id
),

-- Their values name no owner.
passed_keys as (
    select tag_key from core.dim_tag_key where meaning in ('ignore', 'environment')
),

named as (
    select 'key' as owner_kind, api_key_id as owner_value, cast(null as varchar) as name, unowned.*
    from unowned
    union all
    select 'project', sub_account_id, sub_account_name, unowned.* from unowned
    union all
    select 'account', billing_account_id, billing_account_name, unowned.* from unowned
    union all
    select 'tag', tags.tag_key || '=' || tags.tag_value, null, unowned.*
    from unowned
    inner join core.bridge_cost_tags as tags on unowned.charge_id = tags.charge_id
    anti join passed_keys on tags.tag_key = passed_keys.tag_key
),

by_currency as (
    select
        owner_kind,
        owner_value,
        billing_currency,
        max(name) as name,
        string_agg(distinct provider_name, ', ' order by provider_name) as provider_name,
        sum(billed_cost) as billed_cost,
        case when count(billed_cost_reporting) = count(*) then sum(billed_cost_reporting) end as in_reporting,
        max(cast(charge_period_start as date)) as last_seen
    from named
    where coalesce(owner_value, '') != ''
    group by owner_kind, owner_value, billing_currency
),

-- Only for the order: amounts without a rate stand for themselves.
ranked as (
    select *, sum(coalesce(in_reporting, billed_cost)) over (partition by owner_kind, owner_value) as weight
    from by_currency
)

select
    owner_kind, owner_value, name, provider_name, billing_currency, cast(billed_cost as decimal(38, 12)),
    last_seen
from ranked
order by weight desc, owner_kind, owner_value, billing_currency
"""

# How many charges of an identity each team owns already, by other evidence.
TEAMS_OF_IDENTITIES = """
with owned as (
    select costs.charge_id, costs.api_key_id, costs.sub_account_id, costs.billing_account_id, allocated.team
    from core.fct_costs as costs
    inner join allocation.fct_allocated_costs as allocated on costs.charge_id = allocated.charge_id
    where allocated.team is not null
),

wanted as (
    select unnest(?) as owner_kind, unnest(?) as owner_value
)

select owner_kind, owner_value, team, count(*) as charges
from (
    select 'key' as owner_kind, api_key_id as owner_value, team from owned
    union all
    select 'project', sub_account_id, team from owned
    union all
    select 'account', billing_account_id, team from owned
    union all
    select 'tag', tags.tag_key || '=' || tags.tag_value, owned.team
    from owned
    inner join core.bridge_cost_tags as tags on owned.charge_id = tags.charge_id
)
semi join wanted using (owner_kind, owner_value)
group by owner_kind, owner_value, team
order by owner_kind, owner_value, charges desc, team
"""

KNOWN_TEAMS = """
select team from core.dim_owner where team is not null
union
select team from allocation.fct_allocated_costs where team is not null
order by team
"""

# The words in a paying account's name are the company's, not a team's.
ACCOUNT_NAMES = """
select distinct billing_account_name
from core.fct_costs
where billing_account_name is not null
order by billing_account_name
"""

CLEAR_MAJORITY = 60
TAG_KEY_MEANINGS = (
    (
        "ignore",
        r"^(aws|azure|gcp|goog|k8s|kubernetes)[-:_./]|^(name|created.?(by|at|on))$",
    ),
    ("team", r"\b(team|owner|squad|department|dept|group|business.?unit|cost.?cent(er|re))\b"),
    ("customer", r"\b(customer|client|tenant)\b"),
    ("environment", r"\b(env|environment|stage)\b"),
    ("product", r"\b(product|app|application|service|system|workload)\b"),
)
COMMON_WORDS = {
    "account", "api", "aws", "billing", "default", "dev", "development", "eu", "key", "main", "master", "org",
    "organisation", "organization", "payer", "prod", "production", "project", "root", "sandbox", "scratch",
    "stage", "staging", "subscription", "test", "us", "workspace",
}  # fmt: skip


@dataclass
class Unmapped:
    """What nobody owns under one identity. `spend` is billed cost by currency."""

    owner_kind: str
    owner_value: str
    name: str | None
    provider: str | None
    last_seen: date | None
    spend: dict[str, Decimal] = field(default_factory=dict)
    suggested_team: str = ""
    because: str = ""

    @property
    def spend_text(self) -> str:
        """The spend per currency, `EUR 3.00; USD 12.50`."""
        return "; ".join(money(amount, currency) for currency, amount in sorted(self.spend.items()))


def unmapped_identities(figures: Figures, limit: int) -> list[Unmapped]:
    """Return the identities with most unowned spend, the costliest first, with suggestions."""
    found: dict[tuple[str, str], Unmapped] = {}
    for kind, value, name, provider, currency, billed, last_seen in figures.rows(UNOWNED_IDENTITIES):
        if (kind, value) not in found and len(found) == limit:
            break
        item = found.setdefault((kind, value), Unmapped(kind, value, name, provider, last_seen))
        item.spend[currency] = billed
        item.last_seen = max(filter(None, (item.last_seen, last_seen)), default=None)
    teams = [team for (team,) in figures.rows(KNOWN_TEAMS)]
    passed_words = COMMON_WORDS.union(*(_words(name) for (name,) in figures.rows(ACCOUNT_NAMES)))
    charges = _charges_by_team(figures, list(found)) if found else {}
    for key, item in found.items():
        item.suggested_team, item.because = suggest_team(item, charges.get(key, {}), teams, passed_words)
    return list(found.values())


def _charges_by_team(figures: Figures, keys: list[tuple[str, str]]) -> dict[tuple[str, str], dict[str, int]]:
    charges: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    kinds, values = [kind for kind, _ in keys], [value for _, value in keys]
    for kind, value, team, number in figures.rows(TEAMS_OF_IDENTITIES, [kinds, values]):
        charges[kind, value][team] = number
    return charges


def suggest_team(
    item: Unmapped,
    charges_by_team: dict[str, int],
    teams: list[str],
    passed_words: Iterable[str] = COMMON_WORDS,
) -> tuple[str, str]:
    """Return a team and why, by the strongest hint there is; two empty texts where nothing hints at one.

    `passed_words` say nothing about a team when they stand in a name.
    """
    total = sum(charges_by_team.values())
    if total:
        team, charges = max(charges_by_team.items(), key=lambda pair: (pair[1], pair[0]))
        if charges * 100 >= CLEAR_MAJORITY * total:
            return team, f"owns {charges * 100 // total} % of its owned charges"
    identity = item.owner_value.partition("=")[2] if item.owner_kind == "tag" else item.owner_value
    words = _words(f"{identity} {item.name or ''}")
    for team in sorted(teams, key=len, reverse=True):
        if _is_part(_words(team), words):
            return team, "is named in it"
    if item.owner_kind == "tag":
        key, _, value = item.owner_value.partition("=")
        return (
            (value, f"{key} looks like a team key") if value and suggest_meaning(key) == "team" else ("", "")
        )
    telling = [word for word in _words(item.name or "") if word not in passed_words and not word.isdigit()]
    return ("-".join(telling), "its name") if 1 <= len(telling) <= 3 else ("", "")


def suggest_meaning(tag_key: str) -> str:
    """Return what a tag key seems to mean: team, product, environment, customer, ignore, or empty text."""
    spaced = re.sub(r"[_\-:./]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", tag_key)).lower()
    for meaning, pattern in TAG_KEY_MEANINGS:
        if re.search(pattern, tag_key.lower() if meaning == "ignore" else spaced):
            return meaning
    return ""


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text.lower()) if word]


def _is_part(part: list[str], words: list[str]) -> bool:
    return bool(part) and any(words[at : at + len(part)] == part for at in range(len(words)))
