"""Walks sources and reads their pages."""

import os

# Scrapy's cookies ask tldextract which domains are public; told so before Scrapy is imported, it uses the list
# that it carries, never fetches one past our way out, and writes no file outside the home.
os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""
os.environ["TLDEXTRACT_CACHE"] = ""
