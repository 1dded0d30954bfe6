-- Every attempt of a request is priced or says why not, once, with all its tokens.
with requests as (
    select
        count(*) as count_attempts,
        sum(coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
        + coalesce(output_tokens, 0) + coalesce(reasoning_tokens, 0)) as tokens
    from {{ ref('fct_ai_requests') }}
),

priced as (
    select
        count(*) as count_attempts,
        sum(coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
        + coalesce(output_tokens, 0) + coalesce(reasoning_tokens, 0)) as tokens,
        count(case when list_cost is null and reason is null then 1 end) as count_silent
    from {{ ref('fct_priced_requests') }}
)

select *
from requests
cross join priced
where
    requests.count_attempts != priced.count_attempts
    or {{ differs('requests.tokens', 'priced.tokens') }}
    or priced.count_silent > 0
