{#-
    The KPIs of the scorecard, in the order in which they are shown. Shape: a list of maps. A KPI more is an entry more.

    kpi: its name, the slug of the FinOps Foundation where it has one. owner: the role that acts on it. decision: what the role decides
    by it. direction: up or down, which way is better. unit: what the value is. good, tolerable: bands, from the better side; none where
    only a landed threshold of the same name can say. relation: a model. period, currency: its columns or SQL; currency none for KPIs
    without money. scopes: map of scope kind to the column that names it, none for the company. where: rows that count, none for all.
    formulas: map of formula to (numerator, denominator), SQL over a row; both are added up, rows without one of them lower the
    coverage. `official` is the Foundation's text where it says how; `ours` mends it, and deviation says why.
-#}
{% macro kpi_definitions() -%}
{{ return([
    {
        'kpi': 'unallocated_cost_share', 'title': 'Cost that nobody owns', 'owner': 'FinOps practitioner',
        'decision': 'Which keys, accounts and tags get an owner next.', 'direction': 'down', 'unit': 'ratio', 'good': 0.02, 'tolerable': 0.1,
        'relation': ref('int_kpi__charges'), 'period': 'billing_period', 'currency': 'currency',
        'scopes': {'company': none, 'provider': 'provider_name'}, 'where': none,
        'formulas': {
            'official': ("case when tags is null then amount else 0 end", 'amount'),
            'ours': ("case when target_id = 'unallocated' then amount else 0 end", 'amount'),
        },
        'deviation': 'Official mappings ask for missing tags; an empty map is no tag either, and keys, accounts and rules own cost without one.',
    },
    {
        'kpi': 'cost_per_million_tokens', 'title': 'Accrual cost of a million tokens', 'owner': 'platform engineer',
        'decision': 'Which model or class to move, by the price really paid.', 'direction': 'down', 'unit': 'money', 'good': none, 'tolerable': none,
        'relation': ref('fct_token_prices'), 'period': 'billing_period', 'currency': 'billing_currency',
        'scopes': {'company': none, 'provider': 'provider_name', 'token_class': 'token_class'}, 'where': none,
        'formulas': {'ours': ('effective_cost', 'tokens * 0.000001')},
        'deviation': 'The official text adds up all classes; a class is a scope here, because their prices differ tenfold.',
    },
    {
        'kpi': 'cache_hit_rate', 'title': 'Prompt tokens read from a cache', 'owner': 'platform engineer',
        'decision': 'Which prompts get a stable prefix.', 'direction': 'up', 'unit': 'ratio', 'good': 0.5, 'tolerable': 0.2,
        'relation': ref('fct_cache_economics'), 'period': 'billing_period', 'currency': none,
        'scopes': {'company': none, 'provider': 'provider_name'}, 'where': none,
        'formulas': {
            'official': ('read_tokens', 'read_tokens + uncached_tokens'),
            'ours': ('read_tokens', 'prompt_tokens'),
        },
        'deviation': 'Tokens written to a cache are prompt tokens too; without them the rate is too high.',
    },
    {
        'kpi': 'cache_cost_efficiency', 'title': 'What caching saves of prompt cost', 'owner': 'platform engineer',
        'decision': 'Where to turn caching off or change its duration.', 'direction': 'up', 'unit': 'ratio',
        'good': 0.2, 'tolerable': 0,
        'relation': ref('fct_cache_economics'), 'period': 'billing_period', 'currency': 'currency',
        'scopes': {'company': none, 'provider': 'provider_name'}, 'where': none,
        'formulas': {'ours': ('net_saving', 'uncached_cost')}, 'deviation': none,
    },
    {
        'kpi': 'llm_error_rate', 'title': 'Requests that failed', 'owner': 'platform engineer',
        'decision': 'Which route or model to take out of service.', 'direction': 'down', 'unit': 'ratio', 'good': 0.01, 'tolerable': 0.05,
        'relation': ref('fct_priced_requests'), 'period': 'billing_period', 'currency': none,
        'scopes': {'company': none, 'product': 'product', 'provider': 'provider_name'}, 'where': none,
        'formulas': {'official': ("case when status = 'failure' then 1 else 0 end", '1')}, 'deviation': none,
    },
    {
        'kpi': 'cost_per_api_call', 'title': 'Model cost of a request', 'owner': 'product owner',
        'decision': 'Whether a release or route made requests dearer.', 'direction': 'down', 'unit': 'money', 'good': none, 'tolerable': none,
        'relation': ref('fct_unit_costs_daily'), 'period': 'billing_period', 'currency': 'currency',
        'scopes': {'company': none, 'product': 'product'}, 'scope_filter': 'scope_kind',
        'where': "unit = 'request' and cost_load = 'model_only'",
        'formulas': {'official': ('lowest_cost', 'count_attempts'), 'ours': ('lowest_cost', 'quantity')},
        'deviation': 'The cost of failed attempts is laid on the requests that were answered, not averaged away.',
    },
    {
        'kpi': 'cost_per_thought_full_stack', 'title': 'Fully loaded cost of a request', 'owner': 'product owner',
        'decision': 'What a request has to earn.', 'direction': 'down', 'unit': 'money', 'good': none, 'tolerable': none,
        'relation': ref('fct_unit_costs_daily'), 'period': 'billing_period', 'currency': 'currency',
        'scopes': {'company': none, 'product': 'product'}, 'scope_filter': 'scope_kind',
        'where': "unit = 'request' and cost_load = 'fully_loaded'",
        'formulas': {'ours': ('lowest_cost', 'quantity')}, 'deviation': none,
    },
    {
        'kpi': 'cost_per_accepted_task', 'title': 'Model cost of an accepted task', 'owner': 'product owner',
        'decision': 'Which model or prompt gives the cheapest accepted answer.', 'direction': 'down', 'unit': 'money', 'good': none, 'tolerable': none,
        'relation': ref('fct_unit_costs_daily'), 'period': 'billing_period', 'currency': 'currency',
        'scopes': {'company': none, 'product': 'product'}, 'scope_filter': 'scope_kind',
        'where': "unit = 'accepted_task' and cost_load = 'model_only'",
        'formulas': {'ours': ('lowest_cost', 'quantity')}, 'deviation': none,
    },
    {
        'kpi': 'gross_margin', 'title': 'Gross margin', 'owner': 'chief financial officer',
        'decision': 'Which product or plan gets another price.', 'direction': 'up', 'unit': 'ratio', 'good': 0.7, 'tolerable': 0.5,
        'relation': ref('rpt_product_pnl'), 'period': 'billing_period', 'currency': 'currency',
        'scopes': {'company': none, 'product': 'product'}, 'where': 'revenue is not null',
        'formulas': {'ours': ('revenue - cost_of_revenue', 'revenue')}, 'deviation': none,
    },
    {
        'kpi': 'spend_share_of_revenue', 'title': 'Spend over revenue', 'owner': 'chief financial officer',
        'decision': 'Whether growth pays for itself.', 'direction': 'down', 'unit': 'ratio', 'good': 0.3, 'tolerable': 0.5,
        'relation': ref('rpt_product_pnl'), 'period': 'billing_period', 'currency': 'currency',
        'scopes': {'company': none}, 'where': "coalesce(reason, '') != 'no_exchange_rate'",
        'formulas': {
            'official': ('coalesce(total_cost, 0)', 'coalesce(revenue, 0)'),
            'ours': ('coalesce(cost_of_revenue, 0)', 'coalesce(revenue, 0)'),
        },
        'deviation': 'Research and internal use are no cost of what is sold.',
    },
    {
        'kpi': 'gpu_utilization', 'title': 'GPU hours in use', 'owner': 'platform engineer',
        'decision': 'Which GPUs to give back or share.', 'direction': 'up', 'unit': 'ratio', 'good': 0.7, 'tolerable': 0.4,
        'relation': ref('fct_gpu_hours'), 'period': 'usage_period', 'currency': none,
        'scopes': {'company': none, 'cluster': 'delivery_scope'}, 'where': none,
        'formulas': {
            'official': ('allocated_hours', 'provisioned_hours'),
            'ours': ('active_hours', 'activity_hours'),
        },
        'deviation': 'A GPU that is given to a workload and does nothing is not used.',
    },
    {
        'kpi': 'commitment_utilization', 'title': 'Commitments used', 'owner': 'FinOps practitioner',
        'decision': 'What not to commit to again.', 'direction': 'up', 'unit': 'ratio', 'good': 0.95, 'tolerable': 0.8,
        'relation': ref('fct_commitment_amortisation'), 'period': 'billing_period', 'currency': 'billing_currency',
        'scopes': {'company': none, 'provider': 'provider_name'}, 'where': 'used_cost is not null or unused_cost is not null',
        'formulas': {'official': ('coalesce(used_cost, 0)', 'coalesce(used_cost, 0) + coalesce(unused_cost, 0)')},
        'deviation': none,
    },
    {
        'kpi': 'seat_utilization', 'title': 'Seats in use', 'owner': 'licence owner',
        'decision': 'Which seats to give back before the renewal.', 'direction': 'up', 'unit': 'ratio', 'good': 0.8, 'tolerable': 0.5,
        'relation': ref('fct_seat_days'), 'period': period_of('seat_date'), 'currency': none,
        'scopes': {'company': none, 'vendor': 'vendor_name'}, 'where': none,
        'formulas': {
            'official': ('case when is_active then count_seats else 0 end', 'count_seats'),
            'ours': ('case when is_active then count_seats when not is_active then 0 end', 'count_seats'),
        },
        'deviation': 'Days on which nobody proves use are not idle: they count in the coverage.',
    },
    {
        'kpi': 'invoice_match', 'title': 'Invoices that the data equals', 'owner': 'finance analyst',
        'decision': 'Whether the month may close, and whom to ask.', 'direction': 'up', 'unit': 'ratio', 'good': 1, 'tolerable': 0.98,
        'relation': ref('fct_invoice_reconciliation'), 'period': 'billing_period', 'currency': 'billing_currency',
        'scopes': {'company': none, 'issuer': 'invoice_issuer_name'}, 'where': 'invoiced_amount is not null',
        'formulas': {
            'official': ('coalesce(billed_cost, 0)', 'invoiced_amount'),
            'ours': ("case when cause in ('agrees', 'rounding') then invoiced_amount else 0 end", 'invoiced_amount'),
        },
        'deviation': 'A surplus on one invoice hides what another lacks; only invoices that foot count.',
    },
    {
        'kpi': 'bill_proven_share', 'title': 'Token bills that usage and prices explain', 'owner': 'FinOps practitioner',
        'decision': 'Which vendor to claim from, and which price is missing.', 'direction': 'up', 'unit': 'ratio', 'good': 0.98, 'tolerable': 0.9,
        'relation': ref('rpt_bill_match_status'), 'period': 'billing_period', 'currency': 'currency',
        'scopes': {'company': none, 'provider': 'provider_name'}, 'where': none,
        'formulas': {
            'ours': ('token_cost - coalesce(unpriced_cost, 0) - abs(coalesce(unknown_gap, 0))', 'token_cost'),
        },
        'deviation': none,
    },
]) }}
{%- endmacro %}
