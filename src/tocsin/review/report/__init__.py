"""A finished review as files a panel can open: HTML, XLSX, DOCX and JSON, all drawn from `Review`."""

from tocsin.review.report.write import FORMATS, write_reports

__all__ = ["FORMATS", "write_reports"]
