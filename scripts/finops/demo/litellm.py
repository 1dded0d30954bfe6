"""The LiteLLM gateway: spend logs as JSON lines, one per attempt."""

from datetime import date

from finops.demo.engine import Demo, literal
from finops.demo.llm import CLASSES
from finops.demo.organisation_words import CUSTOMER_PRODUCTS
from finops.demo.story import AGENT_KEY, CUSTOMERS, RELEASE_PRODUCT, RELEASES

# Ids as SQL over an attempt with its key: of the attempt, of the session it is part of, and of the ticket.
CALL = "hexed(call, 'call')"
REQUEST = f"""CASE vendor WHEN 'anthropic' THEN 'msg_' ELSE 'chatcmpl-' END
    || substr(hexed({CALL}, attempt), 1, 20)"""
SESSION = """substr(hexed(
    hash(name, day, CASE WHEN is_runaway THEN 9 ELSE floor(dice(call, 'session') * 5) END), 'session'
), 1, 32)"""
TASK = f"CASE WHEN name LIKE 'assist-%' THEN 'ticket-' || substr({CALL}, 1, 10) END"


def write_month(demo: Demo, month: date) -> None:
    """Write the spend logs of a month out of `gateway_attempts`."""
    spend = " + ".join(f"{name}::DECIMAL(20, 0) * {name}_price" for name in CLASSES)
    select = f"""
        WITH named AS (
            SELECT
                attempts.*, name, vendor, team, product, environment, model, model_id, key_hash,
                input + cache_read + cache_write_5m + cache_write_1h AS prompt,
                CASE WHEN status = 'success' AND NOT is_cache_hit
                    THEN to_double(({spend}) * 0.000001::DECIMAL(7, 6)) ELSE 0 END AS spend,
                {CALL} AS call_id,
                split_part(name, '-', 2) AS feature,
                CASE WHEN dice(call, 'has customer') < 0.93 THEN {_customer()} ELSE '' END AS customer,
                'u' || lpad((1 + floor(dice(call, 'user') * 40))::INT::VARCHAR, 2, '0') AS user_name
            FROM gateway_attempts AS attempts INNER JOIN llm_keys USING (key_model)
        )
        SELECT
            {REQUEST} AS request_id,
            'acompletion' AS call_type,
            key_hash AS api_key,
            CASE WHEN is_cache_hit THEN 'True' ELSE 'None' END AS cache_hit,
            strftime(started_at, '%Y-%m-%d %H:%M:%S.%f+00:00') AS "startTime",
            strftime(started_at + to_milliseconds(duration_ms), '%Y-%m-%d %H:%M:%S.%f+00:00') AS "endTime",
            strftime(started_at + to_milliseconds(duration_ms), '%Y-%m-%d %H:%M:%S.%f+00:00')
                AS "completionStartTime",
            model_id AS model, user_name AS "user", 'team-' || team AS team_id, '' AS organization_id,
            to_json({{
                'user_api_key': key_hash, 'user_api_key_alias': name, 'user_api_key_team_id': 'team-' || team,
                'user_api_key_user_id': user_name, 'user_api_key_team_alias': team,
                'spend_logs_metadata': {{
                    'feature': feature, 'product': product, 'task_id': {TASK},
                    'release': CASE WHEN product = {literal(RELEASE_PRODUCT)} THEN CASE
                        WHEN day >= {literal(demo.story.release_day)} THEN {literal(RELEASES[1])}
                        ELSE {literal(RELEASES[0])} END END
                }},
                'litellm_call_id': call_id, 'status': status,
                'error_information': CASE WHEN status = 'failure'
                    THEN {{'error_code': '529', 'error_class': 'InternalServerError',
                    'llm_provider': vendor}} END,
                'usage_object': CASE WHEN status = 'success' THEN {{
                    'completion_tokens': output, 'prompt_tokens': prompt, 'total_tokens': prompt + output,
                    'completion_tokens_details': NULL,
                    'prompt_tokens_details': {{
                        'cached_tokens': cache_read, 'cache_creation_tokens': cache_write_5m + cache_write_1h
                    }},
                    'cache_read_input_tokens': cache_read,
                    'cache_creation_input_tokens': cache_write_5m + cache_write_1h
                }} END,
                'attempted_retries': attempt - 1
            }})::VARCHAR AS metadata,
            CASE WHEN is_cache_hit THEN hexed(call, 'cache') ELSE 'Cache OFF' END AS cache_key,
            spend, prompt + output AS total_tokens, prompt AS prompt_tokens, output AS completion_tokens,
            to_json(['feature:' || feature, 'env:' || environment])::VARCHAR AS request_tags,
            customer AS end_user,
            CASE vendor WHEN 'openai' THEN 'https://api.openai.com/v1'
                WHEN 'bedrock' THEN 'https://bedrock-runtime.us-east-1.amazonaws.com'
                ELSE 'https://api.anthropic.com' END AS api_base,
            model AS model_group, hexed(model_id, 'deployment') AS model_id,
            NULL AS mcp_namespaced_tool_name,
            CASE WHEN name LIKE {literal(AGENT_KEY + "%")} THEN 'code-agent' END AS agent_id,
            NULL AS billing_agent_id,
            NULL AS requester_ip_address, vendor AS custom_llm_provider,
            {SESSION} AS session_id,
            duration_ms AS request_duration_ms, status, call_id AS litellm_call_id
        FROM named
        ORDER BY started_at, call, attempt
    """
    demo.copy(
        "litellm_spend_logs",
        f"litellm/spend_logs_{month:%Y-%m}.jsonl.gz",
        select,
        "FORMAT json",
    )


def _customer() -> str:
    """SQL: a customer who has the product of a call; nobody for what is used inside or sold without calls."""
    products = {
        product: [
            customer
            for number, customer in enumerate(CUSTOMERS)
            if product in CUSTOMER_PRODUCTS[number % len(CUSTOMER_PRODUCTS)]
        ]
        for product in ("helpdesk-copilot", "manual-search", "fleetview")
    }
    cases = " ".join(
        f"WHEN {literal(product)} THEN pick({literal(customers)}, call, 'customer')"
        for product, customers in products.items()
    )
    return f"CASE product {cases} ELSE '' END"


def note_step(demo: Demo) -> None:
    """All months are landed at once."""
    demo.step("LiteLLM gateway logs", ["litellm"], "litellm_spend_logs", None)
