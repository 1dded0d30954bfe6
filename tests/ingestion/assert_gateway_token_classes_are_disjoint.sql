-- The classes of an attempt are never below zero and add up exactly to its prompt and completion.
{{ config(group='ingestion') }}
select *
from {{ ref('stg_litellm__spend_logs') }}
where
    input_tokens + cache_read_tokens + cache_write_tokens != delivered_prompt_tokens
    or output_tokens + reasoning_tokens != delivered_completion_tokens
    or least(input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens) < 0
