{#- The FOCUS service category of an Azure service family. Shape: scalar text; Other for what is none of these. -#}
{% macro azure_service_category(service_family) -%}
case lower({{ service_family }})
    {%- for family, category in {
        'compute': 'Compute', 'containers': 'Compute', 'storage': 'Storage', 'networking': 'Networking',
        'databases': 'Databases', 'analytics': 'Analytics', 'data': 'Analytics', 'web': 'Web', 'media': 'Media',
        'security': 'Security', 'identity': 'Identity', 'integration': 'Integration',
        'internet of things': 'Internet of Things', 'developer tools': 'Developer Tools',
        'ai + machine learning': 'AI and Machine Learning', 'management and governance': 'Management and Governance',
        'azure communication services': 'Integration', 'migration': 'Migration',
    }.items() %}
    when '{{ family }}' then '{{ category }}'
    {%- endfor %}
    else 'Other'
end
{%- endmacro %}
