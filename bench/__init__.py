"""How fast it is: the kernel beside others on one Kafka, the whole pipeline, and how long an alert takes."""
