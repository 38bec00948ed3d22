"""The API as a program: a built site and its query contract over HTTP.

Needs the extra ``api`` (Starlette and uvicorn).

- :mod:`generator.served.app`: the ASGI application;
- :mod:`generator.served.answers`: requests to documents, without a framework;
- :mod:`generator.served.server`: a server for the command line.
"""
