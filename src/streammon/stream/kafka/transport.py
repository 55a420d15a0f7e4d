"""Faust on Kafka: its own driver, with a consumer that hands on whole batches."""

from __future__ import annotations

from faust.transport.drivers import aiokafka

from streammon.stream.consumer import BatchingConsumer


class Consumer(BatchingConsumer, aiokafka.Consumer):  # type: ignore[misc]
    """Faust's consumer, a batch at a time, from the markers on."""


class Transport(aiokafka.Transport):  # type: ignore[misc]
    """Registered for the scheme `streammon-kafka` in the entry-point group `faust.transports`."""

    Consumer = Consumer
