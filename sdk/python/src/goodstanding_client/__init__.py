"""The client of Good Standing."""  # house: busy-packages - what a package gives to others

from goodstanding_client.client import Client, Refused, Sent, Standing
from goodstanding_client.local_gate import Denial, LocalGate
from goodstanding_client.webhooks import NotGenuine, verified

__all__ = [
    "Client",
    "Denial",
    "LocalGate",
    "NotGenuine",
    "Refused",
    "Sent",
    "Standing",
    "verified",
]
__version__ = "0.1.0"
