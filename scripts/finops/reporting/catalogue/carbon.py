"""Energy, carbon and water of the same work: ranges with their evidence, never one brave number."""

from finops.reporting.catalogue.spend import INVOICED_MONTH
from finops.reporting.figure import NO_MONEY, Figure, columns

NO_WORK = "No work of an invoiced month is known, so there is no energy or carbon."
APART = "Bases of factors (direct, lifecycle, as the provider reports) stand apart and are never added up."
RANGE = ", ".join(
    f"cast(sum(location_g_{end}) / 1000 as decimal(38, 12))" for end in ("low", "central", "high")
)
# The charges of the month, by what tells the rows of a figure apart.
CHARGES = (
    "'charge' as id_kind, costs.charge_id as id, costs.effective_cost_reporting as amount"
    " from core.fct_costs as costs inner join"
)

EMISSIONS = Figure(
    id="emissions",
    title="Carbon by provider, the newest invoiced month",
    table="sustainability.fct_emissions_allocated",
    needs=("governance.fct_invoice_reconciliation",),
    rule="Location-based, by the best evidence of each work: provider's report, measured power, GPU hours,"
    " tokens, spend. Low and high are what published figures allow. Market-based only where a provider"
    f" reports it. What has no factor has no figure and is in no sum. {APART}",
    sql=f"""
select
    provider_name, factor_basis, usage_period,
    cast(sum(facility_kwh_central) as decimal(38, 12)),
    {RANGE},
    cast(sum(market_g) / 1000 as decimal(38, 12)),
    cast(sum(water_litres_central) as decimal(38, 12)),
    cast(sum(effective_cost_reporting) as decimal(38, 12))
from sustainability.fct_emissions_allocated
where usage_period = {INVOICED_MONTH}
group by provider_name, factor_basis, usage_period
order by sum(location_g_central) desc nulls last, provider_name, factor_basis
""",
    columns=columns(
        "provider_name|Provider||key",
        "factor_basis|Basis|words|key",
        "usage_period|Month||key",
        "facility_kwh|kWh|quantity",
        "location_kg_low|kg CO2e, low|quantity",
        "location_kg|kg CO2e|quantity",
        "location_kg_high|kg CO2e, high|quantity",
        "market_kg|Market-based kg|quantity",
        "water_litres|Litres|quantity",
        "effective_cost_reporting|Cost of the same work|money",
    ),
    currency="Cost in the reporting currency.",
    behind=f"select works.provider_name, works.factor_basis, works.usage_period, {CHARGES} (select distinct"
    " provider_name, factor_basis, usage_period from sustainability.fct_emissions_allocated) as works"
    " on costs.provider_name = works.provider_name and costs.billing_period = works.usage_period",
    empty=NO_WORK,
)

TEAM_EMISSIONS = Figure(
    id="team-emissions",
    title="Cost and carbon of teams, the newest invoiced month",
    table="sustainability.fct_emissions_allocated",
    needs=("governance.fct_invoice_reconciliation",),
    rule=f"Energy and carbon follow the charges of their work, and pools by the shares of the money. {APART}",
    sql=f"""
select
    target_id, factor_basis, usage_period,
    cast(sum(effective_cost_reporting) as decimal(38, 12)),
    cast(sum(facility_kwh_central) as decimal(38, 12)),
    {RANGE}
from sustainability.fct_emissions_allocated
where usage_period = {INVOICED_MONTH}
group by target_id, factor_basis, usage_period
order by target_id, sum(location_g_central) desc nulls last, factor_basis
""",
    columns=columns(
        "target_id|Team||key",
        "factor_basis|Basis|words|key",
        "usage_period|Month||key",
        "effective_cost_reporting|Cost|money",
        "facility_kwh|kWh|quantity",
        "location_kg_low|kg CO2e, low|quantity",
        "location_kg|kg CO2e|quantity",
        "location_kg_high|kg CO2e, high|quantity",
    ),
    currency="Cost in the reporting currency.",
    behind=f"select works.target_id, works.factor_basis, works.usage_period, {CHARGES} (select distinct"
    " target_id, factor_basis, usage_period, provider_name from sustainability.fct_emissions_allocated)"
    " as works on costs.provider_name = works.provider_name and costs.billing_period = works.usage_period",
    empty=NO_WORK,
)

EVIDENCE = Figure(
    id="emissions-evidence",
    title="How sure carbon is, the newest invoiced month",
    table="sustainability.rpt_sustainability_coverage",
    needs=("governance.fct_invoice_reconciliation",),
    rule="Part of spend and of energy by grade of evidence: A a provider's report, B measured or own power, C"
    " GPU hours by power curve, D tokens, E spend; none has no factor.",
    sql=f"""
select
    evidence_grade, usage_period,
    cast(sum(effective_cost_reporting) as decimal(38, 12)),
    sum(part_of_spend),
    sum(part_of_energy)
from sustainability.rpt_sustainability_coverage
where usage_period = {INVOICED_MONTH}
group by evidence_grade, usage_period
order by evidence_grade
""",
    columns=columns(
        "evidence_grade|Grade||key",
        "usage_period|Month||key",
        "effective_cost_reporting|Cost|money",
        "part_of_spend|Of spend|share",
        "part_of_energy|Of energy|share",
    ),
    currency="Cost in the reporting currency.",
    behind=f"select works.evidence_grade, works.usage_period, {CHARGES} (select distinct evidence_grade,"
    " usage_period, provider_name from sustainability.rpt_sustainability_coverage) as works"
    " on costs.provider_name = works.provider_name and costs.billing_period = works.usage_period",
    empty=NO_WORK,
)

MODEL_OVER_REPORT = Figure(
    id="model-over-report",
    title="What our model says over what providers report",
    table="sustainability.rpt_emissions_comparison",
    needs=("governance.fct_invoice_reconciliation",),
    rule="Bottom-up carbon (GPU hours, tokens) of the works that a provider reports, over its report, in the"
    f" newest invoiced month. {APART}",
    sql=f"""
select
    provider_name, factor_basis, usage_period,
    cast(reported_location_g / 1000 as decimal(38, 12)),
    times_reported_location_g_low, times_reported_location_g_central, times_reported_location_g_high
from sustainability.rpt_emissions_comparison
where usage_period = {INVOICED_MONTH}
order by provider_name, factor_basis
""",
    columns=columns(
        "provider_name|Provider||key",
        "factor_basis|Basis|words|key",
        "usage_period|Month||key",
        "reported_kg|Reported kg CO2e|quantity",
        "times_low|Times, low|quantity",
        "times_central|Times|quantity",
        "times_high|Times, high|quantity",
    ),
    currency=NO_MONEY,
    behind=f"select works.provider_name, works.factor_basis, works.usage_period, {CHARGES}"
    " sustainability.rpt_emissions_comparison as works"
    " on costs.provider_name = works.provider_name and costs.billing_period = works.usage_period",
    empty="No provider's report of carbon is landed for an invoiced month.",
)

SCI = Figure(
    id="sci",
    title="Carbon of a million tokens (SCI), the newest invoiced month",
    table="sustainability.rpt_sci",
    needs=("governance.fct_invoice_reconciliation",),
    rule="ISO/IEC 21031: location-based carbon of use and the lifetime share of hardware over millions of"
    " tokens, by the direct factors; lifecycle factors are in the table.",
    sql=f"""
select
    provider_name, scope_id, usage_period, count_units / 1000000,
    sci_g_low, sci_g_central, sci_g_high
from sustainability.rpt_sci
where functional_unit = 'million_tokens' and factor_basis = 'direct' and usage_period = {INVOICED_MONTH}
order by count_units * sci_g_central desc nulls last, provider_name, scope_id
""",
    columns=columns(
        "provider_name|Provider||key",
        "scope_id|Model||key",
        "usage_period|Month||key",
        "million_tokens|Million tokens|quantity",
        "sci_g_low|g CO2e, low|quantity",
        "sci_g|g CO2e|quantity",
        "sci_g_high|g CO2e, high|quantity",
    ),
    currency=NO_MONEY,
    behind=f"select works.provider_name, works.scope_id, works.usage_period, {CHARGES} (select provider_name,"
    " scope_id, usage_period from sustainability.rpt_sci where functional_unit = 'million_tokens' and"
    " factor_basis = 'direct') as works"
    " on costs.provider_name = works.provider_name and costs.billing_period = works.usage_period",
    empty="No tokens of an invoiced month have direct factors.",
)

CACHE_SENSITIVITY = Figure(
    id="cache-sensitivity",
    title="What the energy of a cache read decides",
    table="sustainability.rpt_cache_read_sensitivity",
    needs=("governance.fct_invoice_reconciliation",),
    rule="Energy of the newest invoiced month where more than half of the tokens are cache reads, with the"
    " published low, central and high factor of a read and all else as central.",
    sql=f"""
select
    provider_name, account_id, model_key, usage_period, cache_read_token_share,
    kwh_low, kwh_central, kwh_high, times_from_low_to_high
from sustainability.rpt_cache_read_sensitivity
where cache_read_token_share > 0.5 and usage_period = {INVOICED_MONTH}
order by kwh_central desc, provider_name, account_id, model_key
""",
    columns=columns(
        "provider_name|Provider||key",
        "account_id|Account||key",
        "model_key|Model||key",
        "usage_period|Month||key",
        "cache_read_token_share|Cache reads|share",
        "kwh_low|kWh, low|quantity",
        "kwh_central|kWh|quantity",
        "kwh_high|kWh, high|quantity",
        "times|Times, low to high|quantity",
    ),
    currency=NO_MONEY,
    behind="select works.provider_name, works.account_id, works.model_key, works.usage_period,"
    f" {CHARGES} sustainability.rpt_cache_read_sensitivity as works"
    " on costs.provider_name = works.provider_name and costs.billing_period = works.usage_period",
    empty="No model of an invoiced month reads more than half of its tokens from a cache.",
)

FIGURES = (EMISSIONS, TEAM_EMISSIONS, EVIDENCE, MODEL_OVER_REPORT, SCI, CACHE_SENSITIVITY)
