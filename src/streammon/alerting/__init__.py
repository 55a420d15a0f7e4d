"""From an alert to a delivered message: the wording, and the channels."""
