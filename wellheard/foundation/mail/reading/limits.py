"""How much of a stranger's mail is read. What lies beyond is left out and said so in `problems`."""

MOST_BYTES = 50_000_000
# All headers of one part, and one value of them. References alone may be a megabyte.
MOST_HEADER_BYTES = 2_000_000
MOST_VALUE = 64_000
MOST_HEADERS = 1_000
MOST_ADDRESSES = 200
MOST_REFERENCES = 100
MOST_DEPTH = 50
MOST_PARTS = 500
MOST_NESTED = 5
# Words a person may read; a log of 10 MB is a file.
MOST_TEXT = 2_000_000
MOST_FILENAME = 150
