{#-
    One spelling per company: bills, exports and accounts payable write the same one in several ways, and a join on the delivered
    spelling finds no match. Shape: scalar text; a name that is none of these stays as delivered, NULL stays NULL. Source: the
    spellings seen in the providers' own exports and on their invoices.
-#}
{% macro legal_entity(expression) -%}
{%- set spellings = {
    'Amazon Web Services': [
        'aws', 'aws inc.', 'aws, inc.', 'amazon web services', 'amazon web services inc', 'amazon web services inc.',
        'amazon web services, inc', 'amazon web services, inc.',
    ],
    'Amazon Web Services EMEA SARL': ['aws emea sarl', 'amazon web services emea sarl'],
    'Microsoft': [
        'microsoft', 'microsoft azure', 'azure', 'microsoft corporation', 'microsoft ireland operations limited',
        'microsoft ireland operations ltd', 'microsoft ireland operations ltd.',
    ],
    'Google Cloud': [
        'google', 'gcp', 'google cloud', 'google cloud platform', 'google llc', 'google, llc', 'google cloud emea limited',
    ],
    'Oracle': ['oracle', 'oci', 'oracle cloud', 'oracle cloud infrastructure', 'oracle corporation', 'oracle america, inc.'],
    'OpenAI': [
        'openai', 'open ai', 'openai llc', 'openai, llc', 'openai inc.', 'openai, inc.', 'openai opco llc',
        'openai opco, llc', 'openai ireland ltd', 'openai ireland limited',
    ],
    'Anthropic': ['anthropic', 'anthropic pbc', 'anthropic, pbc', 'anthropic ireland limited', 'anthropic ireland, limited'],
} -%}
case
    {%- for name, delivered in spellings.items() %}
    when lower(trim({{ expression }})) in ('{{ delivered | join("', '") }}') then '{{ name }}'
    {%- endfor %}
    else {{ expression }}
end
{%- endmacro %}
