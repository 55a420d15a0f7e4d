"""Every metric that streammon exports, named once, here. Registered with Prometheus' default registry."""

from prometheus_client import Counter, Gauge, Histogram

APPLIED = Counter("streammon_applied_events", "Events that an agent has applied.", ["agent"])
PUBLISHED = Counter("streammon_published_events", "Events that an agent has published.", ["agent"])
DEAD_LETTERS = Counter("streammon_dead_letters", "Records that an agent could not handle.", ["agent", "kind"])
RETRIES = Counter("streammon_retries", "Tries that failed for the moment and were made again.", ["agent"])
REWINDS = Counter("streammon_rewinds", "How often the consumer was sent back to the marker.", ["topic"])
EATEN = Counter("streammon_eaten_events", "Events that retention took before an agent had read them.", ["agent"])
PAUSED = Gauge("streammon_agent_paused", "1 while an agent has stopped itself.", ["agent"])
WAITING = Gauge("streammon_agent_waiting", "1 while an agent waits for something that is down.", ["agent"])
LAG = Gauge("streammon_lag_events", "Events in the log that an agent has not applied.", ["agent"])
OLDEST = Gauge("streammon_oldest_unapplied_seconds", "Age of the oldest event not yet applied.", ["agent"])
BATCH_SECONDS = Histogram("streammon_batch_seconds", "Time from taking a batch to having it on disk.", ["agent"])
ASSIGNED = Gauge("streammon_assigned_partitions", "Partitions that this worker has.")
