-- One row per result of an OpenAI usage endpoint that counts one thing (completions are not among them).
{%- set endpoints = {
    'embeddings': ['tokens', 'user_id', 'api_key_id', 'model_name', 'count_requests'],
    'moderations': ['tokens', 'user_id', 'api_key_id', 'model_name', 'count_requests'],
    'images': ['images', 'user_id', 'api_key_id', 'model_name', 'usage_variant', 'count_requests'],
    'audio_speeches': ['characters', 'user_id', 'api_key_id', 'model_name', 'count_requests'],
    'audio_transcriptions': ['seconds', 'user_id', 'api_key_id', 'model_name', 'count_requests'],
    'vector_stores': ['bytes'],
    'code_interpreter_sessions': ['sessions'],
    'file_search_calls': ['file_searches', 'user_id', 'api_key_id', 'usage_variant'],
    'web_search_calls': ['searches', 'user_id', 'api_key_id', 'model_name', 'usage_variant'],
} %}
{%- set optional = {
    'user_id': 'varchar', 'api_key_id': 'varchar', 'model_name': 'varchar', 'usage_variant': 'varchar',
    'count_requests': 'bigint',
} %}
{%- for endpoint, said in endpoints.items() %}
    select
        delivery_id,
        bucket_start,
        bucket_end,
        project_id,
        {% for name, type in optional.items() %}
            {{ name if name in said else 'cast(null as ' ~ type ~ ') as ' ~ name }},
        {% endfor %}
        quantity,
        '{{ endpoint }}' as usage_kind,
        '{{ said[0] }}' as quantity_unit
    from {{ ref('stg_openai__' ~ endpoint ~ '_usage') }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
