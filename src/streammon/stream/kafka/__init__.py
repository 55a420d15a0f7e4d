"""The log on Apache Kafka: several workers, several machines."""
