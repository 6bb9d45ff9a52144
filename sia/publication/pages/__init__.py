"""The fragments that documents include, one module a page; each is Markdown made of what may be shown."""
