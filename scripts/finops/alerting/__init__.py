"""Alerts to a webhook: what is new, sent once each, tried again where a delivery failed."""
