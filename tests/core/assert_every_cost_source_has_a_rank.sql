-- Every source of bills says how near to the invoice it is, else two of them could count one dollar twice.
-- What an organisation bears itself is no bill, and top-ups are the only source of what they say.
{{ config(group='ingestion') }}
select sources.source_name
from {{ ref('sources') }} as sources
left join {{ ref('cost_sources') }} as cost_sources on sources.source_name = cost_sources.source_name
where
    sources.path = 'cost'
    and cost_sources.source_name is null
    and sources.source_name not in ('asset_costs', 'labour_costs', 'prepaid_movements')
