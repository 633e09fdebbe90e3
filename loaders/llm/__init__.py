"""Reads articles by a language model behind any endpoint that speaks as OpenAI's does; nothing is asked unless somebody configured one."""
