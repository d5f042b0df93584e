"""The systems of sales we speak with, each in a file of its own."""

from wellheard.connect.crm.models import System
from wellheard.connect.crm.systems import hubspot
from wellheard.connect.crm.there import Adapter

ADAPTERS: dict[str, Adapter] = {System.HUBSPOT: hubspot.ADAPTER}
