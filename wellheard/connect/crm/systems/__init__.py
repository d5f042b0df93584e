"""The systems of sales we speak with, each in a file of its own."""

from wellheard.connect.crm.models import System
from wellheard.connect.crm.systems import amocrm, bitrix24, hubspot, pipedrive, salesforce
from wellheard.connect.crm.there import Adapter

ADAPTERS: dict[str, Adapter] = {
    System.HUBSPOT: hubspot.ADAPTER,
    System.PIPEDRIVE: pipedrive.ADAPTER,
    System.BITRIX24: bitrix24.ADAPTER,
    System.AMOCRM: amocrm.ADAPTER,
    System.SALESFORCE: salesforce.ADAPTER,
}
