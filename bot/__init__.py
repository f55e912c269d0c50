"""Naast: a chat guide that stands beside people who look for independent client support."""

__version__ = "0.1.0"
