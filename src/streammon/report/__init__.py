"""The circular of a period: documents, sheets and tables, every number of which comes from the ledger."""

from streammon.report.export import Export, export

__all__ = ["Export", "export"]
