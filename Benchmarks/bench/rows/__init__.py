"""The rows by name; each is a function of a stage and a plan that returns what it found."""

from bench.rows import cold, decoding, fastapi, groups, hits, lists, memory, scaling

ROWS = {
    "hit": hits.throughput,
    "hit-latency": hits.latency,
    "group-status": lists.roll_up,
    "group-agents": lists.long_list,
    "cold": cold.cold_group,
    "hits-during-fan-out": cold.hits_during_fan_out,
    "look-ups-during-refresh": groups.look_ups_during_refresh,
    "decode": decoding.decode,
    "memory": memory.memory,
    "fastapi": fastapi.against_fastapi,
    "scaling-hit": scaling.hit_cost,
    "scaling-cold": scaling.cold_cost,
}
