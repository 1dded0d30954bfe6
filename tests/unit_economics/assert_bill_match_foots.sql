-- Each side of a group is the other and the gaps between them, to the last of twelve places.
select bill_match_id
from {{ ref('fct_bill_match') }}
where
    billed_cost
    != coalesce(expected_cost, 0) + quantity_gap + fx_gap + contract_gap + list_gap + class_gap + tier_gap
    + rounding_gap + unknown_gap + unpriced_cost
    or (
        ledger_tokens is not null
        and ledger_list_cost is null
        and (request_size_gap is not null or missing_or_quantity_gap is not null)
    )
    or (
        (ledger_list_cost is not null or ledger_tokens is null)
        and list_cost
        != coalesce(ledger_list_cost, 0) + coalesce(missing_traffic_gap, 0) + coalesce(request_size_gap, 0)
        + coalesce(missing_or_quantity_gap, 0)
    )
