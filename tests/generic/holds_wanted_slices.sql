{#-
    Fails on every slice version that the model holds and nobody wants: what is stale, or should have been emptied. Argument: wanted
    (relation of slice_id and slice_version).
-#}
{% test holds_wanted_slices(model, wanted) %}
select distinct
    held.slice_id,
    held.slice_version
from {{ model }} as held
where not exists (
    select 1 from {{ wanted }} as wanted
    where wanted.slice_id = held.slice_id and wanted.slice_version = held.slice_version
)
{% endtest %}
