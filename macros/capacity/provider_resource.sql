{#-
    A Kubernetes node's provider id as the provider's bill names the machine. Shape: scalar text; NULL for NULL. AWS: the
    instance id. Google Cloud: the instance's name. Azure: the resource path in lower case, of machines of a scale set
    that of the set, which is what is billed. Another form, such as a bare id, stays as it is.
-#}
{% macro provider_resource_id(provider_id) -%}
case
    when {{ provider_id }} like 'azure://%'
        then
            lower(
                regexp_replace(
                    substr({{ provider_id }}, 9),
                    '(virtualMachineScaleSets/[^/]+)/virtualMachines/[0-9]+$', '\1'
                )
            )
    when {{ provider_id }} like '%://%' then regexp_extract({{ provider_id }}, '[^/]+$', 0)
    else {{ provider_id }}
end
{%- endmacro %}

{#- The provider of a node, told by its provider id. Shape: scalar text; NULL where it does not tell. -#}
{% macro provider_of_node(provider_id) -%}
case
    when {{ provider_id }} like 'aws://%' or {{ provider_id }} like 'i-%' then 'Amazon Web Services'
    when {{ provider_id }} like 'gce://%' then 'Google Cloud'
    when {{ provider_id }} like 'azure://%' then 'Microsoft'
end
{%- endmacro %}

{#-
    What a bill's resource and a node's have in common: the last part of the path, in lower case. Shape: scalar text.
    Google bills a machine under a number and names it in resource_name: compare both.
-#}
{% macro resource_key(expression) -%}
lower(regexp_extract({{ expression }}, '[^/]+$', 0))
{%- endmacro %}

{#-
    A machine as its provider's bill and its cluster both name it. Shape: scalar text, NULL where one of the two is unknown. Azure's
    paths tell machines of one name apart; of others the last part does. `name` is asked first for Google, which bills under a number.
-#}
{% macro machine_key(provider, resource_id, name='null') -%}
{{ provider }} || '/' || case {{ provider }}
    when 'Microsoft' then lower({{ resource_id }})
    when 'Google Cloud' then coalesce({{ resource_key(name) }}, {{ resource_key(resource_id) }})
    else {{ resource_key(resource_id) }}
end
{%- endmacro %}
