def html_bytes(reading): return b""
