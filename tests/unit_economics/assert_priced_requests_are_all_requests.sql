-- Every attempt of a request is priced or says why not, once, with all its tokens.
with requests as (
    select
        count(*) as count_attempts,
        sum({{ all_tokens() }}) as tokens
    from {{ ref('fct_ai_requests') }}
),

priced as (
    select
        count(*) as count_attempts,
        sum({{ all_tokens() }}) as tokens,
        count(case when list_cost is null and reason is null then 1 end) as count_silent
    from {{ ref('fct_priced_requests') }}
)

select
    requests.count_attempts,
    requests.tokens,
    priced.count_attempts as count_priced_attempts,
    priced.tokens as priced_tokens,
    priced.count_silent
from requests
cross join priced
where
    requests.count_attempts != priced.count_attempts
    or {{ differs('requests.tokens', 'priced.tokens') }}
    or priced.count_silent > 0
